import type { Session } from '../../../src/deid/session';
import { type JsonObject, type JsonValue, parseReplyJson, stringifyJson } from '../../../src/dialects/json';
import { chatBody, chatReply, createDeidentifier } from '../../support/deid';
import { patternRule, ruleSetOf } from '../../support/rule-set';

const deidentify = createDeidentifier();
const NOTE = 'Patient Mary Canarysmith, SSN 123-45-6789';

async function restored(reply: JsonObject, more: Readonly<Record<string, JsonValue>> = {}): Promise<JsonValue> {
  return (await deidentify(chatBody(NOTE, more))).reidentifyReply(reply);
}

function firstChoice(reply: JsonValue): JsonObject {
  return ((reply as JsonObject)['choices'] as JsonObject[])[0] ?? {};
}

test('what a session tells: numbers, whether to stream, the text to send', async () => {
  const session = await deidentify(chatBody(NOTE, { stream: true }));
  expect(session.streaming).toBe(true);
  expect(session.counts).toEqual({ entities: { NAME: 1, SSN: 1 }, tokensIssued: 2 });
  expect(session.forward).toContain('Patient [NAME_1], SSN [SSN_1]');
});

test.each<[string, JsonObject]>([
  ['response_format', { response_format: { type: 'json_object' } }],
  ['guided_json', { guided_json: { type: 'object' } }],
  ['structured_outputs', { structured_outputs: { json: { type: 'object' } } }],
  ['json_schema', { json_schema: { type: 'object' } }],
])('an answer in JSON that was asked for by %s is escaped for JSON', async (_field, asking) => {
  const note = 'Patient Mary Canarysmith, alias "SSN 123-45-6789"';
  const session = await createDeidentifier(ruleSetOf([patternRule('NAME', 'alias "SSN [0-9-]+"')]))(chatBody(note, asking));
  const reply = session.reidentifyReply(chatReply({ content: '{"a":"[NAME_1]"}' }));
  expect((firstChoice(reply)['message'] as JsonObject)['content']).toBe(JSON.stringify({ a: 'alias "SSN 123-45-6789"' }));
});

describe('fields of a reply', () => {
  test.each<[string, JsonObject, JsonObject]>([
    ['content', { content: 'of [NAME_1]' }, { content: 'of Mary Canarysmith' }],
    ['refusal', { refusal: 'no [NAME_1]' }, { refusal: 'no Mary Canarysmith' }],
    ['a vendor field', { reasoning_content: '[NAME_1]' }, { reasoning_content: 'Mary Canarysmith' }],
    ['a vendor object, its keys too', { extra: { '[SSN_1]': ['[NAME_1]'] } }, { extra: { '123-45-6789': ['Mary Canarysmith'] } }],
    [
      'an object in place of a text, its keys too',
      { content: { '[SSN_1]': '[NAME_1]' } },
      { content: { '123-45-6789': 'Mary Canarysmith' } },
    ],
    ['the name of a role stays', { role: 'NAME_1' }, { role: 'NAME_1' }],
    ['null stays', { content: null }, { content: null }],
    [
      'arguments of a tool call; its names stay',
      { tool_calls: [{ id: 'NAME_1', type: 'function', function: { name: 'NAME_1', arguments: '{"a":"[NAME_1]"}' } }] },
      { tool_calls: [{ id: 'NAME_1', type: 'function', function: { name: 'NAME_1', arguments: '{"a":"Mary Canarysmith"}' } }] },
    ],
    [
      'input of a custom tool',
      { tool_calls: [{ custom: { name: 'c', input: 'x [NAME_1]' } }] },
      { tool_calls: [{ custom: { name: 'c', input: 'x Mary Canarysmith' } }] },
    ],
    [
      'the old function call',
      { function_call: { arguments: '{"a":"[SSN_1]"}' } },
      { function_call: { arguments: '{"a":"123-45-6789"}' } },
    ],
    [
      'sound stays',
      { audio: { data: 'NAME_1', transcript: '[NAME_1]' } },
      { audio: { data: 'NAME_1', transcript: 'Mary Canarysmith' } },
    ],
  ])('%s', async (_reason, message, expected) => {
    expect(firstChoice(await restored(chatReply(message)))['message']).toEqual(expected);
  });

  test.each(['id', 'object', 'model', 'system_fingerprint', 'service_tier'])('%s stays as upstream sent it', async (field) => {
    expect(await restored({ choices: [], [field]: 'NAME_1' })).toEqual({ choices: [], [field]: 'NAME_1' });
  });

  test('an error of upstream is restored too', async () => {
    const error = { error: { message: 'Cannot find [NAME_1]', type: 'x', code: null } };
    expect(await restored(error)).toEqual({ error: { message: 'Cannot find Mary Canarysmith', type: 'x', code: null } });
  });

  test('other values and the order of keys stay', async () => {
    const session = await deidentify(chatBody(NOTE));
    expect(JSON.stringify(session.reidentifyReply({ z: 1, a: [true, null], choices: [] }))).toBe(
      '{"z":1,"a":[true,null],"choices":[]}',
    );
  });
});

describe('content and the format that was asked for', () => {
  const QUOTED = 'Patient says: id "x" SSN 123-45-6789';
  test.each<[string, JsonObject, string, string]>([
    ['text stays text', {}, '{"a":"[NAME_1]"}', '{"a":"Mary \\Lee"}'],
    ['JSON is escaped', { response_format: { type: 'json_object' } }, '{"a":"[NAME_1]"}', '{"a":"Mary \\\\Lee"}'],
    ['JSON by schema too', { response_format: { type: 'json_schema' } }, ' {"a":"[NAME_1]"}', ' {"a":"Mary \\\\Lee"}'],
    ['an answer in words is none', { response_format: { type: 'json_object' } }, 'Sorry [NAME_1]', 'Sorry Mary \\Lee'],
    ['the text format', { response_format: { type: 'text' } }, '{"a":"[NAME_1]"}', '{"a":"Mary \\Lee"}'],
  ])('%s', async (_reason, more, content, expected) => {
    const session = await deidentify({
      ...chatBody(QUOTED, more),
      messages: [{ role: 'user', name: 'Patient Mary \\Lee', content: 'hi' }],
    });
    const whole = 'Patient Mary \\Lee';
    expect(firstChoice(session.reidentifyReply(chatReply({ content })))['message']).toEqual({
      content: expected.replace('Mary \\Lee', whole).replace('Mary \\\\Lee', whole.replace('\\', '\\\\')),
    });
  });
});

describe('answers that were cut off', () => {
  test.each([
    ['a token without brackets at the very end stays: more digits may have followed', 'length', 'of NAME_1', 'of NAME_1'],
    ['so it does where a filter cut the answer off', 'content_filter', 'of NAME_1', 'of NAME_1'],
    ['a whole answer', 'stop', 'of NAME_1', 'of Mary Canarysmith'],
    ['a token in brackets is whole', 'length', 'of [NAME_1]', 'of Mary Canarysmith'],
    ['the beginning of a token stays', 'length', 'of [NAME_', 'of [NAME_'],
  ])('%s', async (_reason, finish, content, expected) => {
    const reply = await restored(chatReply({ content }, { finish_reason: finish }));
    expect(firstChoice(reply)['message']).toEqual({ content: expected });
  });

  test('each choice for itself', async () => {
    const choice = (index: number, finish: string) => ({ index, message: { content: 'NAME_1' }, finish_reason: finish });
    const reply = (await restored({ choices: [choice(1, 'length'), choice(0, 'stop')] })) as JsonObject;
    expect((reply['choices'] as JsonObject[]).map((one) => one['message'])).toEqual([
      { content: 'NAME_1' },
      { content: 'Mary Canarysmith' },
    ]);
  });
});

describe('what refers to the text', () => {
  const logprobs = { content: [{ token: '[NAME', logprob: -0.1, bytes: [91] }] };

  test.each<[string, string, JsonValue]>([
    ['go where something was restored: they spell the tokens out', 'of [NAME_1]', null],
    ['stay where nothing was', 'of nobody', logprobs],
  ])('log probabilities %s', async (_reason, content, expected) => {
    // Before the message, so that the order of fields does not matter.
    const reply = await restored({ choices: [{ index: 0, logprobs, message: { content }, finish_reason: 'stop' }] });
    expect(firstChoice(reply)['logprobs']).toEqual(expected);
  });

  test.each([
    ['before a token', 0, 2, 'of'],
    ['over a token', 3, 11, 'Mary Canarysmith'],
    ['behind tokens', 12, 16, 'said'],
    ['up to the end', 12, 25, 'said 123-45-6789'],
  ])('offsets of annotations move with the text: %s', async (...[, start, end, expected]) => {
    const citation = { start_index: start, end_index: end, url: 'https://a.test/NAME_1', title: '[NAME_1]' };
    const message = { annotations: [{ type: 'url_citation', url_citation: citation }], content: 'of [NAME_1] said [SSN_1]' };
    const restoredMessage = firstChoice(await restored(chatReply(message)))['message'] as JsonObject;
    const moved = ((restoredMessage['annotations'] as JsonObject[])[0] as JsonObject)['url_citation'] as JsonObject;
    expect(String(restoredMessage['content']).slice(Number(moved['start_index']), Number(moved['end_index']))).toBe(expected);
    expect(moved).toMatchObject({ url: 'https://a.test/NAME_1', title: 'Mary Canarysmith' });
  });
});

test('what was restored, invented and withheld is counted', async () => {
  const session = await deidentify(chatBody(NOTE));
  session.reidentifyReply(chatReply({ content: '[NAME_1] [NAME_7] https://evil.test/?q=[SSN_1] [SSN_1]' }));
  expect(session.restored).toEqual({ restored: 2, unknown: 1, withheld: 1 });
});

test('a URL that the client wrote comes back whole', async () => {
  const url = 'https://example.org/p?mail=mary@example.org';
  const session = await deidentify(chatBody(`see ${url} now`));
  const sent = JSON.parse(session.forward).messages[0].content as string;
  expect(sent).not.toContain('mary@');
  expect(firstChoice(session.reidentifyReply(chatReply({ content: sent })))['message']).toEqual({ content: `see ${url} now` });
});

test('keys of a reply keep their order, also those that are numbers or become some', async () => {
  const deidentifyNumbers = createDeidentifier(ruleSetOf([patternRule('NAME', 'Mary'), patternRule('MRN', '[0-9]{6}')]));
  const session = await deidentifyNumbers(chatBody('Mary, 482917'));
  const reply = parseReplyJson('{"scores":{"b":"[NAME_1]","10":1,"[MRN_1]":3,"[NAME_1]":0,"2":{"z":1,"1":2}}}');
  expect(stringifyJson(session.reidentifyReply(reply))).toBe(
    '{"scores":{"b":"Mary","10":1,"482917":3,"Mary":0,"2":{"z":1,"1":2}}}',
  );
});

test('two sessions share nothing', async () => {
  const [one, two]: Session[] = await Promise.all(
    ['Patient Canaryone', 'Patient Canarytwo'].map((text) => deidentify(chatBody(text))),
  );
  const reply = chatReply({ content: '[NAME_1]' });
  expect(firstChoice(one?.reidentifyReply(reply) ?? {})['message']).toEqual({ content: 'Canaryone' });
  expect(firstChoice(two?.reidentifyReply(reply) ?? {})['message']).toEqual({ content: 'Canarytwo' });
});

describe('a value that was read in JSON within a text', () => {
  const NAMED = ruleSetOf([patternRule('NAME', '(?<value>Jos\\u00E9 "Pepe" N\\u00FA\\u00F1ez)')]);
  const escaped = JSON.stringify('José "Pepe" Núñez')
    .slice(1, -1)
    .replaceAll(/[^ -~]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
  const call = (text: string): JsonObject => ({ tool_calls: [{ function: { name: 'f', arguments: text } }] });

  test.each<[string, string, string]>([
    [`Record: {"name": "${escaped}"}`, '{"q":"[NAME_1]"}', '{"q":"José \\"Pepe\\" Núñez"}'],
    [
      `{"name": "${escaped}"}`,
      `{"q":"${'What was said before. '.repeat(4)}[NAME_1]"}`,
      `{"q":"${'What was said before. '.repeat(4)}José \\"Pepe\\" Núñez"}`,
    ],
    [`{"name": "${escaped}"}`, '{"q":"the \\"new\\" [NAME_1]"}', '{"q":"the \\"new\\" José \\"Pepe\\" Núñez"}'],
    [`["x", "of ${escaped}"]`, '{"q":"[NAME_1]"}', '{"q":"José \\"Pepe\\" Núñez"}'],
    [
      `{"name": "${escaped}"}`,
      '{"json":"{\\"name\\": \\"[NAME_1]\\"}"}',
      `{"json":"{\\"name\\": \\"${JSON.stringify(escaped).slice(1, -1)}\\"}"}`,
    ],
    [`const name = "${escaped}";`, '{"old":"[NAME_1]"}', `{"old":"${JSON.stringify(escaped).slice(1, -1)}"}`],
  ])('%s: arguments %s → %s', async (text, written, expected) => {
    const session = await createDeidentifier(NAMED)(chatBody(text));
    expect(session.forward).not.toContain('Pepe');
    const reply = session.reidentifyReply(chatReply(call(written)));
    expect(firstChoice(reply)['message']).toEqual(call(expected));
  });

  test('in plain text it stays as it was written', async () => {
    const session = await createDeidentifier(NAMED)(chatBody(`{"name": "${escaped}"}`));
    const reply = session.reidentifyReply(chatReply({ content: '{"name": "[NAME_1]"}' }));
    expect(firstChoice(reply)['message']).toEqual({ content: `{"name": "${escaped}"}` });
  });
});
