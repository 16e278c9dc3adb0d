import { hashText, mix } from './hash';
import { KIND, type TaggerTokens } from './tokens';
import { type TaggerLexicon, type WordFacts, wordFacts } from './word-facts';

/** Turns tokens into feature ids. Training and tagging share this file; a change of it asks for a new training. */

/** Most features of one token. */
export const FEATURES_PER_TOKEN = 72;

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
};
const LABEL_IN_FRONT = /^[^A-Za-z\n]{0,6}([A-Za-z][A-Za-z#/ ']{0,30}?)["']?\s{0,2}[:=|,#]/;

/** What a token's features are made of besides its neighbours. */
export interface TaggerInput {
  readonly text: string;
  readonly tokens: TaggerTokens;
  readonly lexicon: TaggerLexicon;
  /** Per token: which rule candidate covers it (entity and band of its score), 0 for none. */
  readonly ruleMarks: Uint8Array;
}

/** Facts of all tokens, ready for feature extraction. */
export interface PreparedTokens {
  readonly facts: readonly WordFacts[];
  /** Hash of the label at the start of the line, 0 without one. */
  readonly labels: Int32Array;
  /** Tokens since the line began, in buckets. */
  readonly places: Uint8Array;
  /** Whether a blank stands in front. */
  readonly spaced: Uint8Array;
  /** How often the word stands in the text capitalised and in lower case, in buckets. */
  readonly usage: Uint8Array;
  readonly ruleMarks: Uint8Array;
  /** Hash of the first word of the line before, for tables and labels above values. */
  readonly above: Int32Array;
}

function placeBucket(place: number): number {
  return place < 4 ? place : place < 8 ? 4 : place < 16 ? 5 : 6;
}

function countUsage(facts: readonly WordFacts[], kinds: Uint8Array): Uint8Array {
  const counts = new Map<number, { capital: number; lower: number }>();
  const isCapital = (shape: number): boolean => shape >= 16 && shape < 56 && shape >> 3 !== 5;
  facts.forEach(({ word, shape }, index) => {
    if (kinds[index] !== KIND.letters) return;
    const count = counts.get(word) ?? { capital: 0, lower: 0 };
    if (isCapital(shape)) count.capital += 1;
    else count.lower += 1;
    counts.set(word, count);
  });
  return Uint8Array.from(facts, ({ word }, index) => {
    const count = kinds[index] === KIND.letters ? counts.get(word) : undefined;
    return count === undefined ? 0 : Math.min(3, count.capital) * 4 + Math.min(3, count.lower) + 1;
  });
}

function lineLabel(text: string, start: number): { hash: number; end: number } {
  const match = LABEL_IN_FRONT.exec(text.slice(start, start + 48));
  if (match === null) return { hash: 0, end: 0 };
  const label = (match[1] ?? '').toLowerCase().trim();
  return { hash: hashText(label), end: start + match[0].length };
}

/** Computes what features are made of. */
export function prepareTokens({ text, tokens, lexicon, ruleMarks }: TaggerInput): PreparedTokens {
  const { count, starts, ends, kinds } = tokens;
  const known = new Map<string, WordFacts>();
  const facts: WordFacts[] = [];
  const labels = new Int32Array(count);
  const places = new Uint8Array(count);
  const spaced = new Uint8Array(count);
  const above = new Int32Array(count);
  let label = lineLabel(text, 0);
  let place = 0;
  let firstOfLine = 0;
  let firstAbove = 0;
  for (let index = 0; index < count; index += 1) {
    const start = starts[index] ?? 0;
    const end = ends[index] ?? 0;
    const word = text.slice(start, end);
    const kind = kinds[index];
    const cacheKey = word;
    const fact = known.get(cacheKey) ?? wordFacts(word, kind === KIND.digits, lexicon);
    known.set(cacheKey, fact);
    facts.push(fact);
    if (place === 0) firstOfLine = fact.word;
    labels[index] = label.hash !== 0 && start >= label.end ? label.hash : 0;
    places[index] = placeBucket(place);
    above[index] = firstAbove;
    spaced[index] = start > 0 && text.charCodeAt(start - 1) <= 32 ? 1 : 0;
    place += 1;
    if (kind === KIND.lineEnd) {
      label = lineLabel(text, end);
      place = 0;
      firstAbove = firstOfLine;
    }
  }
  return { facts, labels, places, spaced, usage: countUsage(facts, kinds), ruleMarks, above };
}

type Fact = keyof WordFacts;

/**
 * Features of a single word, seen from the token that they describe: its place relative to that token, the fact they tell, and their
 * number. They depend on nothing else, so their weights can be summed once for each distinct word.
 */
const OWN_FEATURES: readonly (readonly [offset: number, fact: Fact, template: number])[] = [
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
export class FeatureWriter {
  readonly buffer = new Int32Array(FEATURES_PER_TOKEN);
  private length = 0;
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

  /** All features of token `index` in `buffer`; returns their number. */
  write(index: number): number {
    this.length = 0;
    for (let offset = -REACH; offset <= REACH; offset += 1) this.addOwn(this.fact(index + offset), offset);
    this.addContext(index);
    return this.length;
  }

  /** The features that a word alone gives the token `-offset` behind it; returns their number. */
  writeOwn(facts: WordFacts, offset: number): number {
    this.length = 0;
    this.addOwn(facts, offset);
    return this.length;
  }

  /** The features of token `index` that take more than one word; returns their number. */
  writeContext(index: number): number {
    this.length = 0;
    this.addContext(index);
    return this.length;
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
    this.pairs(here, [this.fact(index - 2), before, after, this.fact(index + 2)]);
    this.places(index, here, before);
  }

  private pairs(here: WordFacts, [before2, before, after, after2]: readonly [WordFacts, WordFacts, WordFacts, WordFacts]): void {
    this.pair(40, before.word, here.word);
    this.pair(41, here.word, after.word);
    this.pair(42, before2.word, before.word);
    this.pair(43, after.word, after2.word);
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
    this.pair(54, mix(here.shape, before.shape), before2.shape);
    this.pair(55, mix(here.shape, after.shape), after2.shape);
    this.pair(56, mix(here.shape >> 3, before2.word), before.word);
    this.pair(57, mix(here.shape >> 3, after.word), after2.word);
  }

  private places(index: number, here: WordFacts, before: WordFacts): void {
    const { labels, places, spaced, usage, ruleMarks, above } = this.prepared;
    const label = labels[index] ?? 0;
    const place = places[index] ?? 0;
    const spaces = (spaced[index] ?? 0) * 2 + (spaced[index + 1] ?? 0);
    const mark = ruleMarks[index] ?? 0;
    this.put(60, label);
    this.pair(61, label, here.shape);
    this.pair(62, place, here.shape);
    this.pair(63, spaces, here.shape);
    this.pair(64, usage[index] ?? 0, here.shape >> 3);
    this.pair(65, usage[index] ?? 0, here.tier * 64 + here.nameRank);
    this.put(66, mark);
    this.pair(67, mark, here.shape);
    this.pair(68, mark, before.word);
    this.pair(69, ruleMarks[index - 1] ?? 0, ruleMarks[index + 1] ?? 0);
    this.pair(70, above[index] ?? 0, place * 128 + (here.shape & 127));
  }
}
