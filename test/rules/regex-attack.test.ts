import { compileRegex } from '../../src/rules/reading/compile-rule';
import type { CompiledPattern, CompiledRule } from '../../src/rules/types';
import { contentHash, remembered } from '../support/cache';
import { projectRules } from '../support/project-rules';
import { measureYardstick, weaknesses } from '../support/regex-attack';

const ruleSet = projectRules();
const rules = [...ruleSet.rules, ...(ruleSet.policyRules ?? [])];
/** Parts that policies keep are cut by regexes, too; their `value` is what stays. */
const parts = [...(ruleSet.policies?.values() ?? [])].flatMap(({ id, keeps, examples }) =>
  keeps.parts.map(({ name, regex }) => [`${id}/${name}`, regex, examples] as const),
);
const yardstick = measureYardstick();
const attacks = contentHash('test/support/regex-attack.ts');

/** Attacks take minutes: a pattern is attacked again only when it, its examples or the attacks have changed. */
function expectStrong(rule: string, pattern: CompiledPattern, examples: CompiledRule['examples']): void {
  const { source, flags } = pattern.regex;
  const texts = examples.map(({ text, spans }) => [text, spans]);
  remembered(`withstood-${rule}-${pattern.name}`, JSON.stringify([attacks, source, flags, texts]), () => {
    expect(weaknesses(pattern, examples, yardstick)).toEqual([]);
  });
}

describe('no text makes a pattern slow', () => {
  test.each(rules.filter(({ patterns }) => patterns.length > 0).map((rule) => [rule.id, rule] as const))(
    '%s',
    (id, { patterns, examples }) => {
      for (const pattern of patterns) expectStrong(id, pattern, examples);
    },
    400_000,
  );

  test.each(parts)(
    '%s',
    (name, { source, flags }, examples) => {
      const pattern = { name, ...compileRegex(source, flags.includes('i') ? 'i' : ''), score: 1, validator: undefined };
      expectStrong('what-policies-keep', pattern, examples);
    },
    400_000,
  );
});
