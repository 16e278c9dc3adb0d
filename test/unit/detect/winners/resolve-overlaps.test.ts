import type { Candidate, Span } from '../../../../src/detect/types';
import {
  comparePrecedence,
  insertSorted,
  resolveOverlaps,
  trimToWords,
  uncovered,
} from '../../../../src/detect/winners/resolve-overlaps';
import type { Entity } from '../../../../src/rules/types';

function candidate(entity: Entity, start: number, end: number, more: Partial<Candidate> = {}): Candidate {
  return { entity, start, end, score: 0.8, rule: entity, pattern: 'p', priority: 50, evidence: { base: 0.8 }, ...more };
}

const short = (list: readonly Candidate[]): string[] => list.map(({ entity, start, end }) => `${entity} ${start}-${end}`);
const resolve = (text: string, ...candidates: Candidate[]): string[] => short(resolveOverlaps(text, candidates).winners);

describe('precedence', () => {
  test.each<[string, Candidate, Candidate]>([
    ['the surer band wins over the longer', candidate('NAME', 0, 5, { score: 0.9 }), candidate('ORG', 0, 20, { score: 0.89 })],
    ['within a band the longer wins', candidate('ORG', 0, 20, { score: 0.71 }), candidate('NAME', 0, 5, { score: 0.89 })],
    ['within a band what is replaced wins over what stays', candidate('NAME', 0, 5), candidate('ORG', 0, 20, { stays: true })],
    ['then the priority', candidate('ORG', 0, 5, { priority: 60, score: 0.7 }), candidate('NAME', 0, 5, { score: 0.8 })],
    ['then the score', candidate('ORG', 0, 5, { score: 0.85 }), candidate('NAME', 0, 5)],
    ['then the earlier', candidate('ORG', 0, 5), candidate('NAME', 1, 6)],
    ['then the name of the rule', candidate('NAME', 0, 5, { rule: 'a' }), candidate('ORG', 0, 5, { rule: 'b' })],
    ['a score on the edge of a band is in it', candidate('NAME', 0, 5, { score: 0.6 + 0.3 }), candidate('ORG', 0, 9)],
  ])('%s', (_reason, winner, loser) => {
    expect(comparePrecedence(winner, loser)).toBeLessThan(0);
    expect(comparePrecedence(loser, winner)).toBeGreaterThan(0);
  });
});

describe('resolving', () => {
  const TEXT = 'Mary Smith, 12 Elm Street';
  test.each<[string, string[], Candidate[]]>([
    ['apart: both stay', ['NAME 0-10', 'ADDRESS 12-25'], [candidate('ADDRESS', 12, 25), candidate('NAME', 0, 10)]],
    ['touching: both stay', ['NAME 0-5', 'ORG 5-10'], [candidate('NAME', 0, 5), candidate('ORG', 5, 10)]],
    ['below the threshold: dropped', [], [candidate('NAME', 0, 10, { score: 0.49 })]],
    ['at the threshold: stays', ['NAME 0-10'], [candidate('NAME', 0, 10, { score: 0.5 })]],
    ['the same span twice: one', ['NAME 0-10'], [candidate('NAME', 0, 10), candidate('NAME', 0, 10, { rule: 'other' })]],
    ['parts of one entity merge', ['NAME 0-10'], [candidate('NAME', 0, 7), candidate('NAME', 5, 10)]],
    [
      'a chain of one entity merges',
      ['NAME 0-25'],
      [candidate('NAME', 0, 7), candidate('NAME', 5, 15), candidate('NAME', 14, 25)],
    ],
    ['a loser inside a winner goes', ['ADDRESS 12-25'], [candidate('ADDRESS', 12, 25), candidate('NAME', 15, 18)]],
    [
      'a loser keeps its rest',
      ['NAME 0-10', 'ADDRESS 12-25'],
      [candidate('NAME', 0, 10, { score: 0.95 }), candidate('ADDRESS', 5, 25)],
    ],
    [
      'a loser around a winner keeps both sides',
      ['ADDRESS 0-4', 'NAME 5-10', 'ADDRESS 12-25'],
      [candidate('NAME', 5, 10, { score: 0.95 }), candidate('ADDRESS', 0, 25)],
    ],
    ['a rest of separators goes', ['NAME 0-10'], [candidate('NAME', 0, 10, { score: 0.95 }), candidate('ORG', 0, 12)]],
  ])('%s', (_reason, expected, candidates) => {
    expect(resolve(TEXT, ...candidates)).toEqual(expected);
    expect(resolve(TEXT, ...candidates.reverse())).toEqual(expected);
  });

  test('the end of a possessive that is left goes to the winner in front', () => {
    const name = candidate('NAME', 3, 6, { score: 0.95 });
    expect(resolve("at Gus's, then", name, candidate('ORG', 3, 8))).toEqual(['NAME 3-8']);
    expect(resolve("at Gus's Bar", name, candidate('ORG', 3, 12))).toEqual(['NAME 3-6', 'ORG 7-12']);
    expect(resolve("at Gus's, then", { ...name, stays: true }, candidate('ORG', 3, 8))).toEqual(['NAME 3-6', 'ORG 7-8']);
  });

  test('a loser is reported with its reason, and without any text', () => {
    const { rejected } = resolveOverlaps('Mary Smith', [
      candidate('NAME', 0, 10, { score: 0.95 }),
      candidate('ORG', 0, 4),
      candidate('ID', 0, 4, { score: 0.2 }),
    ]);
    expect(rejected.map(({ entity, reason }) => [entity, reason])).toEqual([
      ['ID', 'score 0.20 is below 0.5'],
      ['ORG', 'overlaps NAME of NAME, which takes precedence'],
    ]);
  });

  test('a merged candidate has the better score', () => {
    const merged = resolveOverlaps('Mary Smith', [
      candidate('NAME', 0, 7),
      candidate('NAME', 5, 10, { score: 0.95, rule: 'sure' }),
    ]);
    expect(merged.winners).toMatchObject([{ start: 0, end: 10, score: 0.95, rule: 'sure' }]);
  });
});

test.each<[string, Span[], Span[]]>([
  ['nothing taken', [], [{ start: 5, end: 15 }]],
  ['all taken', [{ start: 0, end: 20 }], []],
  [
    'the middle taken',
    [{ start: 7, end: 9 }],
    [
      { start: 5, end: 7 },
      { start: 9, end: 15 },
    ],
  ],
  [
    'both ends taken',
    [
      { start: 0, end: 6 },
      { start: 14, end: 20 },
    ],
    [{ start: 6, end: 14 }],
  ],
  [
    'neighbours',
    [
      { start: 0, end: 5 },
      { start: 15, end: 20 },
    ],
    [{ start: 5, end: 15 }],
  ],
])('uncovered: %s', (_reason, taken, expected) => {
  expect(uncovered({ start: 5, end: 15 }, taken)).toEqual(expected);
});

test('inserting keeps the order', () => {
  const list = [
    { start: 0, end: 2 },
    { start: 8, end: 9 },
  ];
  insertSorted(list, { start: 4, end: 6 });
  insertSorted(list, { start: 10, end: 12 });
  expect(list.map(({ start }) => start)).toEqual([0, 4, 8, 10]);
});

test.each([
  ['  Mary, ', { start: 2, end: 6 }],
  ['(12)', { start: 1, end: 3 }],
  ['😀 李', { start: 3, end: 4 }],
  [' -- ', undefined],
])('trimmed to words: "%s"', (text, expected) => {
  expect(trimToWords(text, { start: 0, end: text.length })).toEqual(expected);
});
