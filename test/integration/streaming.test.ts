import OpenAI from 'openai';
import { cutBytes, type ReplyStep, streamReply } from '../support/fake-upstream';
import { eventually, startProxyUnderTest } from '../support/proxy-under-test';
import { withoutReceipt } from '../support/receipt';
import { PATIENT, standInSession, TOKEN } from '../support/stand-in-session';
import { useProxy } from '../support/use-proxy';

const CHAT = { model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: `I am ${PATIENT}` }] };

const chunk = (content: string, finish: string | null = null, index = 0): string =>
  JSON.stringify({ id: 'c1', choices: [{ index, delta: { content }, finish_reason: finish }] });
const frame = (data: string): string => `data: ${data}\n\n`;

const { upstream, proxy } = useProxy(startProxyUnderTest, { isFresh: true });

async function streamOf(...steps: readonly ReplyStep[]): Promise<string> {
  upstream.script(streamReply(...steps));
  return withoutReceipt(await (await proxy.chat(CHAT)).text());
}

const errorFrame = (code: string): RegExp => new RegExp(`data: \\{"error":\\{[^\\n]*"code":"${code}"\\}\\}\\n\\n$`);

test('chunk for chunk, restored, with the headers of a stream, [DONE] last', async () => {
  upstream.script(streamReply(frame(chunk(`Dear ${TOKEN}`)), ': ping\n\n', frame(chunk('', 'stop')), frame('[DONE]')));
  const response = await proxy.chat(CHAT);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  expect(withoutReceipt(await response.text())).toBe(
    [frame(chunk(`Dear ${PATIENT}`)), ': keep-alive\n\n', frame(chunk('', 'stop')), frame('[DONE]')].join(''),
  );
  expect(upstream.requests[0]?.headers.accept).toBe('text/event-stream');
  await eventually(() => proxy.records.length === 1);
  expect(proxy.records[0]).toMatchObject({ status: 200, streaming: true, tokensRestored: 1 });
  expect(proxy.records[0]).not.toHaveProperty('code');
});

test('any split of the bytes and any line ending give the same stream', async () => {
  const text = frame(chunk(`Zoë 😀 ${TOKEN}`)) + frame(chunk('', 'stop')) + frame('[DONE]');
  const expected = await streamOf(text);
  expect(expected).toContain(PATIENT);
  for (const size of [1, 2, 3, 7]) expect(await streamOf(...cutBytes(text, size))).toBe(expected);
  expect(await streamOf(text.replaceAll('\n', '\r\n'))).toBe(expected);
  expect(await streamOf(text.replaceAll('data: ', 'data:').trimEnd())).toBe(expected);
  expect(await streamOf(text.replace('[DONE]', '[DONE] '))).toBe(expected);
});

test('an event without data is a sign of life, unless it is an error', async () => {
  const whole = frame(chunk('a', 'stop')) + frame('[DONE]');
  expect(await streamOf(`data:\n\n${whole}`)).toBe(`: keep-alive\n\n${whole}`);
  expect(await streamOf(`event: error\ndata:\n\n${whole}`)).toMatch(errorFrame('upstream_invalid_response'));
});

test('the connection to upstream is used again after a whole stream', async () => {
  const isUsedAgain = (): boolean => new Set(upstream.requests.map(({ port }) => port)).size < upstream.requests.length;
  // On a busy machine a stream may have reached the client before its connection is free.
  for (let round = 0; round < 50 && !isUsedAgain(); round += 1) {
    await streamOf(frame(chunk('a', 'stop')), frame('[DONE]'));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(isUsedAgain()).toBe(true);
});

test('events arrive as they are sent, not at the end', async () => {
  upstream.script(streamReply(frame(chunk('first')), 'hang'));
  const response = await proxy.chat(CHAT);
  const reader = response.body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? '').toString()).toBe(frame(chunk('first')));
  await reader?.cancel();
  await eventually(() => upstream.abandoned === 1);
});

test('the log tells what a stream has restored before the client gave it up', async () => {
  upstream.script(streamReply(frame(chunk(`Dear ${TOKEN}, `)), 'hang'));
  const reader = (await proxy.chat(CHAT)).body?.getReader();
  await reader?.read();
  await reader?.cancel();
  await eventually(() => proxy.records.length === 1);
  expect(proxy.records[0]).toMatchObject({ status: 200, aborted: true, tokensRestored: 1 });
});

test.each([
  ['ends before any event', [], 'upstream_stream_interrupted'],
  ['ends without finish_reason and [DONE]', [frame(chunk('a'))], 'upstream_stream_interrupted'],
  ['ends with one of two choices unfinished', [frame(chunk('a')), frame(chunk('b', 'stop', 1))], 'upstream_stream_interrupted'],
  ['has finished but not said so', [frame(chunk('a', 'stop'))], 'upstream_stream_interrupted'],
  ['says it has finished while a choice has not', [frame(chunk('a')), frame('[DONE]')], 'upstream_stream_interrupted'],
  ['breaks off', [frame(chunk('a')), { delayMs: 20 }, 'break' as const], 'upstream_stream_interrupted'],
  ['is no JSON', [frame(chunk('a')), frame('{"a"'), frame('[DONE]')], 'upstream_invalid_response'],
  ['is no object', [frame('1'), frame('[DONE]')], 'upstream_invalid_response'],
  ['is no UTF-8', [frame(chunk('a')), Buffer.from([0xff])], 'upstream_invalid_response'],
])('an upstream stream that %s ends with an error event and no [DONE]', async (_what, steps, code) => {
  const text = await streamOf(...steps);
  expect(text).toMatch(errorFrame(code));
  expect(text).not.toContain('[DONE]');
  await eventually(() => proxy.records.length === 1);
  expect(proxy.records[0]).toMatchObject({ status: 200, code });
});

test('an upstream stream that falls silent ends with an error event and no [DONE]', async () => {
  const hasty = await startProxyUnderTest(upstream.url, { replyLimits: { maxBytes: 1000, idleMs: 100, totalMs: 60_000 } });
  upstream.script(streamReply(frame(chunk('a')), 'hang'));
  const text = await (await hasty.chat(CHAT)).text();
  expect(text).toMatch(errorFrame('upstream_timeout'));
  expect(text).not.toContain('[DONE]');
  await eventually(() => hasty.records.length === 1);
  expect(hasty.records[0]).toMatchObject({ status: 200, code: 'upstream_timeout' });
  await hasty.close();
});

test.each([
  ['nested', frame(JSON.stringify({ error: { message: `bad ${TOKEN}`, type: 'server_error', param: null, code: 'x' } }))],
  [
    'flat, named',
    `event: error\n${frame(JSON.stringify({ message: `bad ${TOKEN}`, type: 'server_error', param: null, code: 'x' }))}`,
  ],
  ["vLLM's", frame(JSON.stringify({ object: 'error', message: `bad ${TOKEN}`, type: 'server_error', param: null, code: 'x' }))],
  ["Google's", frame(JSON.stringify([{ error: { message: `bad ${TOKEN}`, code: 'x' } }]))],
])('an error event of upstream (%s) is restored and is the last', async (_what, error) => {
  const text = await streamOf(frame(chunk('a')), error, frame('[DONE]'));
  expect(text).toBe(
    frame(chunk('a')) +
      frame(JSON.stringify({ error: { message: `bad ${PATIENT}`, type: 'server_error', param: null, code: 'x' } })),
  );
});

test('an error event of upstream without a message is told in our words', async () => {
  expect(await streamOf(frame(chunk('a')), frame('{"error":{"type":"x"}}'))).toMatch(errorFrame('upstream_error'));
});

test('the headers come before the first event', async () => {
  upstream.script(streamReply('hang'));
  const response = await proxy.chat(CHAT);
  expect(response.status).toBe(200);
  await response.body?.cancel();
});

test('errors before the first byte are plain JSON with a status', async () => {
  upstream.script({ status: 429, headers: { 'content-type': 'application/json' }, steps: ['{"error":{"message":"slow down"}}'] });
  const limited = await proxy.chat(CHAT);
  expect([limited.status, limited.headers.get('content-type')]).toEqual([429, 'application/json; charset=utf-8']);
  upstream.script({ headers: { 'content-type': 'application/json' }, steps: ['{"choices":[]}'] });
  expect((await proxy.chat(CHAT)).status).toBe(502);
});

test('an error instead of a stream, with status 200', async () => {
  upstream.script({
    headers: { 'content-type': 'application/json' },
    steps: [`{"error":{"message":"bad ${TOKEN}","code":404}}`],
  });
  const response = await proxy.chat(CHAT);
  expect([response.status, await response.json()]).toMatchObject([404, { error: { message: `bad ${PATIENT}` } }]);
});

test('a failing restorer ends the stream with an error event', async () => {
  const failing = await startProxyUnderTest(upstream.url, {
    deidentify: async (body) => ({
      ...(await standInSession(body)),
      createStreamReidentifier: () => ({
        pushing: () => {
          throw new RangeError(`Canary ${PATIENT}`);
        },
        flush: () => [],
        complete: false,
      }),
    }),
  });
  upstream.script(streamReply(frame(chunk('a')), frame('[DONE]')));
  const text = await (await failing.chat(CHAT)).text();
  expect(text).toMatch(errorFrame('internal_error'));
  await eventually(() => failing.lines.length === 1);
  expect(JSON.parse(failing.lines[0] ?? '')).toMatchObject({ code: 'internal_error', errorClass: 'RangeError' });
  expect(failing.lines.join('') + text).not.toContain('Canary');
  await failing.close();
});

test('a client that does not read slows upstream down, and gets everything in the end', async () => {
  const fast = await startProxyUnderTest(upstream.url, {
    deidentify: async (body) => ({
      ...(await standInSession(body)),
      createStreamReidentifier: () => ({
        *pushing(part) {
          yield;
          return [part];
        },
        flush: () => [],
        complete: true,
      }),
    }),
  });
  const big = frame(chunk('x'.repeat(100_000)));
  upstream.script(streamReply(...Array.from({ length: 300 }, () => big), frame('[DONE]')));
  const response = await fast.chat(CHAT);
  await untilStill(() => upstream.writes);
  // 30 MB do not fit into the buffers of two loopback connections.
  const written = upstream.writes;
  const text = withoutReceipt(await response.text());
  expect([text.length, text.endsWith(frame('[DONE]'))]).toEqual([300 * big.length + frame('[DONE]').length, true]);
  expect(written).toBeLessThan(300);
  await fast.close();
});

/** Waits until a count has not changed for a second. */
async function untilStill(count: () => number): Promise<void> {
  for (let before = -1; before !== count(); ) {
    before = count();
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

describe("OpenAI's own client", () => {
  const client = (): OpenAI =>
    new OpenAI({
      baseURL: `${proxy.url}/v1`,
      apiKey: 'sk-own',
      maxRetries: 0,
      defaultHeaders: { 'x-compliantchatgpt-key': proxy.key },
    });

  test('reads a whole stream', async () => {
    upstream.script(streamReply(frame(chunk(`Dear ${TOKEN}`)), frame(chunk('', 'stop')), frame('[DONE]')));
    let text = '';
    for await (const part of await client().chat.completions.create({
      ...CHAT,
      stream: true,
    } as never as OpenAI.ChatCompletionCreateParamsStreaming)) {
      text += part.choices[0]?.delta.content ?? '';
    }
    expect(text).toBe(`Dear ${PATIENT}`);
  });

  test('throws when upstream broke off, whatever arrived before', async () => {
    upstream.script(streamReply(frame(chunk('a')), { delayMs: 20 }, 'break'));
    const read = async (): Promise<void> => {
      const stream = await client().chat.completions.create({
        ...CHAT,
        stream: true,
      } as never as OpenAI.ChatCompletionCreateParamsStreaming);
      for await (const _part of stream);
    };
    await expect(read()).rejects.toMatchObject({ code: 'upstream_stream_interrupted' });
  });
});
