import { splitAtSentences } from '../../../../src/detect/winners/split-at-sentences';
import type { RuleSet, WordList } from '../../../../src/rules/types';

const ruleSet = { lists: new Map([['name-titles', new Map([['engr', 1]]) as unknown as WordList]]) } as unknown as RuleSet;

test.each([
  ['Adams. Peter', ['Adams', 'Peter']],
  ['JOHN SMITH. Smith, John', ['JOHN SMITH', 'Smith, John']],
  ['Ann Novak.  Petr Novak. Jana Novak', ['Ann Novak', 'Petr Novak', 'Jana Novak']],
  ['Wm. Trask', ['Wm. Trask']],
  ['Chas. R. Vidrine', ['Chas. R. Vidrine']],
  ['Engr. Lawani', ['Engr. Lawani']],
  ['Peter J. Adams', ['Peter J. Adams']],
])('%s', (value, expected) => {
  const text = `saw ${value} today`;
  const winner = {
    start: 4,
    end: 4 + value.length,
    entity: 'NAME',
    score: 0.9,
    rule: 'a',
    pattern: 'b',
    priority: 50,
    evidence: { base: 0.9 },
  } as const;
  expect(splitAtSentences(text, [winner], ruleSet).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  expect(splitAtSentences(text, [{ ...winner, entity: 'ORG' }], ruleSet)).toHaveLength(1);
});
