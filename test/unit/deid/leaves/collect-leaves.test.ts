import { collectingLeaves, collectLeaves } from '../../../../src/deid/leaves/collect-leaves';
import { chatDialect } from '../../../../src/dialects/chat';
import type { RequestRow, Shape } from '../../../../src/dialects/field-table';
import { type JsonObject, type JsonValue, MAX_VALUES, parseJson } from '../../../../src/dialects/json';
import { createDeidentifier, factsWith } from '../../../support/deid';
import { bodyWith, concretePath, valueAtPath } from '../../../support/field-path';

const deidentify = createDeidentifier();
const PHI = '123-45-6789';

async function sent(body: JsonValue): Promise<JsonObject> {
  return JSON.parse((await deidentify(body)).forward) as JsonObject;
}

const SHAPES: Readonly<Record<Shape, { good: JsonValue; bad: JsonValue }>> = {
  boolean: { good: true, bad: 'yes' },
  number: { good: 0.5, bad: PHI },
  integer: { good: 5, bad: 5.5 },
  model: { good: 'ft:gpt-4o:org::7', bad: 'Mary Canarysmith' },
  identifier: { good: 'call_1', bad: 'Mary Canarysmith' },
  role: { good: 'tool', bad: 'MaryCanarysmith' },
  word: { good: 'auto', bad: 'Mary Canarysmith' },
  'token-id': { good: 128009, bad: 12345678 },
  'logit-bias': { good: { '1234': -1 }, bad: { Mary: 1 } },
};

/** What is put in, and what must come out. */
const REPLACED: Readonly<Partial<Record<RequestRow['action'], { given: JsonValue; forwarded: JsonValue }>>> = {
  text: { given: `SSN ${PHI}`, forwarded: 'SSN [SSN_1]' },
  json: { given: `{"a": "${PHI}"}`, forwarded: '{"a": "[SSN_1]"}' },
  tree: { given: [{ a: PHI, b: [1, null, true] }], forwarded: [{ a: '[SSN_1]', b: [1, null, true] }] },
  schema: { given: { description: PHI, pattern: 'x' }, forwarded: { description: '[SSN_1]' } },
  alias: { given: PHI, forwarded: 'SSN_1' },
  name: { given: `of_${PHI}`, forwarded: 'of_SSN_1' },
  'force-false': { given: true, forwarded: false },
};

async function checkRow(row: RequestRow): Promise<void> {
  const { path, action, shape, code } = row;
  const refusal = (value: JsonValue | undefined, expected: string | undefined) =>
    expect(deidentify(bodyWith(path, value))).rejects.toMatchObject({ code: expected, param: concretePath(path) });
  const passes = async (given: JsonValue, forwarded: unknown) =>
    expect(valueAtPath(await sent(bodyWith(path, given)), path)).toEqual(forwarded);
  const replaced = REPLACED[action];
  if (replaced !== undefined) return passes(replaced.given, replaced.forwarded);
  switch (action) {
    case 'refuse':
      return refusal(path.endsWith('}') ? undefined : { any: 'x' }, code);
    case 'check':
      await refusal(PHI, 'phi_in_identifier');
      return passes('plain_name', 'plain_name');
    case 'hash':
      return passes('mary@example.org', expect.stringMatching(/^id_[0-9a-f]{40}$/));
    case 'call-id':
    case 'pass': {
      const chosen = /\{(\w+)=([\w-]+)\}\.\1$/.exec(path)?.[2];
      if (chosen !== undefined) return passes(chosen, chosen);
      const { good, bad } = SHAPES[shape as Shape];
      await refusal(bad, 'invalid_value');
      return passes(good, good);
    }
    default:
      throw new Error(`the test knows no action ${action}`);
  }
}

describe('every row of the chat table does what it says', () => {
  test.each(chatDialect.request.map((row) => [row.path, row.action, row] as const))('%s: %s', async (_path, _action, row) => {
    expect.hasAssertions();
    await checkRow(row);
  });
});

describe('fields without a row', () => {
  test('are read as trees', async () => {
    const body = { new_field: { a: [`x ${PHI}`, 4829175, true, null] }, messages: [{ role: 'user', new_field: PHI }] };
    expect(await sent(body)).toEqual({
      new_field: { a: ['x [SSN_1]', '[MRN_1]', true, null] },
      messages: [{ role: 'user', new_field: '[SSN_1]' }],
    });
  });

  test.each<[string, JsonValue, string]>([
    ['at the top', { [PHI]: 1 }, '(key)'],
    ['in a message', { messages: [{ [PHI]: 1 }] }, 'messages[0] (key)'],
    ['deep', { a: { [`x ${PHI}`]: { b: 1 } } }, 'a (key)'],
    ['in metadata', { metadata: { [PHI]: 'x' } }, 'metadata (key)'],
  ])('PHI in a key is refused, and not named: %s', async (_reason, body, param) => {
    await expect(deidentify(body)).rejects.toMatchObject({ code: 'phi_in_identifier', param });
  });

  test('the name of a property may be what somebody is called, unless somebody in the request is', async () => {
    const asking = (content: string): JsonObject => ({
      messages: [{ role: 'user', content }],
      tools: [
        { type: 'function', function: { name: 'rate', parameters: { properties: { london: {}, jasmine: {}, obrecht: {} } } } },
      ],
    });
    await expect(sent(asking('Rate the cities.'))).resolves.toMatchObject(asking('Rate the cities.'));
    await expect(deidentify(asking('Seen by Dr. Obrecht.'))).rejects.toMatchObject({
      code: 'phi_in_identifier',
      param: 'tools[0].function.parameters.properties (key)',
    });
  });

  test.each<[string, JsonObject]>([
    ['a key of metadata', { metadata: { obrecht: '1' } }],
    ['a key of a field of no row', { new_field: { obrecht: { port: 1 }, May: 1 } }],
  ])('%s may be what somebody is called, unless somebody in the request is', async (_what, body) => {
    await expect(sent(body)).resolves.toEqual(body);
    const messages = [{ role: 'user', content: 'Seen by Dr. Obrecht.' }];
    await expect(deidentify({ messages, ...body })).rejects.toMatchObject({ code: 'phi_in_identifier' });
  });

  test.each<[string, JsonObject, JsonObject]>([
    [
      'a tool and what allows it',
      {
        tools: [{ type: 'function', function: { name: 'Obrecht' } }],
        tool_choice: { allowed_tools: { tools: [{ type: 'function', function: { name: 'Obrecht' } }] } },
      },
      {
        tools: [{ type: 'function', function: { name: 'NAME_1' } }],
        tool_choice: { allowed_tools: { tools: [{ type: 'function', function: { name: 'NAME_1' } }] } },
      },
    ],
    [
      'a schema',
      { response_format: { type: 'json_schema', json_schema: { name: 'Obrecht_v2', schema: {} } } },
      { response_format: { type: 'json_schema', json_schema: { name: 'NAME_1_v2', schema: {} } } },
    ],
  ])('%s may be called so, unless somebody in the request is', async (_what, body, aliased) => {
    await expect(sent(body)).resolves.toEqual(body);
    const messages = [{ role: 'user', content: 'Seen by Dr. Obrecht.' }];
    await expect(sent({ messages, ...body })).resolves.toMatchObject(aliased);
  });

  test('a tool that answers is named as it was called', async () => {
    const named = (role: string): JsonObject => ({ messages: [{ role, name: `of_${PHI}`, content: 'done' }] });
    await expect(sent(named('tool'))).resolves.toEqual({ messages: [{ role: 'tool', name: 'of_SSN_1', content: 'done' }] });
    await expect(sent(named('user'))).resolves.toEqual({ messages: [{ role: 'user', name: 'SSN_1', content: 'done' }] });
  });

  test('a name that becomes too long for OpenAI is refused', async () => {
    const tools = [{ type: 'function', function: { name: `${'x'.repeat(59)}_${PHI}` } }];
    await expect(deidentify({ tools })).rejects.toMatchObject({ code: 'value_too_long', param: 'tools[0].function.name' });
  });

  test.each<[string, JsonObject]>([
    ['what people have stands below it', { new_field: { obrecht: { age: 5 } } }],
    ['it stands below people', { new_field: { patients: { obrecht: 1 } } }],
  ])('a key is read as any text if %s', (_what, body) => {
    const leaves = collectLeaves(structuredClone(body), chatDialect.request, factsWith(Buffer.alloc(32)));
    expect(leaves.find(({ segment }) => segment.text === 'obrecht')?.segment).toEqual({ text: 'obrecht' });
  });

  test('an odd key is not named in the path of what is below it', async () => {
    const long = { metadata: { [`odd key ${'x'.repeat(50)}`]: `${PHI} ${'x'.repeat(600)}` } };
    await expect(deidentify(long)).rejects.toMatchObject({ code: 'value_too_long', param: 'metadata.*' });
  });
});

describe('wrong types', () => {
  test.each<[string, JsonValue, string]>([
    ['messages that are no list', { messages: 'x' }, 'messages'],
    ['a message that is text', { messages: ['x'] }, 'messages[0]'],
    ['content that is a number', { messages: [{ content: 5 }] }, 'messages[0].content'],
    ['content that is an object', { messages: [{ content: { text: 'x' } }] }, 'messages[0].content'],
    ['a part that is text', { messages: [{ content: ['x'] }] }, 'messages[0].content[0]'],
    ['tools that are an object', { tools: {} }, 'tools'],
    [
      'arguments that are an object',
      { messages: [{ tool_calls: [{ function: { arguments: {} } }] }] },
      'messages[0].tool_calls[0].function.arguments',
    ],
    ['a user that is a number', { user: 5 }, 'user'],
    ['metadata that is text', { metadata: 'x' }, 'metadata'],
    ['a value of metadata that is a list', { metadata: { a: ['x'] } }, 'metadata.a'],
  ])('%s', async (_reason, body, param) => {
    await expect(deidentify(body)).rejects.toMatchObject({ code: 'invalid_value', param });
  });

  test('null means absent, and stays', async () => {
    const body = { messages: [{ role: 'assistant', content: null, refusal: null }], tools: null, stop: null };
    expect(await sent(body)).toEqual(body);
  });

  test('store is false even where it is null', async () => {
    expect(await sent({ store: null })).toEqual({ store: false });
  });
});

describe('the rest', () => {
  test('the same user gives the same hash, another one another', async () => {
    const hashes = await Promise.all(
      ['a@example.org', 'a@example.org', 'b@example.org'].map(async (user) => (await sent({ user }))['user']),
    );
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });

  test('another key of the hash, another hash', () => {
    const hashWith = (key: string): unknown => {
      const body: JsonObject = { user: 'a@example.org' };
      collectLeaves(body, chatDialect.request, factsWith(Buffer.from(key)));
      return body['user'];
    };
    expect(hashWith('one')).toBe(hashWith('one'));
    expect(hashWith('one')).not.toBe(hashWith('other'));
  });

  test('a number that a key of the client already uses is not issued', async () => {
    const { forward } = await deidentify({ model: 'gpt-4o', messages: [], next_year: { '[SSN_1]': PHI } });
    expect(JSON.parse(forward)).toMatchObject({ next_year: { '[SSN_1]': '[SSN_2]' } });
  });

  test('a value that grows above the limit of its field is refused', async () => {
    const full = { note: `${'x'.repeat(504)} ${PHI}` };
    expect(await sent({ metadata: full })).toEqual({ metadata: { note: `${'x'.repeat(504)} [SSN_1]` } });
    await expect(deidentify({ metadata: { note: `${'x'.repeat(505)} ${PHI}` } })).rejects.toMatchObject({
      code: 'value_too_long',
      param: 'metadata.note',
    });
  });

  test('a value found in one place is replaced in all', async () => {
    const body = {
      messages: [{ role: 'user', content: 'Patient Canarysmith' }],
      stop: ['Canarysmith'],
      metadata: { a: 'canarysmith' },
    };
    expect(await sent(body)).toEqual({
      messages: [{ role: 'user', content: 'Patient [NAME_1]' }],
      stop: ['[NAME_1]'],
      metadata: { a: expect.stringMatching(/^\[NAME_1:\w+\]$/) },
    });
  });

  test('tokens are numbered in the order of the table: tools, messages, the rest', async () => {
    const body = {
      metadata: { a: 'SSN 333-33-3333' },
      messages: [{ role: 'user', content: 'SSN 222-22-2222' }],
      tools: [{ type: 'function', function: { name: 'f', description: 'SSN 111-11-1111' } }],
    };
    const forward = (await deidentify(body)).forward;
    expect(forward).toBe(
      '{"metadata":{"a":"SSN [SSN_3]"},"messages":[{"role":"user","content":"SSN [SSN_2]"}],' +
        '"tools":[{"type":"function","function":{"name":"f","description":"SSN [SSN_1]"}}]}',
    );
  });
});

test('a name without spaces is read as words; the value stays as it was written', () => {
  const body = parseJson('{"messages":[{"role":"user","name":"Hannah_Osei","content":"x"}]}') as JsonObject;
  const [leaf] = collectLeaves(body, chatDialect.request, factsWith(Buffer.alloc(32))).filter(({ kind }) => kind === 'alias');
  expect(leaf).toMatchObject({ segment: { text: 'Hannah Osei', label: 'name' }, written: 'Hannah_Osei' });
});

describe('many values', () => {
  const leavesOf = (body: JsonObject) => collectLeaves(body, chatDialect.request, factsWith(Buffer.from('k')));
  const listOf = (length: number): string => `[${Array(length).fill('1').join(',')}]`;
  const callWith = (text: string): JsonObject => ({ role: 'assistant', tool_calls: [{ function: { arguments: text } }] });

  test('one field may hold nearly as many as a request', () => {
    expect(leavesOf(parseJson(`{"other":${listOf(MAX_VALUES - 10)}}`) as JsonObject)).toHaveLength(MAX_VALUES - 9);
  });

  test.each([
    ['of several fields', { messages: [callWith(listOf(MAX_VALUES / 2)), callWith(listOf(MAX_VALUES / 2 + 1))] }],
    ['of a string that holds JSON', { messages: [callWith(listOf(MAX_VALUES + 1))] }],
  ])('more are refused: %s', (_reason, body) => {
    expect(() => leavesOf(body)).toThrow(expect.objectContaining({ code: 'request_too_large' }));
  });
});

describe('a long request is read with pauses, so that others have their turn', () => {
  const many = <T>(make: (index: number) => T): T[] => Array.from({ length: 4000 }, (_, index) => make(index));
  const numbers = JSON.stringify(many((index) => ({ a: index })));
  const call = { id: 'call_1', type: 'function', function: { name: 'f', arguments: numbers } };

  test.each<[string, JsonObject]>([
    ['parts', { messages: [{ role: 'user', content: many(() => ({ type: 'text', text: 'a' })) }] }],
    ['messages', { messages: many(() => ({ role: 'user', content: 'a' })) }],
    ['keys of a field that is not listed', { messages: [], other: Object.fromEntries(many((index) => [`k${index}`, 'a'])) }],
    ['records of a field that is not listed', { messages: [], other: many((index) => ({ a: { b: [String(index)] } })) }],
    ['arguments of a tool', { messages: [{ role: 'assistant', tool_calls: [call] }] }],
  ])('%s', (_what, body) => {
    const work = collectingLeaves(structuredClone(body), chatDialect.request, factsWith(Buffer.alloc(32)), {
      schemas: [],
      callIds: [],
    });
    let pauses = 0;
    let step = work.next();
    for (; step.done !== true; step = work.next()) pauses += 1;
    expect(step.value.length / pauses).toBeLessThan(1000);
    expect(step.value.length).toBeGreaterThanOrEqual(4000);
  });
});
