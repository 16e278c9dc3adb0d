import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { inspect } from 'node:util';
import { PhiProxyError } from '../../../src/errors';
import { createUpstreamClient, type UpstreamRequest } from '../../../src/upstream/client';
import { readReplyItems, readReplyText } from '../../../src/upstream/read-reply';
import { type FakeUpstream, jsonReply, startFakeUpstream, streamReply } from '../../support/fake-upstream';
import { eventually } from '../../support/proxy-under-test';

const CANARY = 'Canary Patientname';
let fake: FakeUpstream;
beforeEach(async () => {
  fake = await startFakeUpstream();
});
afterEach(() => fake.close());

const request = (extra: Partial<UpstreamRequest> = {}): UpstreamRequest => ({
  method: 'POST',
  path: '/chat/completions',
  body: `{ "content": "${CANARY}" }`,
  openaiKey: 'sk-canary',
  headers: { 'openai-organization': 'org-1' },
  streaming: false,
  signal: new AbortController().signal,
  ...extra,
});

const UPGRADE = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n';
/** Longer than any machine stands still. */
const PATIENT_MS = 60_000;
const limits = { maxBytes: 1000, idleMs: PATIENT_MS, totalMs: PATIENT_MS };
/** What `jest.useFakeTimers` leaves alone, so that it takes `setTimeout` alone. */
const NOT_TIMERS = [
  ...(['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask'] as const),
  ...(['setImmediate', 'clearImmediate', 'setInterval', 'clearInterval'] as const),
];
const connect = (timeoutMs = PATIENT_MS) => createUpstreamClient({ upstreamUrl: fake.url, upstreamTimeoutMs: timeoutMs });

async function failureOf(run: () => Promise<unknown>): Promise<PhiProxyError> {
  const error = await run().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PhiProxyError)) throw new Error(`no PhiProxyError but ${String(error)}`);
  return error;
}

test('sends the bytes as they are, with its own headers only', async () => {
  fake.script(jsonReply({ ok: true }, 200, { 'x-request-id': 'req_1', 'set-cookie': 'a=b', 'x-other': '1' }));
  const reply = await connect().send(request());
  expect(reply).toMatchObject({ status: 200, contentType: 'json', headers: { 'x-request-id': 'req_1' } });
  expect(Object.keys(reply.headers)).toEqual(['x-request-id']);
  expect(await readReplyText(reply.body, limits)).toBe('{"ok":true}');
  const [seen] = fake.requests;
  expect(seen).toMatchObject({ method: 'POST', path: '/v1/chat/completions', body: `{ "content": "${CANARY}" }` });
  expect(seen?.headers).toMatchObject({
    authorization: 'Bearer sk-canary',
    'accept-encoding': 'identity',
    accept: 'application/json',
  });
  expect(Object.keys(seen?.headers ?? {}).sort()).toEqual([
    'accept',
    'accept-encoding',
    'authorization',
    'connection',
    'content-length',
    'content-type',
    'host',
    'openai-organization',
    'user-agent',
  ]);
});

test.each([99, 600, 999])('a status that HTTP does not know (%s) is no reply', async (status) => {
  const head = `HTTP/1.1 ${String(status).padStart(3, '0')} Odd\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`;
  const odd = createServer((socket) => void socket.on('error', () => undefined).once('data', () => socket.end(head)));
  await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve));
  const { port } = odd.address() as AddressInfo;
  const client = createUpstreamClient({ upstreamUrl: `http://127.0.0.1:${port}`, upstreamTimeoutMs: 5000 });
  expect((await failureOf(() => client.send(request()))).code).toBe('upstream_invalid_response');
  client.close();
  odd.close();
});

test('any status is a reply', async () => {
  fake.script(jsonReply({ error: {} }, 500));
  expect((await connect().send(request({ method: 'GET' }))).status).toBe(500);
});

test.each([
  ['redirects', { status: 307, headers: { location: 'http://127.0.0.1:9/' }, steps: [] }],
  ['encodings that were not asked for', jsonReply('x', 200, { 'content-encoding': 'gzip' })],
])('refuses %s', async (_what, reply) => {
  fake.script(reply);
  expect((await failureOf(() => connect().send(request()))).code).toBe('upstream_invalid_response');
  expect(fake.requests).toHaveLength(1);
});

test.each(['identity', 'Identity', ''])('a reply whose encoding is called "%s" is not encoded', async (encoding) => {
  fake.script(jsonReply({}, 200, { 'content-encoding': encoding }));
  expect((await connect().send(request())).contentType).toBe('json');
});

test('silence within a body is a time-out', async () => {
  fake.script({ headers: { 'content-type': 'application/json' }, steps: ['{', 'hang'] });
  const body = await connect().send(request());
  expect((await failureOf(() => readReplyText(body.body, { ...limits, idleMs: 50 }))).code).toBe('upstream_timeout');
});

test('a reply that breaks off is interrupted, one that is too long is invalid', async () => {
  fake.script({ steps: ['{"a":', { delayMs: 20 }, 'break'] }, jsonReply('x'.repeat(1001)));
  const broken = await connect().send(request());
  expect((await failureOf(() => readReplyText(broken.body, limits))).code).toBe('upstream_stream_interrupted');
  const long = await connect().send(request());
  expect((await failureOf(() => readReplyText(long.body, limits))).code).toBe('upstream_invalid_response');
});

test('the time allowed is for the headers; a body may take longer', async () => {
  fake.script(streamReply('data: 1\n\n', 'data: 2\n\n'));
  // Timers alone stand still: connections are as real as ever.
  jest.useFakeTimers({ doNotFake: NOT_TIMERS });
  try {
    const reply = await connect(150).send(request());
    jest.advanceTimersByTime(1000);
    const items: unknown[] = [];
    for await (const item of readReplyItems(reply.body, limits)) items.push(item);
    expect(items).toHaveLength(2);
  } finally {
    jest.useRealTimers();
  }
});

test('a proxy of the environment is not used', async () => {
  const { env } = process;
  process.env = { ...env, http_proxy: 'http://127.0.0.1:9', no_proxy: '', NO_PROXY: '' };
  try {
    fake.script(jsonReply({ ok: true }));
    expect((await connect().send(request())).status).toBe(200);
  } finally {
    process.env = env;
  }
});

test('types of contents are the same in any case', async () => {
  fake.script({ headers: { 'content-type': 'Text/Event-Stream; charset=UTF-8' }, steps: ['data: 1\n\n'] });
  expect((await connect().send(request())).contentType).toBe('events');
});

test('an abort while the headers are waited for ends the wait', async () => {
  const target = await startServerSaying('');
  const upstream = createUpstreamClient({ upstreamUrl: target.url, upstreamTimeoutMs: 60_000 });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  await failureOf(() => upstream.send(request({ signal: controller.signal })));
  await failureOf(() => upstream.send(request({ signal: controller.signal })));
  upstream.close();
  target.close();
});

test('an abort closes the connection', async () => {
  fake.script(streamReply('data: 1\n\n', 'hang'));
  const controller = new AbortController();
  const reply = await connect().send(request({ signal: controller.signal }));
  // Longer than the test may take: it is the abort that ends the wait.
  const items = readReplyItems(reply.body, { ...limits, idleMs: 60_000 });
  await items.next();
  controller.abort();
  await failureOf(() => items.next());
  await eventually(() => fake.abandoned === 1);
});

describe('upstream-error-privacy', () => {
  test.each([
    ['refused connection', async () => ({ url: 'http://127.0.0.1:9/v1', close: () => {} }), 'upstream_unreachable'],
    ['silence', () => startServerSaying(''), 'upstream_timeout'],
    ['no HTTP', () => startServerSaying('hello\r\n\r\n'), 'upstream_invalid_response'],
    ['an upgrade that nobody asked for', () => startServerSaying(UPGRADE), 'upstream_timeout'],
  ] as const)('%s: the error holds neither body nor key nor cause', async (_what, start, code) => {
    const target = await start();
    const upstreamTimeoutMs = code === 'upstream_timeout' ? 50 : PATIENT_MS;
    const upstream = createUpstreamClient({ upstreamUrl: target.url, upstreamTimeoutMs });
    const error = await failureOf(() => upstream.send(request()));
    upstream.close();
    target.close();
    expect(error.code).toBe(code);
    expect(error.cause).toBeUndefined();
    expect(`${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}${error.stack}`).not.toMatch(/canary/i);
  });
});

test('connections that are kept end when the client is closed', async () => {
  let kept = 0;
  const server = createHttpServer((_request, response) => response.end('{}')).on('connection', (socket) => {
    kept += 1;
    socket.once('close', () => {
      kept -= 1;
    });
  });
  // Longer than the test.
  server.keepAliveTimeout = 300_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const upstream = createUpstreamClient({
    upstreamUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    upstreamTimeoutMs: PATIENT_MS,
  });
  try {
    await readReplyText((await upstream.send(request())).body, limits);
    expect(kept).toBe(1);
    upstream.close();
    await eventually(() => kept === 0);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

/** Accepts connections and answers whatever comes with one text. */
async function startServerSaying(answer: string): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((socket) => socket.on('error', () => {}).on('data', () => socket.write(answer)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}
