import { detect } from '../../../../src/detect/detect';
import { loadRules } from '../../../../src/rules/load';
import { formatProblem } from '../../../../src/rules/problem';
import { proveRules } from '../../../../src/rules/proving/prove';
import { policyNames, ruleSetFor } from '../../../../src/rules/rule-set-for';
import { GOOD_FOLDER, GOOD_RULE, loadProblems, removeRuleFolders, writeRuleFolder } from '../../../support/rule-folder';

afterAll(removeRuleFolders);

const POLICY = `id: house
description: Record numbers stay.
references: ["https://www.ecfr.gov/current/title-45/section-164.514"]
keep:
  entities: [MRN]
examples:
  - 'MRN: 123456, locker [[B204]]'
  - 'locker [[B205]]'
  - 'locker [[B206]], MRN 00482913'
`;
const LOCKER = GOOD_RULE.replace('id: record', 'id: locker')
  .replace('entity: MRN', 'entity: ID')
  .replace("'\\bMRN[ :]{1,3}(?<value>\\d{5,9})\\b'", "'\\blocker[ :]{1,3}(?<value>[A-Z]\\d{3})\\b'")
  .replace(
    /examples:[\s\S]*?non_examples:/u,
    "policies: [house]\nexamples:\n  - 'locker [[B204]]'\n  - 'a locker: [[C118]]'\n  - 'locker [[A017]] is empty'\nnon_examples:",
  );
const FOLDER = { ...GOOD_FOLDER, 'locker.yaml': LOCKER, 'policies/house.yaml': POLICY };
const TEXT = 'MRN: 123456, locker B204';

const problemsOf = (files: Readonly<Record<string, string>>): string[] => loadProblems({ ...FOLDER, ...files });

function found(policy: string): string[] {
  const view = ruleSetFor(loadRules(writeRuleFolder(FOLDER)), policy);
  if (view === undefined) return ['no such policy'];
  return (detect([{ text: TEXT }], view).segments[0] ?? []).map(({ start, end }) => TEXT.slice(start, end));
}

test('a policy keeps what it names and switches its own rules on', () => {
  expect(found('safe-harbor')).toEqual(['123456']);
  expect(found('house')).toEqual(['B204']);
  expect(found('nonsense')).toEqual(['no such policy']);
});

test('names: the default first, with a file or without', () => {
  expect(policyNames(loadRules(writeRuleFolder(FOLDER)))).toEqual(['safe-harbor', 'house']);
  expect(policyNames(loadRules(writeRuleFolder(GOOD_FOLDER)))).toEqual(['safe-harbor']);
});

test('a view is made once', () => {
  const ruleSet = loadRules(writeRuleFolder(FOLDER));
  expect(ruleSetFor(ruleSet, 'house')).toBe(ruleSetFor(ruleSet, 'house'));
  expect(ruleSetFor(ruleSet, 'safe-harbor')).toBe(ruleSet);
});

test('policies are part of the hash', () => {
  const hash = (description: string): string =>
    loadRules(writeRuleFolder({ ...FOLDER, 'policies/house.yaml': POLICY.replace('Record numbers stay.', description) })).sha256;
  expect(hash('a')).not.toBe(hash('b'));
});

test('examples are proven: exactly what is marked is replaced', () => {
  const prove = (policy: string): string[] =>
    proveRules(loadRules(writeRuleFolder({ ...FOLDER, 'policies/house.yaml': policy })), detect).map(formatProblem);
  expect(prove(POLICY)).toEqual([]);
  const [kept, replaced] = [POLICY.replace('MRN: 123456,', 'MRN: [[123456]],'), POLICY.replace('[[B205]]', 'B205, [[x]]')];
  expect(prove(kept)).toEqual(['policies/house.yaml:7 examples[0]: marked, but stays: 5-10']);
  expect(prove(replaced)).toEqual([
    'policies/house.yaml:8 examples[1]: marked, but stays: 13',
    expect.stringMatching(/^policies\/house\.yaml:8 examples\[1\]: not marked, but replaced: 7-10/),
  ]);
});

test.each([
  [
    'another id',
    { 'policies/house.yaml': POLICY.replace('id: house', 'id: home') },
    "policies/house.yaml:1 id: must be the file's name without .yaml, which is house: change one of the two",
  ],
  [
    'an unknown key',
    { 'policies/house.yaml': `${POLICY}keeps: {}\n` },
    'policies/house.yaml:10 keeps: unknown key; did you mean keep?',
  ],
  [
    'an unknown rule',
    { 'policies/house.yaml': POLICY.replace('entities: [MRN]', 'rules: [nothing/at-all]') },
    'policies/house.yaml:5 keep.rules[0]: there is no such rule or pattern',
  ],
  [
    'an excluded role of answers',
    { 'policies/house.yaml': `${POLICY}exclude_roles: [assistant]\n` },
    'policies/house.yaml:10 exclude_roles[0]: must be one of system, developer',
  ],
  [
    'a slow regex',
    { 'policies/house.yaml': POLICY.replace('entities: [MRN]', "parts: [{ name: a, entity: MRN, regex: '(?<value>\\d*)x' }]") },
    /^policies\/house\.yaml:5 keep\.parts\[0\]\.regex: the repeat/,
  ],
  [
    'a weaker safe-harbor',
    { 'policies/safe-harbor.yaml': POLICY.replace('id: house', 'id: safe-harbor') },
    /^policies\/safe-harbor\.yaml:1 id: safe-harbor keeps and excludes nothing/,
  ],
  [
    'a rule of no policy',
    { 'locker.yaml': LOCKER.replace('[house]', '[home]') },
    'locker.yaml:1 policies: there is no policies/home.yaml',
  ],
  [
    'a policy that is no YAML file',
    { 'policies/house.txt': 'x' },
    'policies/house.txt:1 not a policy; the name must be policies/NAME.yaml',
  ],
])('%s is a problem', (_what, files, expected) => {
  expect(problemsOf(files)).toContainEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
});
