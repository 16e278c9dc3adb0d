import { join } from 'node:path';
import { loadRules } from '../../src/rules/load';
import { measureYardstick, weaknesses } from '../support/regex-attack';

const { rules } = loadRules(join(__dirname, '../../rules'));
const yardstick = measureYardstick();

describe('no text makes a pattern slow', () => {
  test.each(rules.filter(({ patterns }) => patterns.length > 0).map((rule) => [rule.id, rule] as const))(
    '%s',
    (_id, { patterns, examples }) => {
      expect(patterns.flatMap((pattern) => weaknesses(pattern, examples, yardstick))).toEqual([]);
    },
    120_000,
  );
});
