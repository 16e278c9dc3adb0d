import { trimWords } from '../../../../src/detect/tagger/trim-words';
import type { Entity, RuleSet } from '../../../../src/rules/types';

const lists: RuleSet['lists'] = new Map([
  ['function-words', new Map([...'by of and the a at'.split(' ')].map((word) => [word, 0]))],
  ['not-names', new Map([['call', 0]])],
]);

test.each<[Entity, string, string]>([
  ['ADDRESS', 'Alachua County by', 'Alachua County'],
  ['ORG', 'Elm Street Clinic and the', 'Elm Street Clinic'],
  ['NAME', 'Call Eric', 'Eric'],
  ['NAME', 'the Hendersons', 'Hendersons'],
  ['NAME', 'Jo A', 'Jo A'],
  ['ORG', 'The Elms', 'The Elms'],
  ['ORG', 'the Elms', 'the Elms'],
  ['ORG', 'at Elm Grove Clinic', 'Elm Grove Clinic'],
  ['DATE', 'March 3 of', 'March 3 of'],
])('%s "%s" is "%s"', (entity, text, expected) => {
  const candidate = {
    entity,
    start: 0,
    end: text.length,
    score: 0.9,
    rule: 'tagger',
    pattern: entity,
    priority: 40,
    evidence: { base: 1 },
  };
  const [{ start, end } = candidate] = trimWords(text, [candidate], { rules: [], lists, sha256: '' });
  expect(text.slice(start, end)).toBe(expected);
});
