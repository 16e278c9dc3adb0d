import { detect } from '../../detect/detect';
import { loadRules } from '../../rules/load';
import { assertProven } from '../../rules/prove';
import type { RulesOptions } from '../rules';

/** Loads and proves the rules; prints one line when all holds. @throws RuleLoadError with every problem. */
export function checkRules({ rules: directory }: RulesOptions): void {
  const ruleSet = loadRules(directory);
  assertProven(directory, ruleSet, detect);
  const examples = ruleSet.rules.reduce((sum, rule) => sum + rule.examples.length, 0);
  const nonExamples = ruleSet.rules.reduce((sum, rule) => sum + rule.nonExamples.length, 0);
  const checked = `${count(ruleSet.rules.length, 'rule')}, ${count(examples, 'example')} and ${count(nonExamples, 'non-example')} hold`;
  process.stdout.write(`OK: ${checked}, ${count(ruleSet.lists.size, 'word list')}\nSHA-256 ${ruleSet.sha256}\n`);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
