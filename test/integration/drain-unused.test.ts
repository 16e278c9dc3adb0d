import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { startServer } from '../../src/http/server';
import { readKeyPair } from '../../src/http/tls/key-pair';
import { eventually } from '../support/proxy-under-test';
import { certificateFolder } from '../support/test-certificate';

const certificates = certificateFolder();
afterAll(certificates.remove);
const pair = readKeyPair(certificates.make('drained'));

const LONG_MS = 60_000;

/** Starts a server, lets a client connect, and gives the time in milliseconds that the server then takes to close. */
async function timeToClose(withTls: boolean, useConnection: (port: number) => Promise<Socket>): Promise<number> {
  const options = { host: '127.0.0.1', port: 0 };
  const server = await startServer((_request, response) => response.end('ok'), options, withTls ? pair : undefined);
  const socket = await useConnection(server.port);
  socket.on('error', () => undefined);
  // The server may hear of a connection later than the client.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const started = performance.now();
  await server.close(LONG_MS);
  socket.destroy();
  return performance.now() - started;
}

async function silent(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

async function silentAfterHandshake(port: number): Promise<Socket> {
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  return socket;
}

async function halfRequest(port: number): Promise<Socket> {
  const socket = await silent(port);
  socket.write('POST / HTTP/1.1\r\nhost: a');
  return socket;
}

test.each([
  ['plain, nothing sent', false, silent],
  ['plain, half of the headers sent', false, halfRequest],
  ['TLS, no handshake', true, silent],
  ['TLS, nothing sent', true, silentAfterHandshake],
] as const)('a connection without a request does not hold up the end: %s', async (_name, withTls, useConnection) => {
  expect(await timeToClose(withTls, useConnection)).toBeLessThan(5000);
});

test.each([
  ['just connected', async (port: number) => connect(port, '127.0.0.1')],
  ['been taken', silent],
])(
  'a request that came before the end, on a connection that had %s, is answered though nobody had looked at it yet',
  async (_state, join) => {
    const server = await startServer((_request, response) => response.end('whole'), { host: '127.0.0.1', port: 0 });
    const socket = await join(server.port);
    let answer = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      answer += part;
    });
    const left = once(socket, 'close');
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    const closed = server.close(LONG_MS);
    // A text is read here meanwhile.
    const until = performance.now() + 600;
    while (performance.now() < until);
    await closed;
    await left;
    expect(answer).toMatch(/connection: close[\s\S]*whole/i);
  },
);

test('all who wait to be taken are taken, one after the other', async () => {
  const server = await startServer((_request, response) => response.end('whole'), { host: '127.0.0.1', port: 0 });
  const sockets = Array.from({ length: 20 }, () => connect(server.port, '127.0.0.1'));
  for (const socket of sockets) socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
  const got = sockets.map(async (socket) => String((await once(socket, 'data'))[0]));
  await server.close(LONG_MS);
  for (const answer of await Promise.all(got)) expect(answer).toContain('whole');
});

test('a request that has begun is answered, also over TLS', async () => {
  let finish: (() => void) | undefined;
  const server = await startServer(
    (_request, response) => {
      finish = () => void response.end('whole');
    },
    { host: '127.0.0.1', port: 0 },
    pair,
  );
  const socket = connectTls({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false });
  let answer = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    answer += part;
  });
  socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await eventually(() => finish !== undefined);
  const closed = Promise.all([server.close(LONG_MS), once(socket, 'close')]);
  finish?.();
  await closed;
  expect(answer).toContain('whole');
});

test('a request that comes behind one that is being answered is told to leave the connection', async () => {
  let finish = (): void => undefined;
  let hasSecond = false;
  const server = await startServer(
    ({ url }, response) => {
      if (url === '/second') {
        hasSecond = true;
        response.end('second');
      } else {
        response.write('first');
        finish = () => void response.end();
      }
    },
    { host: '127.0.0.1', port: 0 },
  );
  const socket = await silent(server.port);
  let answer = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    answer += part;
  });
  socket.write('GET /first HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await eventually(() => answer.includes('first'));
  const closed = Promise.all([server.close(LONG_MS), once(socket, 'close')]);
  socket.write('GET /second HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await eventually(() => hasSecond);
  finish();
  await closed;
  expect(answer.match(/^connection: .*$/gim)).toEqual(['Connection: keep-alive', 'Connection: close']);
  expect(answer).toContain('second');
});
