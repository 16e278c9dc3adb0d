import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as "OpenAI" saw it. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The other side's port: the same for requests over one connection. */
  readonly port: number | undefined;
}

/** One step of a scripted reply, after its headers. */
export type ReplyStep =
  /** Sends bytes as one write. */
  | string
  | Uint8Array
  /** Waits. */
  | { readonly delayMs: number }
  /** Destroys the connection: the reply is never complete. */
  | 'break'
  /** Leaves the reply open for ever. */
  | 'hang';

export interface ScriptedReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly steps: readonly ReplyStep[];
}

/** What upstream answers: always the same, or by the request. */
export type Reply = ScriptedReply | ((request: RecordedRequest) => ScriptedReply);

export interface FakeUpstream {
  /** Base URL, with `/v1`. */
  readonly url: string;
  readonly requests: RecordedRequest[];
  /** Answers the next requests, in order; the last one answers all that follow. */
  script(...replies: readonly Reply[]): void;
  /** How many replies ended because the other side closed the connection. */
  readonly abandoned: number;
  /** How many replies were written to their end. */
  readonly completed: number;
  /** Writes that have left for the network. */
  readonly writes: number;
  close(): Promise<void>;
}

/** A JSON reply. */
export function jsonReply(body: unknown, status = 200, headers: Record<string, string> = {}): ScriptedReply {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: { 'content-type': 'application/json', ...headers }, steps: [text] };
}

/** A stream reply of whole frames, one write each. */
export function streamReply(...steps: readonly ReplyStep[]): ScriptedReply {
  return { headers: { 'content-type': 'text/event-stream; charset=utf-8' }, steps };
}

/** Cuts text into writes of `size` bytes, also through characters. */
export function cutBytes(text: string, size: number): Uint8Array[] {
  const bytes = Buffer.from(text, 'utf8');
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}

/** A loopback server in OpenAI's place: records requests, plays scripted replies. */
export async function startFakeUpstream(): Promise<FakeUpstream> {
  const requests: RecordedRequest[] = [];
  let script: readonly Reply[] = [jsonReply({})];
  let abandoned = 0;
  let completed = 0;
  let writes = 0;
  const server = createServer(async (request, response) => {
    const recorded = await record(request);
    requests.push(recorded);
    const [next = jsonReply({}), ...rest] = script;
    if (rest.length > 0) script = rest;
    response.once('close', () => {
      if (response.writableFinished) completed += 1;
      else abandoned += 1;
    });
    await play(response, typeof next === 'function' ? next(recorded) : next, () => {
      writes += 1;
    });
  });
  // Longer than any test, and room for a thousand clients at once: connection matters must not decide tests of other things.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    script: (...replies) => {
      script = replies;
    },
    get abandoned() {
      return abandoned;
    },
    get completed() {
      return completed;
    },
    get writes() {
      return writes;
    },
    close: () => closeServer(server),
  };
}

async function record(request: IncomingMessage): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', url = '', headers } = request;
  return { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8'), port: request.socket.remotePort };
}

async function play(response: ServerResponse, reply: ScriptedReply, onWrite: () => void): Promise<void> {
  response.writeHead(reply.status ?? 200, reply.headers ?? {});
  response.flushHeaders();
  for (const step of reply.steps) {
    if (response.destroyed || step === 'hang') return;
    if (step === 'break') {
      response.destroy();
      return;
    }
    if (typeof step === 'string' || step instanceof Uint8Array) {
      await write(response, step);
      onWrite();
    } else await new Promise((resolve) => setTimeout(resolve, step.delayMs));
  }
  response.end();
}

/** Gives each write its own turn of the event loop, so that it becomes its own chunk on the wire. */
async function write(response: ServerResponse, bytes: string | Uint8Array): Promise<void> {
  await new Promise<void>((resolve) => {
    response.write(bytes, () => resolve());
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
