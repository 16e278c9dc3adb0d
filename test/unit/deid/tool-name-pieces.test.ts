import type { JsonObject, JsonValue } from '../../../src/dialects/json';
import { chatBody, createDeidentifier } from '../../support/deid';

const deidentify = createDeidentifier();
const tools = ['ask_canarysmith', 'ask', 'list'].map((name) => ({ type: 'function', function: { name } }));
/** `ask_canarysmith` is sent so. */
const ALIAS = 'ask_NAME_1_full';

const chunk = (delta: JsonObject, finish: string | null = null): JsonObject => ({
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const call = (fields: JsonObject, index = 0): JsonObject => chunk({ tool_calls: [{ index, function: fields }] });
const END = chunk({}, 'tool_calls');

/** What a client gets of the first call's name and arguments, one after another. */
async function received(chunks: readonly JsonValue[]): Promise<string[]> {
  const session = await deidentify(chatBody('Patient Canarysmith', { tools }));
  expect(session.forward).toContain(`"${ALIAS}"`);
  const reidentifier = session.createStreamReidentifier();
  const sent = [...chunks.flatMap((one) => reidentifier.push(one)), ...reidentifier.flush()] as JsonObject[];
  return sent
    .flatMap((one) => one['choices'] as JsonObject[])
    .flatMap((one) => ((one['delta'] as JsonObject)['tool_calls'] ?? []) as JsonObject[])
    .filter(({ index }) => index === 0)
    .flatMap((one) => Object.values(one['function'] as JsonObject) as string[])
    .filter((text) => text !== '');
}

describe.each<[string, string[], string[]]>([
  ['whole', [ALIAS], ['ask_canarysmith']],
  ['in pieces', ['ask_', 'NA', '', 'ME_1_full'], ['ask_canarysmith']],
  ['repeated whole, as some servers do', [ALIAS, '', ALIAS], ['ask_canarysmith', 'ask_canarysmith']],
  ['that begins another', ['ask'], ['ask']],
  ['that was not sent so, in pieces', ['li', 'st'], ['li', 'st']],
  ['that turns out to be another', ['ask_', 'NAME', '_9'], ['ask_NAME_9']],
  ['that is not finished', ['ask_', 'NAME'], ['ask_NAME']],
])('the name of a tool %s', (_case, pieces, expected) => {
  const names = pieces.map((name) => call({ name }));

  test.each<[string, JsonObject[], string[]]>([
    ['at the end of the stream', [], []],
    ['before its arguments', [call({ arguments: '{"a":' }), call({ arguments: '1}' }), END], ['{"a":', '1}']],
    ['before the next call', [call({ name: 'list', arguments: '{}' }, 1), END], []],
    ['before the end of its choice', [END], []],
  ])('%s', async (_place, behind, more) => {
    expect(await received([...names, ...behind])).toEqual([...expected, ...more]);
  });
});
