import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detect } from '../../src/detect/detect';
import { loadRuleBundle } from '../../src/rules/load';
import { formatProblem } from '../../src/rules/problem';
import { provePolicyRule, proveRule } from '../../src/rules/proving/prove';
import { provePolicy } from '../../src/rules/proving/prove-policy';
import { LETTERS, ruleSchemaText } from '../../src/rules/reading/schema';
import { ENTITIES } from '../../src/rules/types';

const DIRECTORY = join(__dirname, '../../rules');
const { ruleSet, exclusions } = loadRuleBundle(DIRECTORY);

describe('every rule proves itself, alone and with all rules', () => {
  test.each(ruleSet.rules.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
    expect(proveRule(rule, ruleSet, detect).map(formatProblem)).toEqual([]);
  });
});

describe('every rule of single policies proves itself in each of them', () => {
  test.each((ruleSet.policyRules ?? []).map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
    expect(provePolicyRule(rule, ruleSet, detect).map(formatProblem)).toEqual([]);
  });
});

describe('every policy proves itself', () => {
  test.each([...(ruleSet.policies ?? [])])('%s', (_id, policy) => {
    expect(provePolicy(policy, ruleSet, detect).map(formatProblem)).toEqual([]);
  });
});

test('every letter of the Safe Harbor list has a rule or a reason', () => {
  const served = new Set(ruleSet.rules.flatMap(({ hipaa }) => hipaa));
  expect(LETTERS.filter((letter) => !served.has(letter) && !exclusions.has(letter))).toEqual([]);
});

test('every entity has a rule', () => {
  const found = new Set(ruleSet.rules.map(({ entity }) => entity));
  expect(ENTITIES.filter((entity) => !found.has(entity))).toEqual([]);
});

test('rule.schema.json is current: npm run rules:schema', () => {
  expect(readFileSync(join(DIRECTORY, 'rule.schema.json'), 'utf8')).toBe(ruleSchemaText());
});

test('every rule file names the schema, so that editors check it', () => {
  const without = readdirSync(DIRECTORY)
    .filter((name) => name.endsWith('.yaml') && name !== 'exclusions.yaml' && name !== 'fragments.yaml')
    .filter(
      (name) => !/^# yaml-language-server: \$schema=\.\/rule\.schema\.json$/mu.test(readFileSync(join(DIRECTORY, name), 'utf8')),
    );
  expect(without).toEqual([]);
});
