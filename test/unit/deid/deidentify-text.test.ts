import { deidentifyText } from '../../../src/deid/deidentify-text';
import { ruleSetOf, SIMPLE_RULES } from '../../support/rule-set';

const rules = ruleSetOf(SIMPLE_RULES);

test.each([
  ['values become tokens', 'Patient Canarysmith, 123-45-6789', 'Patient [NAME_1], [SSN_1]'],
  ['a known value everywhere', 'canarysmith: Patient Canarysmith', '[NAME_1]: Patient [NAME_1:full]'],
  ['numbers in use are left free', '[NAME_1] Patient Canarysmith', '[NAME_1] Patient [NAME_2]'],
  ['nothing to replace', 'BP 120/80', 'BP 120/80'],
  ['nothing', '', ''],
])('%s', (_reason, text, expected) => {
  expect(deidentifyText(text, rules).text).toBe(expected);
});

test('each span names its token and its place in the text as given', () => {
  const text = 'Patient Canarysmith, 123-45-6789';
  const { spans } = deidentifyText(text, rules);
  expect(spans.map(({ start, end, token }) => [text.slice(start, end), token])).toEqual([
    ['Canarysmith', '[NAME_1]'],
    ['123-45-6789', '[SSN_1]'],
  ]);
});
