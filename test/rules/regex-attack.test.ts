import { join } from 'node:path';
import { compileRegex } from '../../src/rules/compile-rule';
import { loadRules } from '../../src/rules/load';
import { measureYardstick, weaknesses } from '../support/regex-attack';

const ruleSet = loadRules(join(__dirname, '../../rules'));
const rules = [...ruleSet.rules, ...(ruleSet.policyRules ?? [])];
/** Parts that policies keep are cut by regexes, too; their `value` is what stays. */
const parts = [...(ruleSet.policies?.values() ?? [])].flatMap(({ id, keeps, examples }) =>
  keeps.parts.map(({ name, regex }) => [`${id}/${name}`, regex, examples] as const),
);
const yardstick = measureYardstick();

describe('no text makes a pattern slow', () => {
  test.each(rules.filter(({ patterns }) => patterns.length > 0).map((rule) => [rule.id, rule] as const))(
    '%s',
    (_id, { patterns, examples }) => {
      expect(patterns.flatMap((pattern) => weaknesses(pattern, examples, yardstick))).toEqual([]);
    },
    400_000,
  );

  test.each(parts)(
    '%s',
    (name, { source, flags }, examples) => {
      const pattern = { name, ...compileRegex(source, flags.includes('i') ? 'i' : ''), score: 1, validator: undefined };
      expect(weaknesses(pattern, examples, yardstick)).toEqual([]);
    },
    400_000,
  );
});
