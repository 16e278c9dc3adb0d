import type { Member } from '../../../../src/detect/records/data-node';
import { visitFields } from '../../../../src/detect/records/field-names';
import { scanJson } from '../../../../src/detect/records/scan-json';
import type { Field } from '../../../../src/detect/types';

/** The fields of the values that are written as `@`, in their order. */
function fieldsOf(data: string, label?: string): (Field | undefined)[] {
  const fields: (Field | undefined)[] = [];
  for (const root of scanJson(data)) {
    visitFields(root, label, { value: ({ text }, field) => (text.startsWith('@') ? fields.push(field) : undefined) });
  }
  return fields;
}

const namesOf = (data: string, label?: string): readonly string[] => fieldsOf(data, label)[0]?.names ?? [];

describe('the first name of a value', () => {
  test.each([
    ['its key', '{"mrn":"@"}', 'mrn'],
    ['the key of its list', '{"mrns":["@"]}', 'mrn'],
    ['a word in s that is no plural', '{"address":["@"]}', 'address'],
    ['the key above one that says nothing', '{"mrn":{"value":"@"}}', 'mrn'],
    ['two keys above', '{"lastName":{"value":{"originalValue":"@"}}}', 'last Name'],
    ['typed values', '{"lastName":{"S":"@"}}', 'last Name'],
    ['text of an element', '{"LastName":{"_text":"@"}}', 'Last Name'],
    ['columns of lists by number', '{"mrn":{"0":"@"}}', 'mrn'],
    ['conditions', '{"mrn":{"$in":["@"]}}', 'mrn'],
    ['a key beside it', '{"key":"acct","value":"@"}', 'acct'],
    ['a key behind it', '{"value":"@","name":"acct"}', 'acct'],
    ['the most telling one', '{"type":"text","field":"acct","value":"@"}', 'acct'],
    ['a description of its own', '{"type":{"coding":[{"code":"AN"}],"text":"Account number"},"value":"@"}', 'Account number'],
    ['a path', '{"op":"replace","path":"/patient/mrn","value":"@"}', 'mrn'],
    ['an extension', '{"url":"http://example.org/fhir/account-number","valueString":"@"}', 'account number'],
    ['a question', '{"question":"What is your MRN?","answer":"@"}', 'What is your MRN'],
    ['what is beside counts for a list of answers', '{"text":"MRN","answer":[{"valueString":"@"}]}', 'MRN'],
    ['nothing beside it, nothing above', '{"value":"@"}', 'value'],
    ['heads beside rows', '{"columns":["acct","mrn"],"data":[["1","@"]]}', 'mrn'],
    ['heads that are records', '{"headers":[{"name":"acct"},{"name":"mrn"}],"rows":[["1","@"]]}', 'mrn'],
    ['the first row', '[["acct","mrn"],["1","2"],["3","@"]]', 'mrn'],
    ['an entry', '{"entries":[["acct","1"],["mrn","@"]]}', 'mrn'],
  ])('%s', (_reason, data, expected) => {
    expect(namesOf(data)[0]).toBe(expected);
  });
});

test.each([
  ['what a key means together with the key above', '{"account":{"number":"@"}}', 'account number'],
  ['part of a name', '{"name":{"last":"@"}}', 'last name'],
  ['part of a name that a key beside it tells', '{"name":"family","valueString":"@"}', 'family name'],
  ['the type of an id', '{"resourceType":"Patient","id":"@"}', 'Patient id'],
  ['what a question asks for', '{"question":"What is your last name?","answer":"@"}', 'last name'],
  ['the head behind an entry', '[["name","mrn"],["May","@"]]', 'mrn'],
])('among the names: %s', (_reason, data, expected) => {
  expect(namesOf(data)).toContain(expected);
});

test.each([
  ['whose it is', '{"question":"Language of the patient","answer":"@"}', 'patient'],
  ['a key above one that names its value', '{"account":{"status":"@"}}', 'account'],
  ['a head of rows of another width', '{"columns":["mrn"],"data":[["1","@"]]}', 'mrn'],
  ['a description by itself', '{"field":"@","value":"1"}', 'value'],
])('not among them: %s', (_reason, data, name) => {
  expect(namesOf(data)).not.toContain(name);
});

test('a label stands above all', () => {
  expect(namesOf('{"value":"@"}', 'mrn')[0]).toBe('mrn');
});

test('what stands beside it in its record', () => {
  expect(fieldsOf('{"id":"@","patientName":"x"}')[0]?.beside).toEqual(['id', 'patient Name']);
  expect(fieldsOf('{"columns":["id","mrn"],"data":[["@","1"]]}')[0]?.beside).toEqual(['id', 'mrn']);
});

test('keys and values come in the order of the data', () => {
  const order: string[] = [];
  for (const root of scanJson('{"b":{"2":"x","1":["y"]},"a":5}')) {
    visitFields(root, undefined, { key: ({ key }) => order.push(key), value: ({ text }) => order.push(text) });
  }
  expect(order).toEqual(['b', '2', 'x', '1', 'y', 'a', '5']);
});

describe('a record of many values', () => {
  let looks = 0;
  const counted = (key: string, value: Member<number>['value'] = { kind: 'scalar', text: '1', at: 0 }): Member<number> =>
    Object.defineProperty({ key, at: 0, value }, 'key', {
      get: () => {
        looks += 1;
        return key;
      },
    });
  const record = (...members: Member<number>[]): Member<number>['value'] => ({ kind: 'record', members });
  const many = (keyOf: (index: number) => string): Member<number>[] =>
    Array.from({ length: 1000 }, (_, index) => counted(keyOf(index)));

  test.each([
    ['what describes them', record(...many(String))],
    ['what describes them, which all of them may', record(...many((index) => `${'_'.repeat(index)}id`))],
    ['a description of many values', record(counted('type', record(...many(() => 'code'))), ...many(() => 'value'))],
  ])('is looked through once for %s', (_what, data) => {
    looks = 0;
    visitFields(data, undefined, { value: () => undefined });
    expect(looks).toBeLessThan(20 * 1000);
  });
});

test('the values of a list have one field, which is copied for a thread once', () => {
  const [first, second] = fieldsOf('{"mrn":{"value":["@","@"]}}');
  expect(first).toBe(second);
  expect(first?.names[0]).toBe('mrn');
});

test('of the names from above no more are handed down than count', () => {
  const deep = Array.from({ length: 100 }, () => '{"type":"a b c","value":').join('');
  const [field] = fieldsOf(`${deep}"@"${'}'.repeat(100)}`);
  expect(field?.names).toHaveLength(8);
});
