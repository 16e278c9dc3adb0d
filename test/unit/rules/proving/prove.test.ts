import { detect } from '../../../../src/detect/detect';
import { loadRules } from '../../../../src/rules/load';
import { formatProblem } from '../../../../src/rules/problem';
import { assertProven, proveRules } from '../../../../src/rules/proving/prove';
import type { Detect } from '../../../../src/rules/proving/prove-policy';
import { GOOD_FOLDER, GOOD_RULE, removeRuleFolders, writeRuleFolder } from '../../../support/rule-folder';

afterAll(removeRuleFolders);

const load = (rule: string, more: Readonly<Record<string, string>> = {}) =>
  loadRules(writeRuleFolder({ ...GOOD_FOLDER, 'record.yaml': rule, ...more }));
const prove = (rule: string): string[] => proveRules(load(rule), detect).map(formatProblem);

test('a rule whose examples hold is proven', () => {
  expect(prove(GOOD_RULE)).toEqual([]);
  expect(() => assertProven('rules', load(GOOD_RULE), detect)).not.toThrow();
});

test.each([
  [
    'a missed example',
    GOOD_RULE.replace('MRN [[12345]]', 'chart [[12345]]'),
    [
      'record.yaml:13 examples[1]: alone: MRN at 6-11 is not found',
      'record.yaml:13 examples[1]: with all rules: 6-11 is not covered',
    ],
  ],
  [
    'a span that is cut differently',
    GOOD_RULE.replace('MRN [[12345]]', '[[MRN 12345]]'),
    [
      'record.yaml:13 examples[1]: alone: MRN at 0-9 is not found; found instead: MRN at 4-9 (labelled, 0.90)',
      'record.yaml:13 examples[1]: with all rules: 0-9 is not covered; found instead: MRN at 4-9 (labelled, 0.90)',
    ],
  ],
  [
    'a detection that is not marked',
    GOOD_RULE.replace('MRN: [[654321]]', 'MRN: 654321'),
    ['record.yaml:14 examples[2]: alone: finds MRN at 21-27 (labelled, 0.90), which is not marked'],
  ],
  [
    'a non-example that is found',
    GOOD_RULE.replace("MRN 1234'", "MRN 12345'"),
    [
      'record.yaml:18 non_examples[2]: alone: finds MRN at 4-9 (labelled, 0.90), although it is a non-example',
      'record.yaml:18 non_examples[2]: with all rules: finds MRN at 4-9 (labelled, 0.90), although it is a non-example',
    ],
  ],
])('%s is a problem at its line', (_what, rule, expected) => {
  expect(prove(rule)).toEqual(expected);
});

test('a pattern whose score is too low by itself is named where its example is missed', () => {
  expect(prove(GOOD_RULE.replace('score: 0.9', 'score: 0.4'))[0]).toMatch(
    /alone: MRN at \d+-\d+ is not found; a score below 0\.5 finds nothing without a boost \(labelled\)$/,
  );
});

test('a rule is proven alone: another rule does not help it', () => {
  const other = GOOD_RULE.replace('id: record', 'id: chart')
    .replace('bMRN', 'bchart')
    .replaceAll("'MRN", "'chart")
    .replace('and MRN', 'and chart');
  const ruleSet = load(GOOD_RULE.replace('MRN [[12345]]', 'chart [[12345]]'), { 'chart.yaml': other });
  expect(proveRules(ruleSet, detect).map(formatProblem)).toEqual(['record.yaml:13 examples[1]: alone: MRN at 6-11 is not found']);
});

test('an engine that throws fails the proof', () => {
  const broken: Detect = () => {
    throw new Error('no such list');
  };
  expect(proveRules(load(GOOD_RULE), broken)).toHaveLength(12);
  expect(() => assertProven('rules', load(GOOD_RULE), broken)).toThrow('examples[0]: the engine failed: no such list');
});
