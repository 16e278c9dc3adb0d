import { post } from '../support/call';
import { completion, echo, IDENTITY } from '../support/chat-wire';
import { jsonReply } from '../support/fake-upstream';
import { useProxy } from '../support/use-proxy';
import { startWholeProxy } from '../support/whole-proxy';

const PATH = '/pro;rev=2/deployments/bastionapi/chat/completions';
const PROMPT = 'Patient John Doe has complained about recurring headaches for the past two weeks.';
const MESSAGES = [{ role: 'user', content: PROMPT }];

const { upstream, proxy } = useProxy((url) => startWholeProxy(url, { flags: { openaiKey: 'sk-server' } }), { reply: echo() });

const call = (body: unknown, headers: Record<string, string> = {}, query = '') =>
  post(`${proxy.url}${PATH}${query}`, { Key: proxy.key, ...headers }, body);

test.each([
  ['no version', {}, ''],
  ['the version in the header', { 'API-Version': '202403' }, ''],
  ['the version in the query', {}, '?API-Version=202403'],
  ['the version in the query, in another case', {}, '?api-version=202403'],
  ['the version in both', { 'api-version': '202403' }, '?API-Version=202403'],
])('%s: the same reply as the newer API', async (_what, headers, query) => {
  const { status, text } = await call({ messages: MESSAGES }, headers, query);
  expect(status).toBe(200);
  expect(text).toBe(
    `{"id":"${IDENTITY.id}","created":${IDENTITY.created},"model":"bastiongpt","choices":[{"finish_reason":"stop","message":{"content":"${PROMPT}"}}],"usage":{"prompt_tokens":9,"completion_tokens":9,"total_tokens":18},"environment":"production"}`,
  );
  expect(JSON.stringify(upstream.requests)).not.toContain('Doe');
});

test.each([
  ['a later version', { 'API-Version': '202404' }, '', 'unsupported_api_version', 'API-Version'],
  ['no date', { 'API-Version': '2024-03' }, '', 'unsupported_api_version', 'API-Version'],
  ['a later version in the query', {}, '?API-Version=202501', 'unsupported_api_version', 'API-Version'],
  ['an empty version in the query', {}, '?API-Version=', 'unsupported_api_version', 'API-Version'],
  ['two versions that differ', { 'API-Version': '202403' }, '?API-Version=202404', 'unsupported_api_version', 'API-Version'],
  ['another parameter in the query', {}, '?name=John', 'invalid_value', 'query'],
] as const)('400: %s', async (_what, headers, query, code, target) => {
  const { status, json } = await call({ messages: MESSAGES }, { ...headers }, query);
  expect({ status, json }).toEqual({ status: 400, json: { error: { code, message: expect.any(String), target } } });
  expect(upstream.requests).toEqual([]);
});

test('no streams', async () => {
  const { status, json } = await call({ messages: MESSAGES, stream: true });
  expect({ status, json }).toMatchObject({ status: 400, json: { error: { code: 'streaming_not_supported', target: 'stream' } } });
  expect(upstream.requests).toEqual([]);
  expect((await call({ messages: MESSAGES, stream: false })).status).toBe(200);
});

test('7,850 tokens are read, 7,851 are refused', async () => {
  // Each of these words is one token, with the space before it.
  const words = (count: number): string => `the${' the'.repeat(count - 1)}`;
  upstream.script(jsonReply(completion('ok')));
  expect((await call({ Content: words(7850) })).status).toBe(200);
  expect(upstream.requests).toHaveLength(1);
  const { status, json } = await call({ Content: words(7851) });
  expect({ status, json }).toMatchObject({
    status: 400,
    json: { error: { code: 'context_length_exceeded', target: 'messages' } },
  });
  expect(upstream.requests).toHaveLength(1);
});

test.each([
  [{}, 401, 'missing_proxy_key'],
  [{ Key: 'B'.repeat(32) }, 401, 'invalid_proxy_key'],
])('keys: %j', async (headers, status, code) => {
  const answer = await post(`${proxy.url}${PATH}`, headers as Record<string, string>, { messages: MESSAGES });
  expect(answer).toMatchObject({ status, json: { error: { code, target: null } } });
});

test.each([
  '/pro;rev=1/deployments/bastionapi/chat/completions',
  '/pro/deployments/bastionapi/chat/completions',
  '/pro;rev=2/deployments/other/chat/completions',
  '/pro%3Brev=2/deployments/bastionapi/chat/completions',
])('no such path: %s', async (path) => {
  expect((await post(`${proxy.url}${path}`, { Key: proxy.key }, { messages: MESSAGES })).status).toBe(404);
});

test('bad input is refused as by the newer API', async () => {
  expect(await call({ temperature: 2, messages: MESSAGES })).toMatchObject({
    status: 400,
    json: { error: { code: 'invalid_value' } },
  });
  expect(await call({ CONTENT: PROMPT, USER: 'a' })).toMatchObject({ status: 200 });
});
