import type { JsonValue } from '../../src/dialects/json';
import { createDeidentifier } from '../support/deid';
import { projectRules } from '../support/project-rules';

/** What values of structured data are is told by their fields, by the rules of the project. Values in angle quotes are PHI. */

const deidentify = createDeidentifier(projectRules());

/** The values that go out although they are marked, and those that do not although they are not. */
async function wrong(marked: string, bodyOf: (json: string) => JsonValue, sentOf: (body: never) => string): Promise<string[]> {
  const { forward } = await deidentify(bodyOf(marked.replace(/[«»]/g, '')));
  const literals = (json: string): string[] => json.match(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?/g) ?? [];
  const sent = literals(sentOf(JSON.parse(forward) as never));
  const plain = literals(marked.replace(/[«»]/g, ''));
  const isMarked = (marked.match(/"(?:[^"\\]|\\.)*"|«?-?\d+(?:\.\d+)?»?/g) ?? []).map((literal) => literal.includes('«'));
  return plain.filter((literal, index) => (literal !== sent[index]) !== isMarked[index]);
}

const CASES: readonly [string, string][] = [
  ['wrapped values', '{"acct":{"value":"«55123»"},"lastName":{"S":"«may»"},"pain":{"N":"7"}}'],
  [
    'fields and values',
    '[{"field":"Last name","val":"«may»"},{"field":"Status","val":"stable"},{"val":"«77120»","field":"MRN"}]',
  ],
  ['heads and rows', '{"columns":["acct","last name","pain"],"data":[["«55123»","«may»",7],["«55124»","«short»",4]]}'],
  [
    'FHIR',
    '{"identifier":[{"type":{"text":"Account number"},"value":"«55123»"}],"name":[{"use":"official","family":"«may»","given":["«rose»"]}],"code":{"text":"Asthma"},"subject":{"reference":"Patient/«77120»","display":"«May»"}}',
  ],
  ['questions', '[{"question":"What is your last name?","answer":"«may»"},{"question":"How bad is the pain?","answer":"7"}]'],
  [
    'what is none',
    '{"patient":{"status":"stable"},"account":{"visits":"12345"},"items":[{"name":"Warfarin","value":"5 mg"},{"name":"Troponin","value":12345}],"columns":["mrn","status"],"provider":"openai"}',
  ],
];

test.each(CASES)('%s in the arguments of a tool', async (_reason, marked) => {
  const calls = (json: string) => [{ id: 'c', type: 'function', function: { name: 'f', arguments: json } }];
  const bodyOf = (json: string): JsonValue => ({
    model: 'm',
    messages: [
      { role: 'assistant', content: null, tool_calls: calls(json) },
      { role: 'tool', tool_call_id: 'c', content: 'done' },
    ],
  });
  type Sent = { messages: [{ tool_calls: [{ function: { arguments: string } }] }] };
  expect(await wrong(marked, bodyOf, (body: Sent) => body.messages[0].tool_calls[0].function.arguments)).toEqual([]);
});

test.each(CASES)('%s in a field without a row of its own', async (_reason, marked) => {
  const bodyOf = (json: string): JsonValue => ({
    model: 'm',
    messages: [{ role: 'user', content: 'hi' }],
    x_data: JSON.parse(json),
  });
  expect(await wrong(marked, bodyOf, (body: { x_data: JsonValue }) => JSON.stringify(body.x_data))).toEqual([]);
});

test.each(CASES)('%s in a message', async (_reason, marked) => {
  const bodyOf = (json: string): JsonValue => ({ model: 'm', messages: [{ role: 'user', content: json }] });
  expect(await wrong(marked, bodyOf, (body: { messages: [{ content: string }] }) => body.messages[0].content)).toEqual([]);
});

describe('OpenRouter', () => {
  const send = async (more: Readonly<Record<string, JsonValue>>): Promise<JsonValue> =>
    JSON.parse((await deidentify({ model: 'm', messages: [{ role: 'user', content: 'I am Hannah Osei.' }], ...more })).forward);

  test.each<Readonly<Record<string, JsonValue>>>([
    { provider: { ignore: ['Novita', 'Nebius', 'Venice', 'Mancer 2', 'Lambda'], sort: 'price' } },
    {
      provider: {
        order: ['Moonshot AI', 'Amazon Bedrock', 'Google AI Studio', 'Together', 'deepinfra/fp4'],
        allow_fallbacks: false,
      },
    },
    { provider: { only: ['Chutes', 'Parasail', 'Hyperbolic', 'Crusoe', 'Friendli', 'Z.AI'], max_price: { prompt: 1 } } },
    { provider: 'openai' },
    { models: ['deepseek/deepseek-r1:free', 'openai/gpt-4o'], route: 'fallback', transforms: ['middle-out'] },
    { plugins: [{ id: 'response-healing' }, { id: 'file-parser', pdf: { engine: 'mistral-ocr' } }] },
  ])('%j is sent as it is', async (more) => {
    expect(await send(more)).toMatchObject(more);
  });

  test.each<[Readonly<Record<string, JsonValue>>, string, string]>([
    [{ provider: { order: ['Together', 'Hannah'] } }, 'phi_in_identifier', 'provider.order[1]'],
    [{ plugins: [{ id: 'web', search_prompt: 'About Hannah Osei' }] }, 'unsupported_feature', 'plugins[0]'],
    [{ plugins: [{ id: 'file-parser' }, { id: 'another' }] }, 'unsupported_feature', 'plugins[1]'],
  ])('%j is refused', async (more, code, param) => {
    await expect(send(more)).rejects.toMatchObject({ code, param });
  });

  test('other fields of theirs are read', async () => {
    const sent = await send({ provider: { note: 'Hannah' }, plugins: [{ id: 'auto-router', note: ['for Hannah'] }] });
    expect(sent).toMatchObject({ provider: { note: '[NAME_1:given]' }, plugins: [{ note: ['for [NAME_1:given]'] }] });
  });
});

describe("modes of OpenAI's newest fields", () => {
  const fieldsWith = (mode: string): [Readonly<Record<string, JsonValue>>, string][] => [
    [
      { prediction: { type: 'content', content: [{ type: 'text', text: 'x', prompt_cache_breakpoint: { mode } }] } },
      'prediction.content[0].prompt_cache_breakpoint.mode',
    ],
    [{ moderation: { model: 'm', policy: { input: { mode } } } }, 'moderation.policy.input.mode'],
    [{ moderation: { model: 'm', policy: { output: { mode } } } }, 'moderation.policy.output.mode'],
  ];
  const bodyWith = (more: Readonly<Record<string, JsonValue>>): JsonValue => ({
    model: 'm',
    messages: [{ role: 'user', content: 'hi' }],
    ...more,
  });

  test.each(fieldsWith('explicit'))('%j is sent as it is', async (more) => {
    expect(JSON.parse((await deidentify(bodyWith(more))).forward)).toMatchObject(more);
  });

  test.each(fieldsWith('for Hannah Osei'))('%j is refused', async (more, param) => {
    await expect(deidentify(bodyWith(more))).rejects.toMatchObject({ code: 'invalid_value', param });
  });
});
