import type { RequestListener } from 'node:http';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type RunningServer, type ServerOptions, startServer } from '../../src/http/server';
import { startFakeUpstream } from '../support/fake-upstream';
import { eventually, startProxyUnderTest } from '../support/proxy-under-test';
import { certificateFolder } from '../support/test-certificate';

const CANARY = 'Zebulon Quackenbush';
const POST = ['POST / HTTP/1.1', 'host: localhost', 'content-type: application/json', 'content-length: 1000', '', ''].join(
  '\r\n',
);

/** A limit that is waited for. What is within it, such as a handshake, takes a hundredth of it, but a busy machine may stand still meanwhile. */
const SHORT_MS = 1500;

const certificates = certificateFolder();
afterAll(certificates.remove);

/** Reads the body, then answers. */
const readThenAnswer: RequestListener = (request, response) => {
  request.resume().once('end', () => response.end('ok'));
};

interface Client {
  readonly socket: Socket;
  /** What the server sent until it closed the connection. */
  readonly closed: Promise<string>;
}

function client(socket: Socket): Client {
  let text = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  socket.on('error', () => undefined);
  return { socket, closed: new Promise((resolve) => socket.once('close', () => resolve(text))) };
}

/** Sends one byte after the other, slowly, for as long as it may: without limits this never ends, and the test runs out of time. */
function drip({ socket, closed }: Client, head: string): Promise<string> {
  socket.write(head);
  const timer = setInterval(() => socket.write('a'), 20);
  return closed.finally(() => clearInterval(timer));
}

describe.each(['plain', 'tls'] as const)('%s', (transport) => {
  let server: RunningServer | undefined;
  const pair = transport === 'tls' ? certificates.make('limits').pair : undefined;
  afterEach(async () => {
    await server?.close(0);
    server = undefined;
  });

  async function start(limits: Partial<ServerOptions>, app: RequestListener = readThenAnswer): Promise<() => Client> {
    const started = await startServer(app, { host: '127.0.0.1', port: 0, ...limits }, pair);
    server = started;
    const target = { port: started.port, host: '127.0.0.1' };
    return () => client(pair === undefined ? connectPlain(target) : connectTls({ ...target, rejectUnauthorized: false }));
  }

  test('headers that come byte for byte are answered 408', async () => {
    const open = await start({ headersTimeoutMs: SHORT_MS });
    const answer = await drip(open(), `GET / HTTP/1.1\r\nhost: localhost\r\nx-name: ${CANARY}`);
    expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"request_timeout"/);
    expect(answer).not.toContain('Zebulon');
  });

  test('a body that comes byte for byte is answered 408, once', async () => {
    const open = await start({ requestTimeoutMs: SHORT_MS });
    const answer = await drip(open(), POST);
    expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*connection: close[\s\S]*"code":"request_timeout"/i);
    expect(answer.split('HTTP/1.1')).toHaveLength(2);
  });

  test('a connection that says nothing is closed', async () => {
    const open = await start({ headersTimeoutMs: SHORT_MS });
    await expect(open().closed).resolves.not.toContain(' 200 ');
  });

  test('a client that does not read its reply is cut off', async () => {
    const size = 64 * 1024 * 1024; // more than the buffers of both sides hold
    let isOver = false;
    const open = await start({ stallTimeoutMs: SHORT_MS }, (_request, response) => {
      response.once('close', () => {
        isOver = true;
      });
      response.end(Buffer.alloc(size));
    });
    const { socket, closed } = open();
    socket.pause();
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await eventually(() => isOver);
    socket.resume();
    expect((await closed).length).toBeLessThan(size);
  });

  test('a reply that takes longer than that to begin is waited for', async () => {
    const late: RequestListener = (_request, response) => void setTimeout(() => response.end('late'), 2.5 * SHORT_MS);
    const open = await start({ stallTimeoutMs: SHORT_MS }, late);
    const { socket, closed } = open();
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
    expect(await closed).toMatch(/^HTTP\/1\.1 200 [\s\S]*late/);
  });

  test('an idle connection is closed after its answer', async () => {
    const open = await start({ keepAliveMs: 100 });
    const { socket, closed } = open();
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    expect(await closed).toMatch(/^HTTP\/1\.1 200 [\s\S]*connection: keep-alive/i);
  });

  test('connections beyond the limit are closed, the others stay', async () => {
    const open = await start({ maxConnections: 1 });
    const inside = open();
    await new Promise((resolve) => inside.socket.once(pair === undefined ? 'connect' : 'secureConnect', resolve));
    expect(await open().closed).toBe('');
    inside.socket.write('GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
    expect(await inside.closed).toMatch(/^HTTP\/1\.1 200/);
  });

  test('a connection with more requests than may wait is cut off, and what came too late is not looked at', async () => {
    const seen: string[] = [];
    const open = await start({}, (request) => void seen.push(request.url ?? ''));
    const requests = Array.from({ length: 200 }, (_, index) => `GET /${index} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
    const { socket, closed } = open();
    socket.write(requests.join(''));
    expect(await closed).toBe('');
    expect(seen).toHaveLength(16);
    expect(server).toBeDefined();
    const other = open();
    other.socket.write('GET /other HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await eventually(() => seen.at(-1) === '/other');
  });

  test('garbage after a request breaks the connection off, it is not answered into the reply', async () => {
    const open = await start({}, (_request, response) => void response.write('first part'));
    const { socket, closed } = open();
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    socket.once('data', () => socket.write(`${CANARY}\r\n\r\n`));
    const answer = await closed;
    expect(answer).toContain('first part');
    expect(answer).not.toContain(' 400 ');
  });
});

test('a connection that never begins its TLS handshake is closed', async () => {
  const { pair } = certificates.make('handshake');
  const server = await startServer(readThenAnswer, { host: '127.0.0.1', port: 0, headersTimeoutMs: 200 }, pair);
  expect(await client(connectPlain(server.port, '127.0.0.1')).closed).toBe('');
  await server.close(0);
});

test('more than 100 headers are refused, none is left out in silence', async () => {
  const upstream = await startFakeUpstream();
  const proxy = await startProxyUnderTest(upstream.url);
  const ask = async (count: number): Promise<string> => {
    const { socket, closed } = client(connectPlain(proxy.port, '127.0.0.1'));
    const more = Array.from({ length: count - 2 }, (_, index) => `x-${index}: 1`);
    socket.write(['GET /healthz HTTP/1.1', 'host: localhost', 'connection: close', ...more, '', ''].join('\r\n'));
    return closed;
  };
  expect(await ask(100)).toMatch(/^HTTP\/1\.1 200/);
  expect(await ask(101)).toMatch(/^HTTP\/1\.1 431 [\s\S]*headers_too_large/);
  expect(await ask(2000)).toMatch(/^HTTP\/1\.1 431 [\s\S]*headers_too_large/);
  await proxy.close();
  await upstream.close();
});

test.each([
  ['/v1/chat/completions', 'x-compliantchatgpt-key', ['message', 'type', 'param', 'code']],
  ['/v1/ChatCompletion', 'key', ['code', 'message', 'target']],
])('a request to %s whose body never comes is answered in its form and logged as 408', async (path, header, names) => {
  const upstream = await startFakeUpstream();
  const proxy = await startProxyUnderTest(upstream.url, { defaultOpenaiKey: 'sk-test' }, { requestTimeoutMs: SHORT_MS });
  const slow = client(connectPlain(proxy.port, '127.0.0.1'));
  const keys = `${header}: ${proxy.key}\r\n`;
  const answer = await drip(slow, POST.replace('POST /', `POST ${path}`).replace('\r\n\r\n', `\r\n${keys}\r\n`));
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(Object.keys(JSON.parse(answer.split('\r\n\r\n')[1] ?? '{}').error)).toEqual(names);
  await eventually(() => proxy.records.length === 1);
  expect(proxy.records[0]).toMatchObject({ status: 408, route: path, code: 'request_timeout' });
  expect(upstream.requests).toEqual([]);
  await proxy.close();
  await upstream.close();
});

test('requests without a key that wait their turn take no place among those that are answered', async () => {
  const upstream = await startFakeUpstream();
  upstream.script({ headers: { 'content-type': 'application/json' }, steps: ['hang'] });
  const load = { running: 0 };
  const proxy = await startProxyUnderTest(upstream.url, { load, maxConcurrency: 2 });
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hello' }] });
  const keys = [`x-compliantchatgpt-key: ${proxy.key}`, 'x-openai-key: sk-test', 'content-type: application/json'];
  const first = ['POST /v1/chat/completions HTTP/1.1', 'host: a', ...keys, `content-length: ${body.length}`, '', body].join(
    '\r\n',
  );
  const { socket } = client(connectPlain(proxy.port, '127.0.0.1'));
  socket.write(first + 'GET /v1/usage HTTP/1.1\r\nhost: a\r\n\r\n'.repeat(5));
  await eventually(() => upstream.requests.length === 1);
  expect(load.running).toBe(1);
  const usage = await fetch(`${proxy.url}/v1/usage`, { headers: { 'x-compliantchatgpt-key': proxy.key } });
  expect(usage.status).toBe(200);
  socket.destroy();
  await proxy.close();
  await upstream.close();
});

test.each(['it is closed', 'it is reset'])('requests that wait their turn on a connection end with it when %s', async (how) => {
  const upstream = await startFakeUpstream();
  upstream.script({ headers: { 'content-type': 'application/json' }, steps: ['hang'] });
  const load = { running: 0 };
  const proxy = await startProxyUnderTest(upstream.url, { load });
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hello' }] });
  const head = (line: string, length: number): string =>
    [
      line,
      'host: a',
      `x-compliantchatgpt-key: ${proxy.key}`,
      'x-openai-key: sk-test',
      'content-type: application/json',
      `content-length: ${length}`,
      '',
      '',
    ].join('\r\n');
  const { socket, closed } = client(connectPlain(proxy.port, '127.0.0.1'));
  socket.write(head('POST /v1/chat/completions HTTP/1.1', body.length) + body + head('GET /v1/usage HTTP/1.1', 0).repeat(5));
  await eventually(() => load.running === 6);
  if (how === 'it is reset') socket.resetAndDestroy();
  else socket.destroy();
  await closed;
  await eventually(() => load.running === 0);
  await eventually(() => proxy.records.length === 6);
  await proxy.close();
  await upstream.close();
});
