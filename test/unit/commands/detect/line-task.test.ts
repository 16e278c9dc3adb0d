import { deidentifyLine } from '../../../../src/commands/detect/line-task';
import { projectRules } from '../../../support/project-rules';

const ruleSet = projectRules();
const outputOf = (line: string): unknown => {
  const result = deidentifyLine(line, ruleSet);
  return 'output' in result ? JSON.parse(result.output) : result;
};

test('gives id, spans and de-identified text; offsets are UTF-16 code units', () => {
  expect(outputOf('{"id":"a","text":"😀 SSN: 123-45-6789"}')).toEqual({
    id: 'a',
    spans: [{ start: 8, end: 19, entity: 'SSN', token: '[SSN_1]', rule: expect.any(String), score: expect.any(Number) }],
    text: '😀 SSN: [SSN_1]',
  });
});

test('a text without PHI comes back as it was', () => {
  const text = 'Takes 5 mg "as needed".\n\ud83d\ude00';
  expect(outputOf(JSON.stringify({ id: 7, text, more: 1 }))).toEqual({ id: 7, spans: [], text });
});

test.each(['12345678901234567890', '9007199254740993', '-0.1', '7', '1e400', '"7"'])('id %s comes out as it was', (id) => {
  expect(deidentifyLine(`{"text":"x","id":${id}}`, ruleSet)).toEqual({ output: `{"id":${id},"spans":[],"text":"x"}\n` });
});

test('of a key that stands twice the last counts', () => {
  expect(deidentifyLine('{"id":1,"text":"x","text":"y","id":9007199254740993}', ruleSet)).toEqual({
    output: '{"id":9007199254740993,"spans":[],"text":"y"}\n',
  });
});

test('documents do not share tokens: each starts at 1', () => {
  for (const ssn of ['123-45-6789', '321-54-9876']) {
    expect(outputOf(JSON.stringify({ id: 'x', text: `SSN: ${ssn}` }))).toMatchObject({ text: 'SSN: [SSN_1]' });
  }
});

test.each([
  ['broken JSON', '{"id": 1, "text": "Zebulon', 'is not valid JSON'],
  ['a list', '["Zebulon"]', 'is not an object'],
  ['null', 'null', 'is not an object'],
  ['a line without id', '{"text": "Zebulon"}', 'has no "id"'],
  [
    'a number of many digits in a line nested deeply',
    `{"id":1.5,"text":"Zebulon","x":${'['.repeat(9999)}${']'.repeat(9999)}}`,
    'is nested too deeply',
  ],
  ['a line whose text is no string', '{"id": 1, "text": ["Zebulon"]}', 'has no "text"'],
])('refuses %s and does not quote it', (_, line, reason) => {
  const result = outputOf(line) as { readonly problem: string };
  expect(result.problem).toContain(reason);
  expect(result.problem).not.toContain('Zebulon');
});

test('a detector that breaks gives a problem, never an output', () => {
  const broken = { ...ruleSet, lists: new Map() };
  expect(deidentifyLine('{"id": 1, "text": "Dr. Zebulon Roe, SSN 123-45-6789"}', broken)).toEqual({
    problem: expect.stringMatching(/^could not be de-identified: internal error(?!.*Zebulon)/),
  });
});
