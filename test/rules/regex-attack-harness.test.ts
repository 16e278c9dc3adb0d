import { compileRegex } from '../../src/rules/reading/compile-rule';
import type { CompiledPattern } from '../../src/rules/types';
import { measureYardstick, weaknesses } from '../support/regex-attack';

const yardstick = measureYardstick();

function patternOf(regex: RegExp): CompiledPattern {
  return { name: 'tried', ...compileRegex(regex.source), score: 1, validator: undefined };
}

describe('the attacks find patterns known to be bad', () => {
  test.each([
    ['two open repeats behind a label', /\bMRN\s*:?\s*(?<value>\d{5})/gu],
    ['a leading open repeat', /\s*(?<value>\d{5})x/gu],
    ['three open repeats', /chart\s*\s*\s*(?<value>\d{5})/gu],
    ['long neighbours, bounded', /chart[\w ]{0,900}[\w ]{0,900}(?<value>!)/gu],
  ])('%s', (_what, regex) => {
    expect(weaknesses(patternOf(regex), [], yardstick, 1)).toHaveLength(1);
  });

  test('and pass one that keeps the house rules', () => {
    expect(weaknesses(patternOf(/\bMRN\s{0,3}:?\s{0,3}(?<value>\d{5,12})\b/gu), [], yardstick)).toEqual([]);
  });
});
