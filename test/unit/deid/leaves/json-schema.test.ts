import { schemaLeaves } from '../../../../src/deid/leaves/json-schema';
import type { JsonObject, JsonValue } from '../../../../src/dialects/json';

const nobody = (): boolean => false;

function walk(schema: JsonObject) {
  const parent = { schema: structuredClone(schema) };
  const leaves = schemaLeaves({ parent, key: 'schema' }, 's', nobody);
  return { schema: parent.schema, leaves: leaves.map(({ kind, path, segment }) => `${kind} ${path} ${segment.text}`) };
}

/** A keyword of schemas; the linter takes an object with it for a promise. */
const THEN = 'then';

describe('constraints that a token cannot meet go', () => {
  test.each<[string, JsonObject, JsonObject]>([
    ['pattern', { type: 'string', pattern: '^\\d{3}$' }, { type: 'string' }],
    ['format', { type: 'string', format: 'email' }, { type: 'string' }],
    ['lengths', { type: 'string', minLength: 1, maxLength: 5 }, { type: 'string' }],
    ['in lists of schemas', { anyOf: [{ pattern: 'a' }, { type: 'null' }] }, { anyOf: [{}, { type: 'null' }] }],
    ['in the last of a list', { anyOf: [{ type: 'null' }, { format: 'date' }] }, { anyOf: [{ type: 'null' }, {}] }],
    ['in items', { items: { format: 'date' } }, { items: {} }],
    ['in definitions', { $defs: { day: { format: 'date' } } }, { $defs: { day: {} } }],
    [
      'of any other kind stay',
      { type: 'array', minItems: 1, uniqueItems: true },
      { type: 'array', minItems: 1, uniqueItems: true },
    ],
    [
      'a property named pattern stays, its own pattern goes',
      { properties: { pattern: { type: 'string', pattern: 'x' }, format: { type: 'string' } }, required: ['pattern'] },
      { properties: { pattern: { type: 'string' }, format: { type: 'string' } }, required: ['pattern'] },
    ],
    ['a property named properties', { properties: { properties: { format: 'date' } } }, { properties: { properties: {} } }],
    ['of what is forbidden: all of it goes', { type: 'string', not: { pattern: '^x' } }, { type: 'string' }],
    ['deep in what is forbidden', { not: { anyOf: [{ format: 'date' }, { const: 'b' }] } }, {}],
    ['in a condition: all of it goes', { if: { minLength: 1 }, [THEN]: { const: 'a' }, else: { const: 'b' } }, {}],
    ['in what follows from a condition', { if: { const: 'a' }, [THEN]: { format: 'date' } }, { if: { const: 'a' }, [THEN]: {} }],
    [
      'of schemas that were told apart by them: more than one may hold',
      {
        oneOf: [
          { type: 'string', format: 'email' },
          { type: 'string', format: 'uri' },
        ],
      },
      { anyOf: [{ type: 'string' }, { type: 'string' }] },
    ],
    [
      'the same beside another choice',
      { anyOf: [{ const: 'a' }], oneOf: [{ format: 'email' }] },
      { anyOf: [{ const: 'a' }], allOf: [{ anyOf: [{}] }] },
    ],
    [
      'what holds none of them stays as it is',
      { not: { type: 'null' }, oneOf: [{ const: 'a' }, { type: 'integer' }], if: { const: 'a' }, [THEN]: { const: 'a' } },
      { not: { type: 'null' }, oneOf: [{ const: 'a' }, { type: 'integer' }], if: { const: 'a' }, [THEN]: { const: 'a' } },
    ],
    [
      'properties named not and oneOf stay',
      { properties: { not: { format: 'date' }, oneOf: { type: 'string' } } },
      { properties: { not: {}, oneOf: { type: 'string' } } },
    ],
    ['a default that holds a pattern stays', { default: { pattern: 'x' } }, { default: { pattern: 'x' } }],
  ])('%s', (_reason, schema, expected) => {
    expect(walk(schema).schema).toEqual(expected);
  });
});

test.each<[string, JsonObject, JsonValue | undefined]>([
  ['a choice of numbers', { type: 'integer', enum: [482917, 482918] }, ['integer', 'string']],
  ['one number or none', { type: ['number', 'null'], const: 482917 }, ['number', 'null', 'string']],
  ['a number or a word', { type: ['string', 'integer'], enum: [482917, 'none'] }, ['string', 'integer']],
  ['a word', { type: 'string', default: 'Mary' }, 'string'],
  ['a list', { type: 'array', default: [482917] }, 'array'],
  ['what is said of a number', { type: 'integer', description: 'of Mary' }, 'integer'],
  ['numbers of any type', { enum: [482917] }, undefined],
])('the type of %s allows for a token in its place', (_what, schema, expected) => {
  const leaves = schemaLeaves({ parent: { schema }, key: 'schema' }, 's', nobody).filter(({ kind }) => kind === 'text');
  for (const leaf of leaves) leaf.write('[MRN_1]');
  expect(schema['type']).toEqual(expected);
});

describe('what is read', () => {
  test.each<[string, JsonObject, string[]]>([
    [
      'months as properties are not',
      { properties: { january: {}, Sep: {}, maria: {} }, required: ['january'] },
      ['check s.properties (key) maria'],
    ],
    [
      'weekdays as properties are not',
      { properties: { monday: {}, Wed: {}, sunny: {} }, required: ['monday'] },
      ['check s.properties (key) sunny'],
    ],
    [
      'texts are replaced',
      { description: 'a', title: 'b', $comment: 'c' },
      ['text s.description a', 'text s.title b', 'text s.$comment c'],
    ],
    ['values are replaced', { enum: ['a', 1], const: 'b' }, ['text s.enum[0] a', 'text s.enum[1] 1', 'text s.const b']],
    [
      'examples are replaced, their keys checked',
      { examples: [{ k: 'v' }] },
      ['check s.examples[0] (key) k', 'text s.examples[0].k v'],
    ],
    [
      'names of properties are checked',
      { properties: { a: { description: 'd' } } },
      ['check s.properties (key) a', 'text s.properties.*.description d'],
    ],
    ['required names are checked', { required: ['a'] }, ['check s.required[0] a']],
    ['what goes is not read', { pattern: 'a', format: 'date', contentEncoding: 'base64' }, []],
    ['names of the standard are not read', { type: 'string', $schema: 'http://json-schema.org/draft-07/schema#' }, []],
    ['lists of types are checked', { type: ['string'] }, ['check s.type[0] string']],
    ['a type that is none is checked', { type: 'Mary' }, ['check s.type Mary']],
    ['unknown keys are checked, their texts replaced', { 'x-note': 'a' }, ['check s (key) x-note', 'text s.* a']],
    ['numbers behind unknown keys are replaced', { 'x-mrn': 1, minimum: 2 }, ['check s (key) x-mrn', 'text s.* 1']],
    ['so are lists of them', { mrns: [1] }, ['check s (key) mrns', 'text s.mrns[0] 1']],
    ['unknown objects are walked', { x: { 'Mary Lee': 'a' } }, ['check s (key) x', 'check s.x (key) Mary Lee', 'text s.x.* a']],
  ])('%s', (_reason, schema, expected) => {
    expect(walk(schema).leaves).toEqual(expected);
  });
});

test.each<[string, string[], boolean]>([
  ['months', ['January', 'February', 'March', 'April', 'May', 'June'], true],
  ['months that may be names, but for one', ['January', 'April', 'May', 'June'], true],
  ['weekdays', ['mon', 'tue', 'Wednesday'], true],
  ['months that are first names', ['April', 'May', 'June'], false],
  ['months and something else', ['January', 'Maria'], false],
  ['nothing', [], false],
])('a choice of %s is searched for known values alone: %s', (_what, values, isKnownOnly) => {
  const leaves = schemaLeaves({ parent: { schema: { enum: values } }, key: 'schema' }, 's', nobody);
  expect(leaves.map(({ segment }) => segment.knownOnly === true)).toEqual(values.map(() => isKnownOnly));
});

test('names of properties are searched as names of things, one of several', () => {
  const schema = { properties: { london: {}, Maria: {} }, required: ['london'] };
  const leaves = schemaLeaves({ parent: { schema }, key: 'schema' }, 's', nobody);
  const choices = { values: ['london', 'Maria'] };
  expect(leaves.map(({ segment }) => segment)).toMatchObject(
    ['london', 'Maria', 'london'].map((text) => ({ text, isName: true, choices })),
  );
});

test.each<[string, JsonObject, boolean]>([
  ['what points to a definition', { $ref: '#/$defs/Jordan' }, true],
  ['the address of a schema', { $id: 'https://schemas.acme.dev/jordan/person.schema.json' }, true],
  ['an address with a number', { $id: 'https://acme.dev/patients/4471982/schema.json' }, false],
  ['an address with a query', { $ref: 'https://acme.dev/schema?mrn=1' }, false],
])('%s is searched for known values alone: %j %s', (_what, schema, isKnownOnly) => {
  const leaves = schemaLeaves({ parent: { schema }, key: 'schema' }, 's', nobody);
  expect(leaves.map(({ kind, segment }) => [kind, segment.knownOnly === true])).toEqual([['check', isKnownOnly]]);
});

test.each<[string, JsonObject]>([
  ['a definition', { $defs: { Jordan: {} } }],
  ['an anchor', { $anchor: 'Jordan' }],
])('%s is the name of a thing', (_what, schema) => {
  const [leaf] = schemaLeaves({ parent: { schema }, key: 'schema' }, 's', nobody);
  expect(leaf?.segment).toEqual({ text: 'Jordan', isName: true });
});

describe('choices', () => {
  const choicesOf = (schema: JsonObject) =>
    schemaLeaves({ parent: { schema }, key: 'schema' }, 's', nobody).flatMap(({ segment: { text, choices } }) =>
      choices === undefined || choices.values.length === 0
        ? []
        : [`${text} of ${choices.name ?? ''}: ${choices.values.join(' ')}`],
    );

  test.each<[string, JsonObject, string[]]>([
    ['an enum, and its default', { enum: ['a', 'b', 1], default: 'a' }, ['a of : a b', 'b of : a b', '1 of : a b', 'a of : a b']],
    ['constants beside each other', { oneOf: [{ const: 'a' }, { const: 'b' }] }, ['a of : a b', 'b of : a b']],
    ['one alone has no choice', { const: 'a' }, []],
    ['texts are none', { enum: ['a', 'b'], description: 'c' }, ['a of : a b', 'b of : a b']],
  ])('%s', (_what, schema, expected) => {
    expect(choicesOf(schema)).toEqual(expected);
  });

  test('are called as their property is, and properties are choices of what holds them', () => {
    const schema = { properties: { accentColor: { items: { enum: ['a', 'b'] } } }, required: ['accentColor'] };
    expect(choicesOf({ properties: { theme: schema } })).toEqual([
      'theme of : theme',
      'accentColor of theme: accentColor',
      'a of accent Color: a b',
      'b of accent Color: a b',
      'accentColor of theme: accentColor',
    ]);
  });
});
