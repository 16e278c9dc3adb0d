import type { JsonObject, JsonValue } from '../../../src/dialects/json';
import { chatBody, createDeidentifier } from '../../support/deid';

/** What a text holds back comes out in front of the tool call behind it, as upstream sent it. */

const deidentify = createDeidentifier();

const chunk = (delta: JsonObject, finish: string | null = null): JsonObject => ({
  choices: [{ index: 0, delta, finish_reason: finish }],
});

/** The deltas that a client gets for these, up to the end of their choice. */
async function streamed(deltas: readonly JsonObject[]): Promise<(JsonValue | undefined)[]> {
  const session = await deidentify(chatBody('Patient Mary Canarysmith, SSN 123-45-6789'));
  const stream = session.createStreamReidentifier();
  const sent = [...deltas.map((delta) => chunk(delta)), chunk({}, 'tool_calls')].flatMap((one) => stream.push(one));
  return [...sent, ...stream.flush()].flatMap((one) =>
    ((one as JsonObject)['choices'] as JsonObject[]).map(({ delta }) => delta),
  );
}

const CALL: JsonObject = { tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '' } }] };

test.each<[string, string, JsonObject]>([
  ['an answer', 'content', CALL],
  ['reasoning', 'reasoning_content', CALL],
  ['a refusal', 'refusal', CALL],
  ['an answer, in front of the older form of a call', 'content', { function_call: { name: 'f', arguments: '' } }],
])('half a token that ends %s', async (_what, field, call) => {
  expect(await streamed([{ [field]: 'of [NAME_' }, call])).toEqual([{ [field]: 'of ' }, { [field]: '[NAME_' }, call, {}]);
});

test('half a token in the chunk of the call itself', async () => {
  const both = { content: 'of [NAME_', ...CALL };
  expect(await streamed([both])).toEqual([both, {}]);
});

test('a word in the chunk of the call itself', async () => {
  expect(await streamed([{ content: 'of NAME_1', ...CALL }])).toEqual([{ content: 'of Mary Canarysmith', ...CALL }, {}]);
});

test('a call goes on while another begins', async () => {
  const piece = (index: number, text: string): JsonObject => ({ tool_calls: [{ index, function: { arguments: text } }] });
  const sent = await streamed([piece(0, '["[NA'), piece(1, '["'), piece(0, 'ME_1]"]'), piece(1, '"]')]);
  expect(sent).toEqual([piece(0, '["'), piece(1, '["'), piece(0, 'Mary Canarysmith"]'), piece(1, '"]'), {}]);
});
