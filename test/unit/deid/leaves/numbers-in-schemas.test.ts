import { allowTokensForNumbers } from '../../../../src/deid/leaves/numbers-in-schemas';
import type { JsonValue } from '../../../../src/dialects/json';
import type { Entity } from '../../../../src/rules/types';
import { Vault } from '../../../../src/vault/vault';
import { chatBody, createDeidentifier } from '../../../support/deid';
import { projectRules } from '../../../support/project-rules';

const ENTITIES: Readonly<Record<string, readonly Entity[]>> = { mrn: ['MRN'], 'patient Age': ['AGE'], name: ['NAME'] };

/** The schema as it is once these values have their tokens. */
function widened(schema: JsonValue, values: readonly (readonly [label: string, value: string])[]): JsonValue {
  const vault = new Vault();
  for (const [group, [label, value]] of values.entries()) vault.issue({ label, group, form: 'full' }, value);
  const copy = structuredClone(schema);
  allowTokensForNumbers([copy], vault, (name) => ENTITIES[name] ?? []);
  return copy;
}

const MRN = [['MRN', '482917']] as const;

test.each<[string, JsonValue, JsonValue]>([
  ['a number', { properties: { mrn: { type: 'integer' } } }, { properties: { mrn: { type: ['integer', 'string'] } } }],
  [
    'a number or none, in the two ways to say so',
    {
      properties: { mrn: { anyOf: [{ type: 'number' }, { type: 'null' }] } },
      items: { properties: { mrn: { type: ['number', 'null'] } } },
    },
    {
      properties: { mrn: { anyOf: [{ type: ['number', 'string'] }, { type: 'null' }] } },
      items: { properties: { mrn: { type: ['number', 'null', 'string'] } } },
    },
  ],
  [
    'a list, in a definition',
    { $defs: { chart: { properties: { mrn: { type: 'array', items: { type: 'integer' } } } } } },
    { $defs: { chart: { properties: { mrn: { type: 'array', items: { type: ['integer', 'string'] } } } } } },
  ],
  [
    'one of a number and a text',
    { properties: { mrn: { oneOf: [{ type: 'integer' }, { type: 'string' }] } } },
    { properties: { mrn: { anyOf: [{ type: ['integer', 'string'] }, { type: 'string' }] } } },
  ],
])('takes a token: %s', (_, schema, expected) => {
  expect(widened(schema, MRN)).toEqual(expected);
});

test.each<[string, JsonValue]>([
  ['a text', { properties: { mrn: { type: 'string' } } }],
  ['a number of another name', { properties: { count: { type: 'integer' } }, required: ['mrn'] }],
  ['what only stands below such a name', { properties: { mrn: { properties: { visits: { type: 'integer' } } } } }],
  ['a field whose entity has no token', { properties: { patientAge: { type: 'integer' } } }],
  ['a value of the client', { properties: { mrn: { default: { type: 'integer' } } } }],
])('stays as it is: %s', (_, schema) => {
  expect(widened(schema, MRN)).toEqual(schema);
});

test('without a token that stands for a number nothing changes', () => {
  const schema = { properties: { mrn: { type: 'integer' }, patientAge: { type: 'integer' }, name: { type: 'integer' } } };
  expect(widened(schema, [])).toEqual(schema);
  expect(widened(schema, [['NAME', 'Okafor']])).toEqual(schema);
  expect(widened(schema, [['AGE', '93']])).toEqual({
    properties: { ...schema.properties, patientAge: { type: ['integer', 'string'] } },
  });
});

test('fields are known by the rules, in tools and answers', async () => {
  const parameters = { type: 'object', properties: { medicalRecordNumber: { type: 'integer' }, heartRate: { type: 'integer' } } };
  const session = await createDeidentifier(projectRules())(
    chatBody('The chart of MRN 48291733: heart rate 72.', {
      tools: [{ type: 'function', function: { name: 'file', parameters } }],
      response_format: { type: 'json_schema', json_schema: { name: 'chart', strict: true, schema: parameters } },
    }),
  );
  const sent = JSON.parse(session.forward);
  const expected = { medicalRecordNumber: { type: ['integer', 'string'] }, heartRate: { type: 'integer' } };
  expect(sent.tools[0].function.parameters.properties).toEqual(expected);
  expect(sent.response_format.json_schema.schema.properties).toEqual(expected);
  expect(session.forward).toContain('[MRN_1]');
});
