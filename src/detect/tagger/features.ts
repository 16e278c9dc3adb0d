import type { FeatureBuffer } from '../../rules/tagger-model';
import { mix } from './hash';
import type { PreparedTokens } from './prepared-tokens';
import type { WordFacts } from './word-facts';

/** Turns tokens into feature ids. Training and tagging share this file; a change of it asks for a new training. */

/** Most features of one token. */
export const FEATURES_PER_TOKEN = 96;

const NOTHING: WordFacts = {
  word: 11,
  shape: 0,
  prefix2: 0,
  prefix3: 0,
  suffix2: 0,
  suffix3: 0,
  nameRank: 0,
  tier: 0,
  roles: 0,
  things: 0,
  wordClass: 0,
  wordGroup: 0,
  isCommon: true,
};
type Fact = Exclude<keyof WordFacts, 'isCommon'>;

/**
 * Features of a single word, seen from the token that they describe: its place relative to that token, the fact they tell, and their
 * number. They depend on nothing else, so their weights can be summed once for each distinct word.
 */
const OWN_FEATURES: readonly (readonly [offset: number, fact: Fact, template: number])[] = [
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
  [-3, 'word', 0],
  [-2, 'word', 1],
  [-2, 'shape', 7],
  [-2, 'nameRank', 23],
  [-2, 'roles', 31],
  [-1, 'word', 2],
  [-1, 'shape', 8],
  [-1, 'suffix3', 16],
  [-1, 'nameRank', 21],
  [-1, 'tier', 26],
  [-1, 'roles', 29],
  [-1, 'things', 34],
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
  [1, 'word', 4],
  [1, 'shape', 10],
  [1, 'suffix3', 17],
  [1, 'prefix3', 18],
  [1, 'nameRank', 22],
  [1, 'tier', 27],
  [1, 'roles', 30],
  [1, 'things', 35],
  [2, 'word', 5],
  [2, 'shape', 11],
  [2, 'nameRank', 24],
  [2, 'roles', 32],
  [3, 'word', 6],
];

/** How many tokens to either side a token's features look. */
export const REACH = 3;

const OWN_BY_OFFSET = Array.from({ length: 2 * REACH + 1 }, (_, at) => OWN_FEATURES.filter(([offset]) => offset === at - REACH));

/** Writes features of tokens into a buffer. */
export class FeatureWriter implements FeatureBuffer {
  readonly buffer = new Int32Array(FEATURES_PER_TOKEN);
  /** Features in the buffer. */
  length = 0;
  private readonly prepared: PreparedTokens;

  constructor(prepared: PreparedTokens) {
    this.prepared = prepared;
  }

  private put(template: number, value: number): void {
    this.buffer[this.length] = mix(Math.imul(template + 1, 0x9e3779b1), value);
    this.length += 1;
  }

  private pair(template: number, left: number, right: number): void {
    this.put(template, mix(left, right));
  }

  /** Facts of a token; those of nothing beyond the text's ends. */
  fact(index: number): WordFacts {
    return this.prepared.facts[index] ?? NOTHING;
  }

  /** All features of token `index`. */
  write(index: number): void {
    this.length = 0;
    for (let offset = -REACH; offset <= REACH; offset += 1) this.addOwn(this.fact(index + offset), offset);
    this.addContext(index);
  }

  /** The features that a word alone gives the token `-offset` behind it. */
  writeOwn(facts: WordFacts, offset: number): void {
    this.length = 0;
    this.addOwn(facts, offset);
  }

  /** The features of token `index` that take more than one word. */
  writeContext(index: number): void {
    this.length = 0;
    this.addContext(index);
  }

  private addOwn(facts: WordFacts, offset: number): void {
    for (const [, fact, template] of OWN_BY_OFFSET[offset + REACH] ?? []) this.put(template, facts[fact]);
    if (offset !== 0) return;
    this.pair(36, facts.nameRank * 16 + facts.tier, facts.shape >> 3);
    this.pair(37, facts.nameRank * 16 + facts.tier, facts.things);
  }

  private addContext(index: number): void {
    const here = this.fact(index);
    const before = this.fact(index - 1);
    const after = this.fact(index + 1);
    this.pairs(here, before, after);
    this.places(index, here, before);
    this.layout(index, here);
    this.density(index, here);
  }

  private pairs(here: WordFacts, before: WordFacts, after: WordFacts): void {
    const group = here.wordGroup * 8 + (here.shape >> 3);
    this.pair(90, before.wordGroup, group);
    this.pair(91, after.wordGroup, group);
    this.pair(92, mix(before.wordGroup, after.wordGroup), here.shape >> 3);
    this.pair(93, here.wordClass, here.shape >> 3);
    this.pair(40, before.word, here.word);
    this.pair(41, here.word, after.word);
    this.pair(44, before.word, after.word);
    this.pair(45, here.shape, mix(before.shape, after.shape));
    this.pair(46, here.nameRank, before.nameRank);
    this.pair(47, here.nameRank, after.nameRank);
    this.pair(48, here.shape, before.word);
    this.pair(49, here.shape, after.word);
    this.pair(50, here.nameRank, before.word);
    this.pair(51, here.nameRank, after.word);
    this.pair(52, here.shape, before.roles);
    this.pair(53, here.shape, after.roles);
  }

  private places(index: number, here: WordFacts, before: WordFacts): void {
    const { labels, places, spaced, usage, evidence, above } = this.prepared;
    const label = labels[index] ?? 0;
    const place = places[index] ?? 0;
    const spaces = (spaced[index] ?? 0) * 2 + (spaced[index + 1] ?? 0);
    const mark = evidence.marks[index] ?? 0;
    this.put(60, label);
    this.pair(61, label, here.shape);
    this.pair(62, place, here.shape);
    this.pair(63, spaces, here.shape);
    this.pair(64, usage[index] ?? 0, here.shape >> 3);
    this.pair(65, usage[index] ?? 0, here.tier * 64 + here.nameRank);
    this.put(66, mark);
    this.pair(67, mark, here.shape);
    this.pair(68, mark, before.word);
    this.pair(70, above[index] ?? 0, place * 128 + (here.shape & 127));
  }

  /** How full of identifiers text and surroundings are, and what the rules thought of and gave up. */
  private density(index: number, here: WordFacts): void {
    const { evidence, marksNear } = this.prepared;
    const mark = evidence.marks[index] as number;
    const near = marksNear[index] as number;
    this.pair(95, evidence.density, here.shape);
    this.pair(96, evidence.density, mark);
    this.pair(97, evidence.density, here.nameRank * 8 + here.tier);
    this.pair(98, near, here.shape);
    this.pair(99, near, mark);
    const weak = evidence.weakMarks[index] as number;
    if (weak === 0) return;
    this.put(100, weak);
    this.pair(101, weak, here.shape);
  }

  /** What structured text and documents tell; most of it is nothing in running text. */
  private layout(index: number, here: WordFacts): void {
    const { nearLabels, columns, elsewhere, namedLines, places } = this.prepared;
    if (this.prepared.chunks.forms[index] !== 0) this.chunk(index, here);
    const label = nearLabels.labels[index] as number;
    if (label !== 0) {
      this.pair(74, label, nearLabels.distances[index] as number);
      this.pair(75, label, here.shape);
    }
    const column = columns[index] as number;
    if (column !== 0) {
      this.put(76, column);
      this.pair(77, column, here.shape);
    }
    const mark = elsewhere[index] as number;
    if (mark !== 0) this.pair(78, mark, here.shape >> 3);
    const named = namedLines[index] as number;
    if (named !== 0) this.pair(94, named * 8 + (places[index] as number), mix(here.shape >> 3, here.tier * 64 + here.nameRank));
  }

  private chunk(index: number, here: WordFacts): void {
    const { chunks, wordsBefore } = this.prepared;
    const kind = chunks.kinds[index] as number;
    const word = wordsBefore[chunks.begins[index] as number] as number;
    this.pair(71, chunks.forms[index] as number, chunks.places[index] as number);
    this.put(79, kind);
    this.pair(72, kind, word);
    this.pair(73, here.shape, word);
  }
}
