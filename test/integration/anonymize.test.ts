import { post } from '../support/call';
import { eventually } from '../support/proxy-under-test';
import { useProxy } from '../support/use-proxy';
import { startWholeProxy } from '../support/whole-proxy';

const TEXT = 'Patient John Doe has complained about recurring headaches for the past two weeks.';

const { upstream, proxy } = useProxy(startWholeProxy);

const call = (body: unknown, headers: Record<string, string> = { 'x-compliantchatgpt-key': proxy.key }) =>
  post(`${proxy.url}/v1/anonymize`, headers, body);

interface Place {
  readonly start: number;
  readonly end: number;
  readonly entity: string;
  readonly word: string;
}

test('the documented example; no OpenAI key, nothing upstream', async () => {
  const { status, text } = await call({ text: TEXT });
  expect(status).toBe(200);
  expect(text).toBe(
    `{"anonymized_text":"${TEXT.replace('John Doe', '[NAME_1]')}","identified_phi":[{"start":8,"end":16,"entity":"NAME","word":"John Doe"}]}`,
  );
  expect(upstream.requests).toEqual([]);
});

test('offsets are UTF-16 code units of the text as given', async () => {
  const text = 'Hello 👋🏽 ﬁle of Dr. Maria Núñez, MRN: 00482917, seen 3/14/2024.\nMrs. Núñez, tel. 774-555-0111';
  const { json } = await call({ text });
  const places = json['identified_phi'] as Place[];
  expect(places.length).toBeGreaterThanOrEqual(4);
  for (const { start, end, word } of places) expect(text.slice(start, end)).toBe(word);
  // What stands between the places is untouched, so the tokens can be put back.
  let rest = json['anonymized_text'] as string;
  let at = 0;
  for (const { start, end } of places) {
    const between = text.slice(at, start);
    expect(rest.startsWith(between)).toBe(true);
    rest = rest.slice(between.length).replace(/^\[[A-Z]+_\d+(?::\w+)?\]/, '');
    at = end;
  }
  expect(rest).toBe(text.slice(at));
  expect(places.map(({ start }) => start)).toEqual([...places].map(({ start }) => start).sort((a, b) => a - b));
});

test.each([[''], ['Nothing to find here.'], ['already [NAME_1]']])('stays as it is: %j', async (text) => {
  expect(await call({ text })).toMatchObject({ status: 200, json: { anonymized_text: text, identified_phi: [] } });
});

test('the bearer opens it, too', async () => {
  expect((await call({ text: TEXT }, { authorization: `Bearer ${proxy.key}` })).status).toBe(200);
});

test.each([
  ['no text', {}, 'missing_required_parameter', 'text'],
  ['a number', { text: 5 }, 'invalid_value', 'text'],
  ['a list', { text: [TEXT] }, 'invalid_value', 'text'],
  ['null', { text: null }, 'invalid_value', 'text'],
  ['no object', '[]', 'invalid_body', null],
  ['broken JSON', '{"text":', 'invalid_json', null],
  ['one key twice', '{"text":"a","text":"b"}', 'duplicate_key', null],
])('400: %s', async (_what, body, code, param) => {
  const { status, json } = await call(body);
  expect({ status, json }).toEqual({
    status: 400,
    json: { error: { message: expect.any(String), type: 'invalid_request_error', param, code } },
  });
});

test.each([
  ['no key', {}, 'missing_proxy_key'],
  ['an unknown key', { 'x-compliantchatgpt-key': 'A'.repeat(32) }, 'invalid_proxy_key'],
])('401: %s', async (_what, headers, code) => {
  expect(await call({ text: TEXT }, headers as Record<string, string>)).toMatchObject({ status: 401, json: { error: { code } } });
});

test('500 when the engine breaks, and nothing of the text', async () => {
  const broken = await startWholeProxy(upstream.url, {
    detector: { detect: () => Promise.reject(new TypeError('Canarysmith')), close: async () => undefined },
  });
  const answer = await post(`${broken.url}/v1/anonymize`, { 'x-compliantchatgpt-key': broken.key }, { text: 'Mary Canarysmith' });
  await eventually(() => broken.lines.length > 0);
  await broken.close();
  expect(answer).toMatchObject({ status: 500, json: { error: { code: 'internal_error' } } });
  expect(`${answer.text}${broken.lines.join('')}`).not.toContain('Canary');
});

test('a text that is too long', async () => {
  const small = await startWholeProxy(upstream.url, { flags: { maxText: '1000' } });
  const answer = await post(`${small.url}/v1/anonymize`, { 'x-compliantchatgpt-key': small.key }, { text: 'word '.repeat(300) });
  await small.close();
  expect(answer).toMatchObject({ status: 413, json: { error: { code: 'request_too_large' } } });
});

test('the log line counts and holds nothing of the text', async () => {
  const before = proxy.lines.length;
  await call({ text: TEXT });
  await eventually(() => proxy.lines.length > before);
  expect(JSON.parse(proxy.lines.at(-1) ?? '{}')).toMatchObject({ route: '/v1/anonymize', status: 200, entities: { NAME: 1 } });
  expect(proxy.lines.join('')).not.toContain('Doe');
});
