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
  process.stdout.write(
    `OK: ${ruleSet.rules.length} rules, ${examples} examples and ${nonExamples} non-examples hold, ${ruleSet.lists.size} word lists\n` +
      `SHA-256 ${ruleSet.sha256}\n`,
  );
}
