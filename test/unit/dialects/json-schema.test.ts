import Ajv2020 from 'ajv/dist/2020';
import { collectLeaves } from '../../../src/deid/leaves/collect-leaves';
import { readAnonymizeRequest, writeAnonymizeReply } from '../../../src/dialects/anonymize';
import { API_SCHEMAS } from '../../../src/dialects/api-schemas';
import {
  bastiongptDialect,
  readBastiongptRequest,
  writeBastiongptChunk,
  writeBastiongptReply,
} from '../../../src/dialects/bastiongpt';
import { bastiongpt202403Wire } from '../../../src/dialects/bastiongpt-202403';
import { chatDialect } from '../../../src/dialects/chat';
import { applyCompliantChatGptDefaults } from '../../../src/dialects/compliantchatgpt';
import type { RequestRow } from '../../../src/dialects/field-table';
import { type JsonObject, type JsonValue, parseJson } from '../../../src/dialects/json';
import { requestSchema } from '../../../src/dialects/json-schema';
import { readChatCases, requestOf } from '../../support/chat-case';
import { bodyWith } from '../../support/field-path';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false, strictTypes: false });
ajv.addKeyword('x-phi-action');

const accepts = (run: () => unknown): boolean => {
  try {
    run();
    return true;
  } catch {
    return false;
  }
};
const parsed = (value: unknown): JsonValue => parseJson(JSON.stringify(value));

const VALUES: readonly JsonValue[] = [
  'word',
  'two words, one comma',
  '',
  1,
  1.5,
  true,
  null,
  [],
  ['word'],
  [1],
  [[]],
  {},
  { a: 1 },
  { '12': 1 },
];

describe.each([
  ['chat', chatDialect.request],
  ['bastiongpt', bastiongptDialect.request],
])('the schema of %s takes what its table takes', (_name, rows) => {
  const validate = ajv.compile(requestSchema(rows));
  test.each(rows.map((row: RequestRow) => [row.path, row.action] as const))('%s', (path, action) => {
    for (const value of VALUES) {
      const body = bodyWith(path, value);
      const byTable = accepts(() =>
        collectLeaves(parsed(body) as JsonObject, rows, { hashKey: Buffer.alloc(32), isOfPeople: () => false }),
      );
      const bySchema = validate(body);
      // What is no JSON Schema is read as a tree, and OpenAI refuses it; the document does not advertise it.
      if (action === 'schema' && !bySchema) continue;
      expect({ body, accepted: bySchema }).toEqual({ body, accepted: byTable });
    }
  });
});

test('of a list whose items come in variants, those that are refused are told, and are no part of it', () => {
  const refused = { action: 'refuse', code: 'unsupported_tool', note: 'runs elsewhere' } as const;
  const taken: RequestRow = { path: 'tools[]{type=text}.text', action: 'text', note: '' };
  const toolsOf = (...rows: RequestRow[]) => requestSchema(rows).properties?.['tools'];
  expect(toolsOf(taken, { path: 'tools[]{type=shell}', ...refused }, { path: 'tools[]{type=*}', ...refused })).toMatchObject({
    items: { anyOf: [{ properties: { type: { const: 'text' } } }] },
    description: 'Refused by type: shell (runs elsewhere); * (runs elsewhere).',
  });
  expect(toolsOf(taken, { path: 'tools[]{type=shell}', ...refused })).toHaveProperty('description');
  expect(toolsOf(taken)).not.toHaveProperty('description');
});

test('every request of fixtures/chat that is not refused for its shape fits the schema of chat requests', () => {
  const validate = ajv.compile(API_SCHEMAS.ChatRequest);
  const turns = readChatCases().flatMap(({ turns }) => turns);
  const fitting = turns.filter(({ refused }) => refused === undefined);
  expect(fitting.length).toBeGreaterThan(10);
  for (const turn of fitting) expect({ errors: validate(requestOf(turn)) ? null : validate.errors }).toEqual({ errors: null });
});

test.each([
  ['no messages', {}],
  ['no list', { messages: 'x' }],
  ['empty list', { messages: [] }],
  ['no objects', { messages: ['x'] }],
  ['good', { messages: [{ role: 'user', content: 'x' }] }],
])('chat: %s', (_what, body) => {
  const byCode = accepts(() => applyCompliantChatGptDefaults(parsed(body)));
  expect(ajv.compile(API_SCHEMAS.ChatRequest)(body)).toBe(byCode);
});

const MESSAGES = [{ role: 'user', content: 'x' }];
test.each<[unknown]>([
  [{ messages: MESSAGES }],
  [{ Content: 'x' }],
  [{ Content: ' ' }],
  [{ Content: 1 }],
  [{ Content: 'x', messages: MESSAGES }],
  [{}],
  [{ messages: [] }],
  [{ messages: [{ role: 'user' }] }],
  [{ messages: [{ content: 'x' }] }],
  [{ messages: ['x'] }],
  ...[0, 1, 1.5, 4000, 'x', null, true].map((max_tokens) => [{ messages: MESSAGES, max_tokens }] as [unknown]),
  ...[-0.1, 0, 0.5, 1, 1.1, 'x', null].map((temperature) => [{ messages: MESSAGES, temperature }] as [unknown]),
  ...['abc123', '', 'a b', 'a'.repeat(15), 'a'.repeat(16), 1, null].map((user) => [{ messages: MESSAGES, user }] as [unknown]),
  ...['general', 'other', 1, null].map((purpose) => [{ messages: MESSAGES, function: purpose }] as [unknown]),
  ...[true, false, null].map((stream) => [{ messages: MESSAGES, stream }] as [unknown]),
])('BastionGPT takes or refuses alike: %j', (body) => {
  const facts = { model: 'gpt-4.1', environment: 'test' };
  const newer = accepts(() => readBastiongptRequest(parsed(body), facts));
  const older = accepts(() => bastiongpt202403Wire.readRequest(parsed(body), facts));
  expect(ajv.compile(API_SCHEMAS.BastionGptRequest)(body)).toBe(newer);
  expect(ajv.compile(API_SCHEMAS.BastionGpt202403Request)(body)).toBe(older);
});

test.each([[{ text: 'x' }], [{ text: '' }], [{ text: 1 }], [{}], [{ text: 'x', more: 1 }]])(
  'anonymize takes or refuses alike: %j',
  (body) => {
    expect(ajv.compile(API_SCHEMAS.AnonymizeRequest)(body)).toBe(accepts(() => readAnonymizeRequest(parsed(body))));
  },
);

test('replies of our own making fit their schemas, which allow nothing else', () => {
  const facts = { model: 'gpt-4.1', environment: 'test' };
  const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
  const reply = {
    id: 'c',
    created: 1,
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'x' } }],
    usage,
  };
  const chunk = { id: 'c', created: 1, choices: [{ index: 0, finish_reason: null, delta: { content: 'x' } }] };
  const cases = [
    ['BastionGptReply', writeBastiongptReply(reply, facts)],
    ['BastionGptEvent', writeBastiongptChunk(chunk, facts)],
    ['BastionGptEvent', writeBastiongptChunk({ ...chunk, choices: [], usage }, facts)],
    ['AnonymizeReply', writeAnonymizeReply('ab', '[NAME_1]', [{ start: 0, end: 2, entity: 'NAME', token: '[NAME_1]' }])],
  ] as const;
  for (const [name, value] of cases) {
    const validate = ajv.compile(API_SCHEMAS[name]);
    expect({ name, errors: validate(value) ? null : validate.errors }).toEqual({ name, errors: null });
    expect(validate({ ...(value as JsonObject), more: 1 })).toBe(false);
  }
});
