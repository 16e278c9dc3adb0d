import type { FeatureWriter } from './feature-writer';
import type { WordFacts } from './word-facts';

/** How many tokens to either side a token's features look. */
export const REACH = 3;
/** The token and those that its features look at. */
export const WINDOW = 2 * REACH + 1;

type Fact = Exclude<keyof WordFacts, 'isCommon' | 'phrases'>;

/**
 * Features of a single word, seen from the token that they describe: its place relative to that token, the fact they tell, and their
 * number. They depend on nothing else, so their weights can be summed once for each distinct word.
 */
const FEATURES: readonly (readonly [offset: number, fact: Fact, template: number])[] = [
  [-3, 'word', 0],
  [-2, 'word', 1],
  [-2, 'shape', 7],
  [-2, 'nameRank', 23],
  [-2, 'roles', 31],
  [-2, 'wordGroup', 80],
  [-2, 'wordClass', 85],
  [-1, 'word', 2],
  [-1, 'shape', 8],
  [-1, 'suffix3', 16],
  [-1, 'nameRank', 21],
  [-1, 'tier', 26],
  [-1, 'roles', 29],
  [-1, 'things', 34],
  [-1, 'wordGroup', 81],
  [-1, 'wordClass', 86],
  [0, 'word', 3],
  [0, 'shape', 9],
  [0, 'prefix2', 12],
  [0, 'prefix3', 13],
  [0, 'suffix2', 14],
  [0, 'suffix3', 15],
  [0, 'nameRank', 20],
  [0, 'tier', 25],
  [0, 'roles', 28],
  [0, 'things', 33],
  [0, 'wordGroup', 82],
  [0, 'wordClass', 87],
  [1, 'word', 4],
  [1, 'shape', 10],
  [1, 'suffix3', 17],
  [1, 'prefix3', 18],
  [1, 'nameRank', 22],
  [1, 'tier', 27],
  [1, 'roles', 30],
  [1, 'things', 35],
  [1, 'wordGroup', 83],
  [1, 'wordClass', 88],
  [2, 'word', 5],
  [2, 'shape', 11],
  [2, 'nameRank', 24],
  [2, 'roles', 32],
  [2, 'wordGroup', 84],
  [2, 'wordClass', 89],
  [3, 'word', 6],
];

const BY_OFFSET = Array.from({ length: WINDOW }, (_, at) => FEATURES.filter(([offset]) => offset === at - REACH));

/** Writes what a word alone tells of the token `-offset` behind it. */
export function writeOwn(writer: FeatureWriter, facts: WordFacts, offset: number): void {
  for (const [, fact, template] of BY_OFFSET[offset + REACH] ?? []) writer.put(template, facts[fact]);
  if (offset !== 0) return;
  const rank = facts.nameRank * 16 + facts.tier;
  writer.pair(36, rank, facts.shape >> 3);
  writer.pair(37, rank, facts.things);
  writer.pair(93, facts.wordClass, facts.shape >> 3);
}
