import type { FeatureWriter } from './feature-writer';
import type { WordFacts } from './word-facts';

/**
 * Features of a single word, seen from a token in its neighbourhood. They depend on nothing else, so their weights can be summed once for
 * each distinct word.
 */

/** How many tokens to either side a token's features look. */
export const REACH = 3;

type Fact = Exclude<keyof WordFacts, 'isCommon'>;
/** Offset of the word from the token that it describes, the fact told, and the feature's number. */
type OwnFeature = readonly [offset: number, fact: Fact, template: number];

/** Features that depend on the same facts of a word. */
interface OwnGroup {
  /** Writes what the word tells of the token `-offset` behind it. */
  write(writer: FeatureWriter, facts: WordFacts, offset: number): void;
}

/** Two groups of features are the same for words that have both keys in common. */
export interface KeyedOwnGroup extends OwnGroup {
  high(facts: WordFacts): number;
  low(facts: WordFacts): number;
}

function byOffset(features: readonly OwnFeature[]): readonly (readonly OwnFeature[])[] {
  return Array.from({ length: 2 * REACH + 1 }, (_, at) => features.filter(([offset]) => offset === at - REACH));
}

function putAll(writer: FeatureWriter, features: readonly (readonly OwnFeature[])[], facts: WordFacts, offset: number): void {
  for (const [, fact, template] of features[offset + REACH] ?? []) writer.put(template, facts[fact]);
}

const SPELLING_FEATURES = byOffset([
  [-3, 'word', 0],
  [-2, 'word', 1],
  [-1, 'word', 2],
  [-1, 'suffix3', 16],
  [0, 'word', 3],
  [0, 'prefix2', 12],
  [0, 'prefix3', 13],
  [0, 'suffix2', 14],
  [0, 'suffix3', 15],
  [1, 'word', 4],
  [1, 'suffix3', 17],
  [1, 'prefix3', 18],
  [2, 'word', 5],
  [3, 'word', 6],
]);

/** Which word it is, and how it is spelled. */
export const SPELLING: OwnGroup = {
  write: (writer, facts, offset) => putAll(writer, SPELLING_FEATURES, facts, offset),
};

const LIST_FEATURES = byOffset([
  [-2, 'shape', 7],
  [-2, 'nameRank', 23],
  [-2, 'roles', 31],
  [-1, 'shape', 8],
  [-1, 'nameRank', 21],
  [-1, 'tier', 26],
  [-1, 'roles', 29],
  [-1, 'things', 34],
  [0, 'shape', 9],
  [0, 'nameRank', 20],
  [0, 'tier', 25],
  [0, 'roles', 28],
  [0, 'things', 33],
  [1, 'shape', 10],
  [1, 'nameRank', 22],
  [1, 'tier', 27],
  [1, 'roles', 30],
  [1, 'things', 35],
  [2, 'shape', 11],
  [2, 'nameRank', 24],
  [2, 'roles', 32],
]);

/** The shape of the word, and which lists know it. */
export const LISTS: KeyedOwnGroup = {
  high: ({ shape, nameRank, tier }) => shape | (nameRank << 8) | (tier << 14),
  low: ({ roles, things }) => roles | (things << 9),
  write(writer, facts, offset) {
    putAll(writer, LIST_FEATURES, facts, offset);
    if (offset !== 0) return;
    writer.pair(36, facts.nameRank * 16 + facts.tier, facts.shape >> 3);
    writer.pair(37, facts.nameRank * 16 + facts.tier, facts.things);
  },
};

const CLASS_FEATURES = byOffset([
  [-2, 'wordGroup', 80],
  [-1, 'wordGroup', 81],
  [0, 'wordGroup', 82],
  [1, 'wordGroup', 83],
  [2, 'wordGroup', 84],
  [-2, 'wordClass', 85],
  [-1, 'wordClass', 86],
  [0, 'wordClass', 87],
  [1, 'wordClass', 88],
  [2, 'wordClass', 89],
]);

/** How the word is used elsewhere. */
export const CLASSES: KeyedOwnGroup = {
  high: ({ wordClass }) => wordClass,
  low: ({ shape }) => shape >> 3,
  write(writer, facts, offset) {
    putAll(writer, CLASS_FEATURES, facts, offset);
    if (offset === 0) writer.pair(93, facts.wordClass, facts.shape >> 3);
  },
};

export const OWN_GROUPS: readonly OwnGroup[] = [SPELLING, LISTS, CLASSES];
