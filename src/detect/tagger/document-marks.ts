import { ENTITIES } from '../../rules/types';
import { bucketOf } from './case-near';
import type { Chunks } from './chunks';
import { KIND, type TaggerTokens } from './tokens';
import type { WordFacts } from './word-facts';

/** What the rules' marks in one place of a text say about another. */

/** First tokens of a line that are looked at. */
const LINE_HEAD = 4;
const MARK_NAME = ENTITIES.indexOf('NAME');

function isNameMark(mark: number): boolean {
  return mark !== 0 && Math.floor((mark - 1) / 3) === MARK_NAME;
}

/** Shares of lines, as upper ends of buckets. */
const SHARES = [0.1, 0.25, 0.5];

/** Buckets from 2 on: 1 is kept for texts that name nobody twice. */
function shareBucket(share: number): number {
  const bucket = SHARES.findIndex((most) => share < most);
  return (bucket < 0 ? SHARES.length : bucket) + 2;
}

/**
 * Lists of patients, rosters and pedigrees begin many lines with a name: then a line that begins alike does so, too. Gives the first
 * tokens of lines a bucket of the share of lines that begin with a name by the rules; 0 elsewhere.
 */
export function findNamedLines(tokens: TaggerTokens, places: Uint8Array, ruleMarks: Uint8Array): Uint8Array {
  let lines = 0;
  let named = 0;
  let lastNamed = 0;
  for (let index = 0; index < tokens.count; index += 1) {
    if (places[index] === 0) lines += 1;
    if ((places[index] ?? 0) >= LINE_HEAD || lastNamed === lines || !isNameMark(ruleMarks[index] ?? 0)) continue;
    named += 1;
    lastNamed = lines;
  }
  const bucket = named < 2 ? 1 : shareBucket(named / lines);
  const buckets = new Uint8Array(tokens.count);
  for (let index = 0; index < tokens.count; index += 1)
    if ((places[index] as number) < LINE_HEAD && tokens.kinds[index] !== KIND.sign) buckets[index] = bucket;
  return buckets;
}

/** Shortest word that is followed through a text. */
const LONG_ENOUGH = 3;

/** What stands for a token elsewhere: its word, or for numbers and codes the form of the chunk. */
function keyOf(index: number, facts: readonly WordFacts[], { starts, ends, kinds }: TaggerTokens, chunks: Chunks): number {
  const form = chunks.forms[index] ?? 0;
  if (form !== 0) return form;
  const length = (ends[index] ?? 0) - (starts[index] ?? 0);
  return kinds[index] === KIND.letters && length >= LONG_ENOUGH ? (facts[index]?.word ?? 0) : 0;
}

/** The mark of a rule that the same word, or a code of the same form, has elsewhere; 0 for none and for marked tokens. */
export function findElsewhere(
  facts: readonly WordFacts[],
  tokens: TaggerTokens,
  chunks: Chunks,
  ruleMarks: Uint8Array,
): Uint8Array {
  const marks = new Map<number, number>();
  for (let index = 0; index < tokens.count; index += 1) {
    const mark = ruleMarks[index] ?? 0;
    const key = mark === 0 ? 0 : keyOf(index, facts, tokens, chunks);
    if (key !== 0 && !marks.has(key)) marks.set(key, mark);
  }
  const found = new Uint8Array(tokens.count);
  if (marks.size === 0) return found;
  for (let index = 0; index < tokens.count; index += 1)
    if (ruleMarks[index] === 0) found[index] = marks.get(keyOf(index, facts, tokens, chunks)) ?? 0;
  return found;
}

/** How far around a token winners are counted, in tokens. */
const AROUND = 30;
/** Numbers of winners, as upper ends of buckets. */
const NUMBERS = [0, 1, 2, 4, 8];

/** How many winners of the rules stand around each token, besides the one that covers it, in buckets. */
export function countMarksNear(marks: Uint8Array): Uint8Array {
  const begun = new Int32Array(marks.length + 1);
  for (let index = 0; index < marks.length; index += 1) {
    const begins = marks[index] !== 0 && marks[index] !== marks[index - 1];
    begun[index + 1] = (begun[index] as number) + Number(begins);
  }
  const near = new Uint8Array(marks.length);
  for (let index = 0; index < marks.length; index += 1) {
    const first = Math.max(0, index - AROUND);
    const last = Math.min(marks.length, index + AROUND + 1);
    const own = marks[index] !== 0 && (begun[index + 1] as number) > (begun[first] as number);
    near[index] = bucketOf((begun[last] as number) - (begun[first] as number) - Number(own), NUMBERS);
  }
  return near;
}
