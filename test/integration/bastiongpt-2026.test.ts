import { post } from '../support/call';
import { chunksOf, completion, dataOf, echo, frame, IDENTITY, lastUserText, streamOf } from '../support/chat-wire';
import { jsonReply, streamReply } from '../support/fake-upstream';
import { eventually } from '../support/proxy-under-test';
import { useProxy } from '../support/use-proxy';
import { startWholeProxy } from '../support/whole-proxy';

const PROMPT = 'Patient John Doe has complained about recurring headaches for the past two weeks.';
const MESSAGES = [{ role: 'user', content: PROMPT }];

const { upstream, proxy } = useProxy((url) => startWholeProxy(url, { flags: { openaiKey: 'sk-server' } }), { reply: echo() });

const call = (body: unknown, headers: Record<string, string> = { Key: proxy.key }) =>
  post(`${proxy.url}/v1/ChatCompletion`, headers, body);
const forwarded = () => JSON.parse(upstream.requests[0]?.body ?? '{}') as Record<string, unknown>;

test('the reply has exactly the documented fields, with the values back', async () => {
  const { status, text } = await call({ messages: MESSAGES });
  expect(status).toBe(200);
  expect(text).toBe(
    `{"id":"${IDENTITY.id}","created":${IDENTITY.created},"model":"bastiongpt","choices":[{"finish_reason":"stop","message":{"content":"${PROMPT}"}}],"usage":{"prompt_tokens":9,"completion_tokens":9,"total_tokens":18},"environment":"production"}`,
  );
  expect(lastUserText(upstream.requests[0] as never)).toBe(PROMPT.replace('John Doe', '[NAME_1]'));
  expect(JSON.stringify(upstream.requests)).not.toContain('Doe');
});

test('defaults, the server’s model and the server’s OpenAI key', async () => {
  await call({ messages: MESSAGES, model: 'other' });
  expect(forwarded()).toMatchObject({ model: 'gpt-4.1', max_tokens: 1000, temperature: 0.5 });
  expect(upstream.requests[0]?.headers['authorization']).toBe('Bearer sk-server');
  expect(upstream.requests[0]?.path).toBe('/v1/chat/completions');
});

test('the parameter table’s spelling: Content, any case; user hashed, function left here', async () => {
  const { status } = await call({ Content: PROMPT, Max_Tokens: 20, TEMPERATURE: 0, User: 'nurse7', Function: 'general' });
  expect(status).toBe(200);
  expect(forwarded()).toEqual({
    messages: [{ role: 'user', content: PROMPT.replace('John Doe', '[NAME_1]') }],
    max_tokens: 20,
    temperature: 0,
    user: expect.stringMatching(/^id_[0-9a-f]{40}$/),
    model: 'gpt-4.1',
  });
});

test('the newer name of the limit is the same parameter', async () => {
  await call({ messages: MESSAGES, max_completion_tokens: 20 });
  expect(forwarded()).toMatchObject({ max_tokens: 20 });
  expect(forwarded()).not.toHaveProperty('max_completion_tokens');
});

test('names within messages in any case, several roles', async () => {
  await call({ Messages: [{ Role: 'system', Content: 'Be brief.' }, ...MESSAGES] });
  expect(forwarded()['messages']).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: PROMPT.replace('John Doe', '[NAME_1]') },
  ]);
});

test.each([
  ['no key', {}, 401, 'missing_proxy_key'],
  ['an unknown key', { Key: 'A'.repeat(32) }, 401, 'invalid_proxy_key'],
  ['a key that is no key', { Key: 'x y' }, 401, 'invalid_proxy_key'],
])('%s', async (_what, headers, status, code) => {
  const answer = await call({ messages: MESSAGES }, headers as Record<string, string>);
  expect(answer.status).toBe(status);
  expect(answer.json).toEqual({ error: { code, message: expect.any(String), target: null } });
  expect(upstream.requests).toEqual([]);
});

test.each([
  ['Content', { Content: null, messages: MESSAGES }],
  ['messages', { messages: null, Content: PROMPT }],
])('the field that a client does not use may be null: %s', async (_field, body) => {
  expect((await call(body)).status).toBe(200);
});

test('null counts as absent for every parameter', async () => {
  const nulls = { user: null, function: null, stream: null, tools: null, top_p: null, max_tokens: null, temperature: null };
  expect((await call({ ...nulls, max_completion_tokens: 7, messages: MESSAGES })).status).toBe(200);
  expect(forwarded()).toEqual({
    messages: [{ role: 'user', content: PROMPT.replace('John Doe', '[NAME_1]') }],
    max_tokens: 7,
    temperature: 0.5,
    model: 'gpt-4.1',
  });
});

test.each([
  ['no messages', {}, 'missing_required_parameter', 'messages'],
  ['no body', '[]', 'invalid_body', null],
  ['broken JSON', '{"messages":', 'invalid_json', null],
  ['nulls', { messages: null, Content: null }, 'missing_required_parameter', 'messages'],
  ['empty messages', { messages: [] }, 'invalid_value', 'messages'],
  ['messages that are text', { messages: 'Hi' }, 'invalid_value', 'messages'],
  ['a message without content', { messages: [{ role: 'user' }] }, 'missing_required_parameter', 'messages[0].content'],
  ['a message without role', { messages: [{ content: 'Hi' }] }, 'missing_required_parameter', 'messages[0].role'],
  ['Content and messages', { Content: 'Hi', messages: MESSAGES }, 'invalid_value', 'content'],
  ['an empty Content', { Content: ' ' }, 'invalid_value', 'content'],
  ['two spellings of one name', { max_tokens: 5, Max_Tokens: 6, messages: MESSAGES }, 'duplicate_key', null],
  ['temperature above 1', { temperature: 1.01, messages: MESSAGES }, 'invalid_value', 'temperature'],
  ['temperature below 0', { temperature: -0.1, messages: MESSAGES }, 'invalid_value', 'temperature'],
  ['temperature as text', { temperature: '0.5', messages: MESSAGES }, 'invalid_value', 'temperature'],
  ['max_tokens of 0', { max_tokens: 0, messages: MESSAGES }, 'invalid_value', 'max_tokens'],
  ['max_tokens of 1.5', { max_tokens: 1.5, messages: MESSAGES }, 'invalid_value', 'max_tokens'],
  ['max_completion_tokens of 0', { max_completion_tokens: 0, messages: MESSAGES }, 'invalid_value', 'max_completion_tokens'],
  ['a user of 16 characters', { user: 'a'.repeat(16), messages: MESSAGES }, 'invalid_value', 'user'],
  ['a user with a space', { user: 'John Doe', messages: MESSAGES }, 'invalid_value', 'user'],
  ['another function', { function: 'coding', messages: MESSAGES }, 'invalid_value', 'function'],
  ['stream as text', { stream: 'yes', messages: MESSAGES }, 'invalid_value', 'stream'],
  ['tools', { tools: [], messages: MESSAGES }, 'unsupported_feature', 'tools'],
  [
    'an image',
    { messages: [{ role: 'user', content: [{ type: 'image_url' }] }] },
    'unsupported_content_part',
    'messages[0].content[0]',
  ],
])('400 in its own form: %s', async (_what, body, code, target) => {
  const { status, json } = await call(body);
  expect({ status, json }).toEqual({ status: 400, json: { error: { code, message: expect.any(String), target } } });
  expect(upstream.requests).toEqual([]);
});

test('a query string is refused in its own form', async () => {
  const { status, json } = await post(`${proxy.url}/v1/ChatCompletion?name=John`, { Key: proxy.key }, { messages: MESSAGES });
  expect({ status, json }).toMatchObject({ status: 400, json: { error: { code: 'invalid_value', target: 'query' } } });
});

test('the edges of what is allowed', async () => {
  for (const body of [
    { temperature: 0 },
    { temperature: 1 },
    { max_tokens: 1 },
    { user: 'a1'.repeat(7) },
    { user: 'A23456789012345' },
  ])
    expect((await call({ ...body, messages: MESSAGES })).status).toBe(200);
});

test('a reasoning model gets no temperature and its own name of the limit', async () => {
  const other = await startWholeProxy(upstream.url, {
    flags: { openaiKey: 'sk-server', model: 'o3-mini', environment: 'staging' },
  });
  const { json } = await post(`${other.url}/v1/ChatCompletion`, { Key: other.key }, { messages: MESSAGES });
  await other.close();
  expect(forwarded()).toMatchObject({ model: 'o3-mini', max_completion_tokens: 1000 });
  expect(forwarded()).not.toHaveProperty('temperature');
  expect(json['environment']).toBe('staging');
});

test('nor does a model that searches by itself', async () => {
  const other = await startWholeProxy(upstream.url, { flags: { openaiKey: 'sk-server', model: 'gpt-4o-search-preview' } });
  await post(`${other.url}/v1/ChatCompletion`, { Key: other.key }, { messages: MESSAGES });
  await other.close();
  expect(forwarded()).toMatchObject({ model: 'gpt-4o-search-preview', max_tokens: 1000 });
  expect(forwarded()).not.toHaveProperty('temperature');
});

test('streams: its own chunks, values restored over pieces, usage last', async () => {
  const usage = frame({ ...IDENTITY, choices: [], usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 } });
  const frames = streamOf(['Hello [NA', 'ME_1', ']!']);
  upstream.script(streamReply(...frames.slice(0, -1), usage, ...frames.slice(-1)));
  const { text, headers } = await call({ messages: MESSAGES, stream: true });
  expect(headers.get('content-type')).toMatch(/^text\/event-stream/);
  expect(forwarded()).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  expect(dataOf(text).at(-1)).toBe('[DONE]');
  const chunks = chunksOf(text) as unknown as Record<string, unknown>[];
  expect(chunks.map((chunk) => (chunk['choices'] as { delta: { content?: string } }[])[0]?.delta.content ?? '').join('')).toBe(
    'Hello John Doe!',
  );
  expect(chunks.at(-1)).toEqual({
    id: IDENTITY.id,
    created: IDENTITY.created,
    model: 'bastiongpt',
    choices: [],
    usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
    environment: 'production',
  });
});

test('a stream that breaks off ends with an error in its own form', async () => {
  upstream.script(streamReply(...streamOf(['Hello']).slice(0, 2), 'break'));
  const { text } = await call({ messages: MESSAGES, stream: true });
  expect(JSON.parse(dataOf(text).at(-1) ?? '')).toEqual({
    error: { code: 'upstream_stream_interrupted', message: expect.any(String), target: null },
  });
});

test('upstream errors: its own form, values restored; the server’s key refused is the server’s fault', async () => {
  upstream.script(
    jsonReply({ error: { message: 'no [NAME_1] here', type: 'invalid_request_error', param: 'messages', code: 'bad' } }, 400),
    jsonReply({ error: { message: 'bad key' } }, 401),
    jsonReply('<html>', 503, { 'content-type': 'text/html' }),
  );
  const first = await call({ messages: MESSAGES });
  expect(first).toMatchObject({ status: 400, json: { error: { code: 'bad', message: 'no John Doe here', target: 'messages' } } });
  expect(await call({ messages: MESSAGES })).toMatchObject({ status: 502, json: { error: { code: 'invalid_openai_key' } } });
  expect(await call({ messages: MESSAGES })).toMatchObject({ status: 503, json: { error: { code: 'upstream_error' } } });
});

test('an answer of the model without content is empty text; a refusal is its text', async () => {
  upstream.script(jsonReply(completion({ content: null, refusal: 'I cannot.' }, { content: null })));
  expect((await call({ messages: MESSAGES })).json['choices']).toEqual([
    { finish_reason: 'stop', message: { content: 'I cannot.' } },
    { finish_reason: 'stop', message: { content: '' } },
  ]);
});

test('a reply that holds no choices is no answer', async () => {
  upstream.script(jsonReply({}));
  expect(await call({ messages: MESSAGES })).toMatchObject({
    status: 502,
    json: { error: { code: 'upstream_invalid_response' } },
  });
});

test('without any OpenAI key on the server: 500', async () => {
  const other = await startWholeProxy(upstream.url);
  const answer = await post(
    `${other.url}/v1/ChatCompletion`,
    { Key: other.key, 'x-openai-key': 'sk-mine' },
    { messages: MESSAGES },
  );
  await other.close();
  expect(answer).toMatchObject({ status: 500, json: { error: { code: 'missing_openai_key' } } });
  expect(upstream.requests).toEqual([]);
});

test('the key’s own model, environment and OpenAI key', async () => {
  process.env['TEST_BASTION_OPENAI_KEY'] = 'sk-of-the-key';
  const record = { model: 'gpt-4o', environment: 'clinic-b', openaiKey: 'TEST_BASTION_OPENAI_KEY' };
  const other = await startWholeProxy(upstream.url, { flags: { openaiKey: 'sk-server' }, record });
  const { json } = await post(`${other.url}/v1/ChatCompletion`, { Key: other.key }, { messages: MESSAGES });
  await other.close();
  delete process.env['TEST_BASTION_OPENAI_KEY'];
  expect(forwarded()['model']).toBe('gpt-4o');
  expect(upstream.requests[0]?.headers['authorization']).toBe('Bearer sk-of-the-key');
  expect(json['environment']).toBe('clinic-b');
});

test('other methods and spellings of the path', async () => {
  const get = await fetch(`${proxy.url}/v1/ChatCompletion`, { headers: { Key: proxy.key } });
  expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
  expect(await get.json()).toMatchObject({ error: { code: 'method_not_allowed', target: null } });
  expect((await post(`${proxy.url}/v1/chatcompletion`, { Key: proxy.key }, { messages: MESSAGES })).status).toBe(404);
});

test('the log line names the route and nothing of the text', async () => {
  const before = proxy.lines.length;
  await call({ messages: MESSAGES });
  await eventually(() => proxy.lines.length > before);
  expect(JSON.parse(proxy.lines.at(-1) ?? '{}')).toMatchObject({
    route: '/v1/ChatCompletion',
    status: 200,
    keyLabel: 'test-app',
  });
  expect(proxy.lines.join('')).not.toContain('Doe');
});
