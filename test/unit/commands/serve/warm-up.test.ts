import { warmUp } from '../../../../src/commands/serve/warm-up';
import { compileRegex } from '../../../../src/rules/reading/compile-rule';
import type { CompiledRule, RuleSet } from '../../../../src/rules/types';
import { patternRule, ruleSetOf } from '../../../support/rule-set';

/** A rule whose regexes write down what they are run on. */
function listeningRule(count: number): { rule: CompiledRule; heard: string[] } {
  const heard: string[] = [];
  const rule = patternRule('ID', 'never(?<value>y)');
  const patterns = Array.from({ length: count }, (_, index) => {
    const compiled = compileRegex(`never(?<value>${index})`);
    const { regex } = compiled;
    const original = regex.test.bind(regex);
    regex.test = (text) => {
      heard.push(`${index}:${text}`);
      return original(text);
    };
    return { name: `p${index}`, ...compiled, score: 1, validator: undefined };
  });
  return { rule: { ...rule, patterns }, heard };
}

test('every regex is run twice on either kind of text, those of policies too', async () => {
  const own = listeningRule(23);
  const ofPolicies = listeningRule(2);
  const ruleSet: RuleSet = { ...ruleSetOf([own.rule]), policyRules: [ofPolicies.rule] };
  await warmUp(ruleSet);
  const expected = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => ['x', 'x', '→', '→'].map((text) => `${index}:${text}`)).flat();
  expect(own.heard).toEqual(expected(23));
  expect(ofPolicies.heard).toEqual(expected(2));
});

test('it ends when told, with room for others in between', async () => {
  const { rule, heard } = listeningRule(100);
  const ending = new AbortController();
  const warmed = warmUp(ruleSetOf([rule]), ending.signal);
  while (heard.length === 0) await new Promise((resolve) => setImmediate(resolve));
  ending.abort();
  await warmed;
  expect(heard.length).toBeLessThan(200);
});
