import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import type { AxiosInstance, AxiosRequestConfig, AxiosResponse, AxiosStatic } from 'axios';
import { type ErrorCode, PhiProxyError } from '../errors';
import { returnedHeaders } from './response-headers';

export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  /** In place of the client's base URL; from our own configuration. */
  readonly baseUrl?: string | undefined;
  /** Below the base URL, from our own route table; never a client's raw path. */
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
  readonly openaiKey: string;
  /** Client headers that passed `forwardedHeaders`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly streaming: boolean;
  /** Ends the request and its connection. */
  readonly signal: AbortSignal;
}

export interface UpstreamReply {
  readonly status: number;
  /** `encoded`: in a way that nobody asked for. */
  readonly contentType: 'json' | 'events' | 'text' | 'encoded' | 'other';
  /** Only what may reach the client. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes as they arrive; read them with `readReplyText` or `readReplyItems`. */
  readonly body: Readable;
}

export interface Upstream {
  /** Resolves when the reply's headers are there, whatever the status. Throws catalogue errors `upstream_*` only. */
  send(request: UpstreamRequest): Promise<UpstreamReply>;
  /** Closes idle and running connections. */
  close(): void;
}

/** Loads axios, with the first request or sooner: a tenth of a second that the start of the server need not wait for. */
export function loadAxios(): AxiosStatic {
  return (require('axios') as { readonly default: AxiosStatic }).default;
}

/** Connects to the OpenAI API. `upstreamTimeoutMs` bounds the wait for the reply's headers. */
export function createUpstreamClient(options: { readonly upstreamUrl: string; readonly upstreamTimeoutMs: number }): Upstream {
  const agents = { httpAgent: new HttpAgent({ keepAlive: true }), httpsAgent: new HttpsAgent({ keepAlive: true }) };
  const createClient = (): AxiosInstance =>
    loadAxios().create({
      baseURL: options.upstreamUrl,
      ...agents,
      responseType: 'stream',
      decompress: false,
      // A redirect would carry the body to a host that nobody configured; environment proxies likewise.
      maxRedirects: 0,
      proxy: false,
      maxBodyLength: Number.POSITIVE_INFINITY,
      validateStatus: () => true,
    });
  let client: AxiosInstance | undefined;
  return {
    async send(request) {
      const wait = startWait(request.signal, options.upstreamTimeoutMs);
      try {
        client ??= createClient();
        const response = await requestOnce(client, toAxiosConfig({ ...request, signal: wait.signal }));
        return toReply(response.status, response.headers, response.data);
      } catch (error) {
        // The axios error holds the request's body and its authorization header: it ends here, and is not kept as a cause.
        if (error instanceof PhiProxyError) throw error;
        throw new PhiProxyError(wait.isTooLong ? 'upstream_timeout' : connectionErrorCode(error));
      } finally {
        wait.end();
      }
    },
    close() {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}

interface Wait {
  /** Aborted with the request's own signal, also after the wait, and when the wait is too long. */
  readonly signal: AbortSignal;
  readonly isTooLong: boolean;
  end(): void;
}

/** Bounds the wait for a reply's headers. The time-out of axios does not: an upgrade, which nobody asked for, ends a request without a word. */
function startWait(request: AbortSignal, milliseconds: number): Wait {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  if (request.aborted) stop();
  request.addEventListener('abort', stop, { once: true });
  let isTooLong = false;
  const timer = setTimeout(() => {
    isTooLong = true;
    stop();
  }, milliseconds);
  return {
    signal: controller.signal,
    get isTooLong() {
      return isTooLong;
    },
    end: () => clearTimeout(timer),
  };
}

/**
 * Sends once more where a kept connection turned out to have been closed by the other side, as a rule before the request could reach it
 * (OpenAI's own clients try again after any broken connection); over a new one, since what closed that connection has mostly closed the others that are kept as well.
 */
async function requestOnce(client: AxiosInstance, config: AxiosRequestConfig): Promise<AxiosResponse<Readable>> {
  try {
    return await client.request<Readable>(config);
  } catch (error) {
    if (!isStaleConnection(error)) throw error;
    return client.request<Readable>({ ...config, httpAgent: new HttpAgent(), httpsAgent: new HttpsAgent() });
  }
}

/** What writing to a connection that the other side has closed ends with; `EPIPE` where the body takes more than one write. */
const CLOSED_CONNECTION: ReadonlySet<string | undefined> = new Set(['ECONNRESET', 'EPIPE']);

function isStaleConnection(error: unknown): boolean {
  if (!loadAxios().isAxiosError(error) || error.response !== undefined || !CLOSED_CONNECTION.has(error.code)) return false;
  return (error.request as { readonly reusedSocket?: boolean } | undefined)?.reusedSocket === true;
}

function toAxiosConfig(request: UpstreamRequest): AxiosRequestConfig {
  const hasBody = request.body !== undefined;
  return {
    method: request.method,
    url: request.path,
    ...(request.baseUrl === undefined ? {} : { baseURL: request.baseUrl }),
    signal: request.signal,
    // Bytes, not a string: axios would parse and trim a JSON string once more.
    data: hasBody ? Buffer.from(request.body, 'utf8') : undefined,
    headers: {
      ...request.headers,
      accept: request.streaming ? 'text/event-stream' : 'application/json',
      'accept-encoding': 'identity',
      authorization: `Bearer ${request.openaiKey}`,
      'user-agent': 'phi-proxy',
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
    },
  };
}

function toReply(status: number, headers: object, body: Readable): UpstreamReply {
  const all = { ...headers } as Record<string, unknown>;
  // Some servers name the encoding that was asked for as they like, or leave its name empty.
  const isEncoded = !/^(?:identity)?$/i.test(String(all['content-encoding'] ?? '').trim());
  // Of an error the status tells enough, whatever its body is; one that HTTP does not know tells nothing.
  if (status < 200 || status > 599 || (status < 400 && (status >= 300 || isEncoded))) {
    body.destroy();
    throw new PhiProxyError('upstream_invalid_response');
  }
  return { status, contentType: isEncoded ? 'encoded' : contentTypeOf(all['content-type']), headers: returnedHeaders(all), body };
}

function contentTypeOf(header: unknown): UpstreamReply['contentType'] {
  const mediaType = typeof header === 'string' ? header.split(';', 1)[0]?.trim().toLowerCase() : undefined;
  if (mediaType === 'text/event-stream') return 'events';
  if (mediaType === 'text/plain') return 'text';
  return mediaType !== undefined && /^application\/(.+\+)?json$/.test(mediaType) ? 'json' : 'other';
}

function connectionErrorCode(error: unknown): ErrorCode {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNABORTED' || code === 'ETIMEDOUT') return 'upstream_timeout';
  return code.startsWith('HPE_') ? 'upstream_invalid_response' : 'upstream_unreachable';
}
