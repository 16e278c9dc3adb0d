import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { errorBody } from '../errors';

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Takes no new connections, lets running requests finish for `drainMs` milliseconds, then cuts the rest off. */
  close(drainMs: number): Promise<void>;
}

const HEADERS_TOO_LARGE = JSON.stringify(errorBody('headers_too_large'));
const MAX_HEADER_BYTES = 32 * 1024;
/** Time to send the headers, and to send the whole request, in milliseconds: slow senders must not hold connections for ever. */
const HEADERS_TIMEOUT_MS = 30_000;
const REQUEST_TIMEOUT_MS = 120_000;
/** Longer than the 60 s for which load balancers usually keep idle connections, so that they close first. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;

/**
 * Listens. There is no `upgrade` listener on purpose: Node then hands upgrades to the application as plain requests, which refuses them.
 * Rejects if the address cannot be had.
 */
export async function startServer(
  app: RequestListener,
  options: { readonly host: string; readonly port: number },
): Promise<RunningServer> {
  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
    app,
  );
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.on('clientError', answerBrokenRequest);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return { url: `http://${host}:${port}`, port, close: (drainMs) => closeServer(server, drainMs) };
}

/** Requests that are not HTTP never reach the application. The error holds raw bytes of the request; only its code is looked at. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  if (error.code === 'HPE_HEADER_OVERFLOW') socket.end(rawAnswer('431 Request Header Fields Too Large', HEADERS_TOO_LARGE));
  else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') socket.end(rawAnswer('408 Request Timeout', ''));
  else socket.end(rawAnswer('400 Bad Request', ''));
}

function rawAnswer(status: string, body: string): string {
  const type = body === '' ? [] : ['content-type: application/json; charset=utf-8'];
  const head = [`HTTP/1.1 ${status}`, ...type, `content-length: ${body.length}`, 'connection: close'];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

function closeServer(server: Server, drainMs: number): Promise<void> {
  return new Promise((resolve) => {
    // Connections become idle one by one as their requests finish.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    const cut = setTimeout(() => server.closeAllConnections(), drainMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
