import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../src/dialects/json';
import { PhiProxyError } from '../../src/errors';
import { jsonReply, streamReply } from '../support/fake-upstream';
import { eventually, startProxyUnderTest } from '../support/proxy-under-test';
import { PATIENT, standInSession, TOKEN } from '../support/stand-in-session';
import { useProxy } from '../support/use-proxy';

const CHAT = { model: 'gpt-4o', messages: [{ role: 'user', content: `I am ${PATIENT}` }] };
const COMPLETION = {
  id: 'c1',
  choices: [{ index: 0, message: { role: 'assistant', content: `Hello ${TOKEN}` }, finish_reason: 'stop' }],
};

const { upstream, proxy } = useProxy(startProxyUnderTest, { reply: jsonReply(COMPLETION), isFresh: true });

const errorOf = async (response: Response) => ((await response.json()) as { error: Record<string, unknown> }).error;

test('the round trip: tokens upstream, the name back, content on top', async () => {
  upstream.script(
    jsonReply(COMPLETION, 200, { 'x-request-id': 'req_9', 'x-ratelimit-remaining-requests': '7', 'set-cookie': 'a=b' }),
  );
  const response = await proxy.chat(CHAT);
  const body = (await response.json()) as Record<string, unknown>;
  expect(body).toMatchObject({ id: 'c1', content: `Hello ${PATIENT}`, choices: [{ message: { content: `Hello ${PATIENT}` } }] });
  expect(upstream.requests[0]?.body).toContain(`I am ${TOKEN}`);
  expect(JSON.stringify(upstream.requests)).not.toContain('Canary');
  expect(Object.fromEntries(response.headers)).toMatchObject({ 'x-request-id': 'req_9', 'x-ratelimit-remaining-requests': '7' });
  expect(response.headers.get('set-cookie')).toBeNull();
  expect(response.headers.get('x-powered-by')).toBeNull();
  // It would be a hash of what the reply holds.
  expect(response.headers.get('etag')).toBeNull();
});

test('one log line a request: numbers and names of ours only', async () => {
  await (await proxy.chat(CHAT)).text();
  await eventually(() => proxy.lines.length === 1);
  expect(JSON.parse(proxy.lines[0] ?? '')).toEqual({
    level: 30,
    time: expect.any(String),
    msg: 'request',
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    method: 'POST',
    route: '/v1/chat/completions',
    status: 200,
    keyLabel: 'test-app',
    policy: 'safe-harbor',
    rulesSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    streaming: false,
    durationMs: expect.any(Number),
    deidentifyMs: expect.any(Number),
    upstreamMs: expect.any(Number),
    upstreamStatus: 200,
    entities: { NAME: 1 },
    tokensIssued: 1,
    tokensRestored: expect.any(Number),
    tokensUnknown: 0,
    tokensWithheld: 0,
  });
});

test('a compressed body and exact numbers pass', async () => {
  const text = JSON.stringify(CHAT).replace(/}$/, ',"seed":9223372036854775807}');
  const response = await fetch(`${proxy.url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'x-compliantchatgpt-key': proxy.key,
      'x-openai-key': 'sk',
    },
    body: gzipSync(text),
  });
  expect(response.status).toBe(200);
  expect(upstream.requests[0]?.body).toContain('"seed":9223372036854775807');
});

test.each([
  ['no JSON', '{', 400, 'invalid_json'],
  ['no object', '[1]', 400, 'invalid_body'],
  ['duplicate key', '{"messages":[1],"messages":[2]}', 400, 'duplicate_key'],
  ['too large', JSON.stringify({ messages: 'x'.repeat(100_001) }), 413, 'request_too_large'],
])('refuses a body: %s', async (_what, body, status, code) => {
  const response = await proxy.chat(body);
  expect([response.status, (await errorOf(response))['code']]).toEqual([status, code]);
  expect(upstream.requests).toEqual([]);
});

test('headers: only listed ones go upstream, wrong shapes of choosing headers are refused', async () => {
  const uuid = '0b6e3f0e-1111-4222-8333-444455556666';
  await proxy.chat(CHAT, {
    headers: {
      cookie: PATIENT,
      'x-codex-turn-metadata': PATIENT,
      'openai-project': 'proj_1',
      'idempotency-key': uuid,
      'x-client-request-id': PATIENT,
    },
  });
  expect(upstream.requests[0]?.headers).toMatchObject({ 'openai-project': 'proj_1', 'idempotency-key': uuid });
  expect(JSON.stringify(upstream.requests)).not.toContain('Canary');
  expect((await proxy.chat(CHAT, { headers: { 'openai-organization': '' } })).status).toBe(200);
  expect(upstream.requests.at(-1)?.headers).not.toHaveProperty('openai-organization');
  const refused = await proxy.chat(CHAT, { headers: { 'openai-organization': PATIENT } });
  expect([refused.status, (await errorOf(refused))['param']]).toEqual([400, 'openai-organization']);
});

test('a failing engine means no upstream call', async () => {
  const failing = await startProxyUnderTest(upstream.url, {
    deidentify: () => Promise.reject(new PhiProxyError('deidentification_timeout')),
  });
  const response = await failing.chat(CHAT);
  expect([response.status, response.headers.get('retry-after'), (await errorOf(response))['code']]).toEqual([
    503,
    '1',
    'deidentification_timeout',
  ]);
  expect(upstream.requests).toEqual([]);
  await failing.close();
});

const named = (text: string, headers: Record<string, string>) => ({ status: 400, headers, steps: [text] });
const plainText = (text: string) => named(text, { 'content-type': 'text/plain' });

describe('upstream errors', () => {
  const upstreamError = {
    message: `Bad value '${TOKEN}'`,
    type: 'invalid_request_error',
    param: 'messages[0].content',
    code: 'invalid_value',
  };

  test.each([400, 403, 404, 500, 503])('%i keeps its status; the message is restored', async (status) => {
    upstream.script(jsonReply({ error: { ...upstreamError, cause: { x: 1 } }, trace: 'x' }, status));
    const response = await proxy.chat(CHAT);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: { ...upstreamError, message: `Bad value '${PATIENT}'` } });
  });

  test('401 is about the OpenAI key, so it becomes 400', async () => {
    upstream.script(jsonReply({ error: { message: 'Incorrect API key provided: sk-test' } }, 401));
    const response = await proxy.chat(CHAT);
    expect([response.status, await errorOf(response)]).toEqual([400, expect.objectContaining({ code: 'invalid_openai_key' })]);
  });

  test.each([
    [{}, '1'],
    [{ 'retry-after': '7' }, '7'],
  ])('429 says when to come back', async (headers, expected) => {
    upstream.script(jsonReply({ error: { ...upstreamError, code: 'rate_limit_exceeded' } }, 429, headers));
    const response = await proxy.chat(CHAT);
    expect([response.status, response.headers.get('retry-after'), (await errorOf(response))['code']]).toEqual([
      429,
      expected,
      'rate_limit_exceeded',
    ]);
  });

  test.each([
    ['HTML', { status: 503, headers: { 'content-type': 'text/html' }, steps: [`<h1>${TOKEN}</h1>`] }, 503, 'upstream_error'],
    ['an encoding that nobody asked for', jsonReply('x', 429, { 'content-encoding': 'gzip' }), 429, 'upstream_error'],
    ['broken JSON', jsonReply('{', 500), 500, 'upstream_error'],
    ['no message', jsonReply({ error: {} }, 500), 500, 'upstream_error'],
    ['long code', jsonReply({ error: { message: 'm', code: 'x y' } }, 500), 500, null],
    ['number as code', jsonReply({ error: { message: 'm', code: 17 } }, 500), 500, '17'],
    ['an error of status 200', jsonReply({ error: { message: 'm', code: 429 } }), 429, '429'],
    ['a refused key of status 200', jsonReply({ error: { message: 'm', code: 401 } }), 400, 'invalid_openai_key'],
    ['a list with an error', jsonReply([{ error: { message: 'm', code: 400 } }], 400), 400, '400'],
    ['JSON as plain text', plainText('{"error":{"message":"m","code":"x"}}'), 400, 'x'],
    ['JSON as HTML', named('{"error":{"message":"m","code":"x"}}', { 'content-type': 'text/html' }), 400, 'x'],
    ['JSON by no name', named('{"error":{"message":"m","code":"x"}}', {}), 400, 'x'],
    ['text by no name', named('no healthy upstream', {}), 400, 'upstream_error'],
    ['plain text', plainText('no healthy upstream'), 400, null],
    ['redirect', { status: 302, headers: { location: 'http://127.0.0.1:9/' }, steps: [] }, 502, 'upstream_invalid_response'],
    ['JSON that is none', jsonReply('{"a"'), 502, 'upstream_invalid_response'],
    ['JSON that is no object', jsonReply('[]'), 502, 'upstream_invalid_response'],
    ['too long', jsonReply({ a: 'x'.repeat(100_001) }), 502, 'upstream_invalid_response'],
    ['a stream that nobody asked for', streamReply('data: {}\n\n'), 502, 'upstream_invalid_response'],
    [
      'broken off',
      { headers: { 'content-type': 'application/json' }, steps: ['{', { delayMs: 20 }, 'break' as const] },
      502,
      'upstream_stream_interrupted',
    ],
  ])('reply: %s', async (_what, reply, status, code) => {
    upstream.script(reply);
    const response = await proxy.chat(CHAT);
    expect([response.status, (await errorOf(response))['code']]).toEqual([status, code]);
  });

  test.each([
    ['a refused key', jsonReply({ error: { message: 'm' } }, 401, { 'x-request-id': 'req_9' })],
    ['a reply that cannot be read', jsonReply('{"a"', 200, { 'x-request-id': 'req_9' })],
  ])('the id by which OpenAI finds the request stays, also of %s', async (_what, reply) => {
    upstream.script(reply);
    const response = await proxy.chat(CHAT);
    expect([response.status >= 400, response.headers.get('x-request-id')]).toEqual([true, 'req_9']);
  });

  test('reply: silent', async () => {
    upstream.script({ headers: { 'content-type': 'application/json' }, steps: ['{', 'hang'] });
    const hasty = await startProxyUnderTest(upstream.url, { replyLimits: { maxBytes: 1000, idleMs: 100, totalMs: 60_000 } });
    const response = await hasty.chat(CHAT);
    expect([response.status, (await errorOf(response))['code']]).toEqual([504, 'upstream_timeout']);
    await hasty.close();
  });

  test('no upstream', async () => {
    const alone = await startProxyUnderTest('http://127.0.0.1:9/v1');
    const response = await alone.chat(CHAT);
    expect([response.status, (await errorOf(response))['code']]).toEqual([502, 'upstream_unreachable']);
    await alone.close();
  });
});

test('a client that leaves cancels upstream', async () => {
  upstream.script({ headers: { 'content-type': 'application/json' }, steps: ['{', 'hang'] });
  const controller = new AbortController();
  const answer = proxy.chat(CHAT, { signal: controller.signal });
  await eventually(() => upstream.requests.length === 1);
  controller.abort();
  await expect(answer).rejects.toThrow();
  await eventually(() => upstream.abandoned === 1 && proxy.records.length === 1);
  expect(proxy.records[0]).toMatchObject({ status: 499, aborted: true });
});

/** Detection that goes on when it is told to. */
function holdDetection() {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const deidentify = jest.fn((body: JsonObject) => held.then(() => standInSession(body)));
  return { release: () => release(), deidentify };
}

test('a client that leaves during detection causes no upstream call', async () => {
  const { release, deidentify } = holdDetection();
  const slow = await startProxyUnderTest(upstream.url, { deidentify });
  const controller = new AbortController();
  const answer = slow.chat(CHAT, { signal: controller.signal });
  const failure = expect(answer).rejects.toThrow();
  await eventually(() => deidentify.mock.calls.length === 1);
  controller.abort();
  await failure;
  await eventually(() => slow.records.length === 1);
  release();
  // A call of this one would have arrived before that of a later one.
  expect((await slow.chat(CHAT)).status).toBe(200);
  expect(upstream.requests).toHaveLength(1);
  await slow.close();
});

test('more requests than allowed at once are answered 503, and the count falls again', async () => {
  const load = { running: 0 };
  const { release, deidentify } = holdDetection();
  const small = await startProxyUnderTest(upstream.url, { maxConcurrency: 1, load, deidentify });
  const first = small.chat(CHAT);
  await eventually(() => load.running === 1);
  const second = await small.chat(CHAT);
  expect([second.status, second.headers.get('retry-after'), (await errorOf(second))['code']]).toEqual([503, '1', 'overloaded']);
  // All APIs together.
  const other = await fetch(`${small.url}/v1/ChatCompletion`, { method: 'POST', headers: { Key: small.key }, body: '{}' });
  expect(other.status).toBe(503);
  release();
  expect((await first).status).toBe(200);
  await (await first).text();
  await eventually(() => small.records.length === 3);
  expect((await small.chat(CHAT)).status).toBe(200);
  await eventually(() => load.running === 0);
  await small.close();
});

test('closing lets running requests finish and cuts off what takes too long', async () => {
  upstream.script({ headers: { 'content-type': 'application/json' }, steps: [{ delayMs: 100 }, JSON.stringify(COMPLETION)] });
  const other = await startProxyUnderTest(upstream.url);
  const answer = other.chat(CHAT);
  await eventually(() => upstream.requests.length === 1);
  const closed = other.close(60_000);
  expect((await answer).status).toBe(200);
  await closed;
  upstream.script({ headers: { 'content-type': 'application/json' }, steps: ['{', 'hang'] });
  const cut = proxy.chat(CHAT);
  const failure = expect(cut).rejects.toThrow();
  await eventually(() => upstream.requests.length === 2);
  await proxy.close(20);
  await failure;
});
