import { countMarksNear } from '../../../../src/detect/tagger/document-marks';
import { gatherEvidence } from '../../../../src/detect/tagger/rule-evidence';
import { tokenise } from '../../../../src/detect/tagger/tokens';
import type { Candidate } from '../../../../src/detect/types';
import type { Entity } from '../../../../src/rules/types';

const text = 'Seen Ann Lee on 3/4 strength feeds';
const tokens = tokenise(text);

function candidate(value: string, entity: Entity, score: number): Candidate {
  const start = text.indexOf(value);
  return {
    start,
    end: start + value.length,
    entity,
    score,
    rule: 'a',
    pattern: 'b',
    priority: 50,
    evidence: { base: score, note: '' },
  };
}

const name = candidate('Ann Lee', 'NAME', 0.9);
const word = (value: string): number => tokens.starts.indexOf(text.indexOf(value));

test('tokens know the winner that covers them, by entity and band of score', () => {
  const { marks } = gatherEvidence(tokens, { winners: [name], candidates: [] });
  const likely = gatherEvidence(tokens, { winners: [{ ...name, score: 0.7 }], candidates: [] }).marks;
  expect([word('Seen'), word('Ann'), word('Lee'), word('on')].map((token) => marks[token] !== 0)).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(likely[word('Ann')]).not.toBe(marks[word('Ann')]);
});

test('tokens know what is too weak to stand, the strongest of it', () => {
  const refused = candidate('3/4', 'DATE', 0.1);
  const doubtful = candidate('3/4', 'DATE', 0.4);
  const of = (candidates: Candidate[]): number | undefined =>
    gatherEvidence(tokens, { winners: [], candidates }).weakMarks[word('3')];
  expect(of([])).toBe(0);
  expect(of([{ ...refused, score: 0.5 }])).toBe(0);
  expect(of([doubtful])).not.toBe(of([refused]));
  expect(of([doubtful, refused])).toBe(of([doubtful]));
});

test('what is hidden is not marked, but counts for how full of identifiers the text is', () => {
  const all = gatherEvidence(tokens, { winners: [name], candidates: [] });
  const hidden = gatherEvidence(tokens, { winners: [name], candidates: [], visible: [] });
  const none = gatherEvidence(tokens, { winners: [], candidates: [] });
  expect(hidden.marks).toEqual(none.marks);
  expect(hidden.density).toBe(all.density);
  expect(hidden.density).toBeGreaterThan(none.density);
});

test.each([
  ['nothing around', [0, 0, 0], 1, 0],
  ['not itself', [0, 5, 5], 1, 0],
  ['one before', [3, 0, 0], 2, 1],
  ['two that touch', [3, 4, 0], 2, 2],
  ['one of several tokens', [3, 3, 0], 2, 1],
  ['at the far end before', [3, ...new Array(29).fill(0), 0], 30, 1],
  ['out of reach before', [3, ...new Array(30).fill(0), 0], 31, 0],
  ['at the far end behind', [0, ...new Array(29).fill(0), 3], 0, 1],
  ['beside a long one that began out of reach', [...new Array(40).fill(3), 0, 5], 38, 1],
])('winners around a token: %s', (_what, near, token, expected) => {
  const far = new Array(40).fill(0);
  expect(countMarksNear(Uint8Array.from([...far, ...near, ...far]))[40 + token]).toBe(expected);
});

test.each([
  [10, 0, 1],
  [19, 0, 1],
  [20, 0, 0],
  [200, 1, 2],
  [100, 1, 3],
  [100, 2, 3],
  [100, 3, 4],
  [100, 5, 4],
  [100, 6, 5],
  [100, 11, 5],
  [100, 12, 6],
  [100, 100, 6],
])('of %i words %i are surely PHI: density %i', (words, sure, density) => {
  const long = 'word '.repeat(words);
  const winners = Array.from({ length: sure }, (_, index) => ({ ...name, start: 5 * index, end: 5 * index + 4 }));
  expect(gatherEvidence(tokenise(long), { winners, candidates: [] }).density).toBe(density);
});
