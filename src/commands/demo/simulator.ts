import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { replyTo } from './simulated-reply';

/** A stand-in for OpenAI on the loopback interface: it answers chat completions, whole and as SSE, and keeps what it was sent. */
export interface Simulator {
  /** Base URL, as `PHI_PROXY_UPSTREAM_URL` wants it. */
  readonly url: string;
  /** Request bodies, in order, as they came over the wire. */
  readonly received: readonly string[];
  close(): Promise<void>;
}

interface ChatRequest {
  readonly model?: string;
  readonly stream?: boolean;
  readonly messages?: readonly { readonly role?: string; readonly content?: unknown }[];
}

/** Starts the stand-in on a free port. */
export async function startSimulator(): Promise<Simulator> {
  const received: string[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      if (request.method !== 'POST' || request.url !== '/v1/chat/completions') return sendJson(response, 404, notFound);
      received.push(body);
      return answer(response, JSON.parse(body) as ChatRequest);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, received, close: () => closeServer(server) };
}

function answer(response: ServerResponse, request: ChatRequest): void {
  const content = request.messages?.filter(({ role }) => role === 'user').at(-1)?.content;
  const reply = replyTo(typeof content === 'string' ? content : JSON.stringify(content ?? ''));
  const identity = { id: 'chatcmpl-demo', created: 1_700_000_000, model: request.model ?? 'simulator' };
  if (request.stream === true) sendStream(response, identity, reply);
  else sendJson(response, 200, { ...identity, object: 'chat.completion', choices: [wholeChoice(reply)], usage });
}

const usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
const notFound = {
  error: {
    message: 'The stand-in answers POST /v1/chat/completions only.',
    type: 'invalid_request_error',
    param: null,
    code: null,
  },
};

const wholeChoice = (content: string) => ({
  index: 0,
  message: { role: 'assistant', content, refusal: null },
  logprobs: null,
  finish_reason: 'stop',
});

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Pieces of five characters: shorter than any token, so that every token arrives in parts, as it does from OpenAI. */
function sendStream(response: ServerResponse, identity: object, reply: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (delta: object, finish: string | null): void => {
    const choices = [{ index: 0, delta, logprobs: null, finish_reason: finish }];
    response.write(`data: ${JSON.stringify({ ...identity, object: 'chat.completion.chunk', choices })}\n\n`);
  };
  send({ role: 'assistant', content: '' }, null);
  const characters = [...reply];
  for (let start = 0; start < characters.length; start += 5) send({ content: characters.slice(start, start + 5).join('') }, null);
  send({}, 'stop');
  response.end('data: [DONE]\n\n');
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
