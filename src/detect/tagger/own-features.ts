import type { FeatureWriter } from './feature-writer';
import type { WordFacts } from './word-facts';

/** How many tokens to either side a token's features look. */
export const REACH = 3;
/** The token and those that its features look at. */
export const WINDOW = 2 * REACH + 1;

type Write = (writer: FeatureWriter, facts: WordFacts) => void;

/**
 * Features of a single word, seen from the token that they describe, by the word's place relative to that token: from three in front to three
 * behind. They depend on nothing else, so their weights can be summed once for each distinct word.
 */
const BY_OFFSET: readonly Write[] = [
  (writer, facts) => writer.put(0, facts.word),
  (writer, facts) => {
    writer.put(1, facts.word);
    writer.put(7, facts.shape);
    writer.put(23, facts.nameRank);
    writer.put(31, facts.roles);
    writer.put(80, facts.wordGroup);
    writer.put(85, facts.wordClass);
  },
  (writer, facts) => {
    writer.put(2, facts.word);
    writer.put(8, facts.shape);
    writer.put(16, facts.suffix3);
    writer.put(21, facts.nameRank);
    writer.put(26, facts.tier);
    writer.put(29, facts.roles);
    writer.put(34, facts.things);
    writer.put(81, facts.wordGroup);
    writer.put(86, facts.wordClass);
  },
  (writer, facts) => {
    writer.put(3, facts.word);
    writer.put(9, facts.shape);
    writer.put(12, facts.prefix2);
    writer.put(13, facts.prefix3);
    writer.put(14, facts.suffix2);
    writer.put(15, facts.suffix3);
    writer.put(20, facts.nameRank);
    writer.put(25, facts.tier);
    writer.put(28, facts.roles);
    writer.put(33, facts.things);
    writer.put(82, facts.wordGroup);
    writer.put(87, facts.wordClass);
    const rank = facts.nameRank * 16 + facts.tier;
    writer.pair(36, rank, facts.shape >> 3);
    writer.pair(37, rank, facts.things);
    writer.pair(93, facts.wordClass, facts.shape >> 3);
  },
  (writer, facts) => {
    writer.put(4, facts.word);
    writer.put(10, facts.shape);
    writer.put(17, facts.suffix3);
    writer.put(18, facts.prefix3);
    writer.put(22, facts.nameRank);
    writer.put(27, facts.tier);
    writer.put(30, facts.roles);
    writer.put(35, facts.things);
    writer.put(83, facts.wordGroup);
    writer.put(88, facts.wordClass);
  },
  (writer, facts) => {
    writer.put(5, facts.word);
    writer.put(11, facts.shape);
    writer.put(24, facts.nameRank);
    writer.put(32, facts.roles);
    writer.put(84, facts.wordGroup);
    writer.put(89, facts.wordClass);
  },
  (writer, facts) => writer.put(6, facts.word),
];

/** Writes what a word alone tells of the token `-offset` behind it. */
export function writeOwn(writer: FeatureWriter, facts: WordFacts, offset: number): void {
  BY_OFFSET[offset + REACH]?.(writer, facts);
}
