import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Started, startCommand, stopLeftovers } from '../support/command-line';

const folder = mkdtempSync(join(tmpdir(), 'phi-proxy-drain-'));
const frame = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'c1', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

/** A model that sends the first half of its answer, and the rest when it is told to. */
interface HeldUpstream {
  readonly url: string;
  /** Replies that wait for their second half. */
  readonly held: ServerResponse[];
  readonly server: Server;
}

async function startHeldUpstream(): Promise<HeldUpstream> {
  const held: ServerResponse[] = [];
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(frame({ content: 'Patient [NAME' }));
      held.push(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, held, server };
}

const finish = (response: ServerResponse): void =>
  void response.end(`${frame({ content: '_1] is well.' })}${frame({}, 'stop')}data: [DONE]\n\n`);

let upstream: HeldUpstream;
let served: Started;
let url: string;
let key: string;
async function start(drainMs: number): Promise<void> {
  upstream = await startHeldUpstream();
  const args = ['serve', '--port', '0', '--upstream-url', upstream.url, '--drain-ms', String(drainMs)];
  served = await startCommand(args, /curl/, { cwd: folder });
  url = /listening on (\S+)\n/.exec(served.printed)?.[1] ?? '';
  key = /proxy key: (\S+)\n/.exec(served.printed)?.[1] ?? '';
}
afterEach(() => {
  upstream.server.closeAllConnections();
  upstream.server.close();
});
afterAll(() => {
  stopLeftovers();
  rmSync(folder, { recursive: true });
});

/** Asks for a stream; resolves when its headers are there, and the upstream holds the rest. */
const startStream = (): Promise<Response> =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-compliantchatgpt-key': key, 'x-openai-key': 'sk-test' },
    body: JSON.stringify({ stream: true, messages: [{ role: 'user', content: 'Patient John Doe, MRN 00482917, is well.' }] }),
  });

/** Waits until new connections are refused: the drain has begun. */
async function refusesConnections(): Promise<void> {
  for (;;) {
    const isRefused = await new Promise<boolean>((resolve) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.once('connect', () => resolve(false)).once('error', () => resolve(true));
      socket.once('connect', () => socket.destroy());
    });
    if (isRefused) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('SIGTERM: running streams finish, restored and whole; nothing new is taken; the process ends by itself', async () => {
  await start(50_000);
  const streams = await Promise.all([startStream(), startStream()]);
  const texts = Promise.all(streams.map((stream) => stream.text()));
  const ended = served.stop('SIGTERM');
  await refusesConnections();
  expect(upstream.held).toHaveLength(2);
  for (const response of upstream.held) finish(response);
  for (const text of await texts) {
    expect(text).toMatch(/data: \[DONE\]\n\n(:.*\n)*\n*$/);
    const contents = [...text.matchAll(/"content":"([^"]*)"/g)].map(([, part]) => part);
    expect(contents.join('')).toBe('Patient John Doe is well.');
  }
  expect(await ended).toBe(0);
});

test('streams that take longer than the drain are cut off: no clean end, and the process still ends', async () => {
  await start(200);
  const stream = await startStream();
  const ended = served.stop('SIGTERM');
  await expect(stream.text()).rejects.toThrow();
  expect(await ended).toBe(0);
});

test('a second signal ends it at once', async () => {
  await start(50_000);
  const stream = await startStream();
  const ended = served.stop('SIGTERM');
  await refusesConnections();
  const endedAgain = served.stop('SIGINT');
  await expect(stream.text()).rejects.toThrow();
  expect([await ended, await endedAgain]).toEqual([1, 1]);
});
