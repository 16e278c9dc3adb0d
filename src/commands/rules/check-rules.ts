import { detect } from '../../detect/detect';
import { loadRuleBundle } from '../../rules/load';
import { assertProven } from '../../rules/proving/prove';
import type { RulesOptions } from '../rules';

/** Loads and proves the rules; prints one line when all holds. @throws RuleLoadError with every problem. */
export function checkRules({ rules: directory }: RulesOptions): void {
  const { ruleSet } = loadRuleBundle(directory);
  assertProven(directory, ruleSet, detect);
  const rules = [...ruleSet.rules, ...(ruleSet.policyRules ?? [])];
  const policies = [...(ruleSet.policies?.values() ?? [])];
  const examples = [...rules, ...policies].reduce((sum, one) => sum + one.examples.length, 0);
  const nonExamples = rules.reduce((sum, rule) => sum + rule.nonExamples.length, 0);
  const checked = `${count(rules.length, 'rule')}, ${count(examples, 'example')} and ${count(nonExamples, 'non-example')} hold`;
  const policyCount = policies.length === 0 ? '' : `, ${plural(policies.length, 'policy', 'policies')}`;
  const useCases = ruleSet.useCases?.length ? `, ${count(ruleSet.useCases.length, 'use-case rule')}` : '';
  const besides = `${count(ruleSet.lists.size, 'word list')}${policyCount}${useCases}`;
  process.stdout.write(`OK: ${checked}, ${besides}\nSHA-256 ${ruleSet.sha256}\n`);
}

function count(number: number, noun: string): string {
  return plural(number, noun, `${noun}s`);
}

function plural(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
