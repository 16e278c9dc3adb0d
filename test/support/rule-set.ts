import { compileRegex } from '../../src/rules/reading/compile-rule';
import type { CompiledPattern, CompiledRule, Entity, RuleSet } from '../../src/rules/types';

/** A rule with one pattern, made by hand: nothing checks its regex, so that a test can plant a bad one. */
export function patternRule(entity: Entity, regex: string, more: Partial<CompiledRule & CompiledPattern> = {}): CompiledRule {
  const { name = 'by-hand', score = 0.9, validator, ...rule } = more;
  return {
    id: `${entity.toLowerCase()}-by-hand`,
    entity,
    hipaa: ['R'],
    description: 'A rule of a test.',
    recognizer: 'pattern',
    patterns: [{ name, ...compileRegex(regex), score, validator }],
    lists: [],
    context: undefined,
    allowList: new Set(),
    priority: 50,
    examples: [],
    nonExamples: [],
    file: 'by-hand.yaml',
    ...rule,
  };
}

/** A rule set made by hand; the words given are its ordinary ones. */
export function ruleSetOf(rules: readonly CompiledRule[], ordinary: readonly string[] = []): RuleSet {
  return { rules, lists: new Map([['common-words', new Map(ordinary.map((word) => [word, 10]))]]), sha256: '0'.repeat(64) };
}

/** Names behind a title, numbers of seven digits, SSNs, addresses of mail: enough for tests of what happens behind detection. */
export const SIMPLE_RULES: readonly CompiledRule[] = [
  patternRule('NAME', '\\b(?:Dr\\.|Mr\\.|Ms\\.|Patient|patient) (?<value>\\p{Lu}\\p{L}+(?: \\p{Lu}\\p{L}+)?)'),
  patternRule('MRN', '(?<![\\p{L}\\p{N}-])(?<value>\\d{7})(?![\\p{L}\\p{N}-])'),
  patternRule('SSN', '(?<!\\d)(?<value>\\d{3}-\\d{2}-\\d{4})(?!\\d)'),
  patternRule('EMAIL', '(?<value>[a-z.]{1,30}@[a-z.]{1,30}\\.[a-z]{2,3})'),
];
