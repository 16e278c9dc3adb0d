import type { CompiledPattern, CompiledRule, MatchAnchor, MatchStart } from '../../rules/types';
import { oncePer } from '../once-per';

/** How a rule set's patterns begin, as tables that one pass over a text can ask for all of them at once. */

/** Class of the characters beyond ASCII, which are one class; each ASCII character is its own. */
export const BEYOND_ASCII = 128;
export const TEXT_END = 129;
export const CLASSES = 130;

/** Stands for a number that a pattern has not. */
export const NONE = -1;

/** What places in a text the matches of a pattern need. */
export interface PatternPlan {
  readonly pattern: CompiledPattern;
  /** Number of its trigger words, of which one stands at most `triggerReach` code units ahead. */
  readonly trigger: number;
  readonly triggerReach: number;
  /** Number of the way in which its matches begin; `NONE` where that is with a trigger word. */
  readonly group: number;
  /** Numbers of its anchors, and how far ahead they stand at most. */
  readonly anchors: readonly number[];
  readonly anchorReach: readonly number[];
}

/** Patterns that begin alike share one entry. Built once per rule set. */
export interface StartIndex {
  readonly rules: readonly CompiledRule[];
  /** Of each rule, those of its patterns, in order. */
  readonly plans: ReadonlyMap<CompiledRule, readonly PatternPlan[]>;
  readonly groups: number;
  /** 32-bit words that hold one bit per group. */
  readonly words: number;
  /** `CLASSES × words`: which groups allow a character in front of a match, and as its first, second, third, fourth. */
  readonly before: Int32Array;
  readonly first: readonly Int32Array[];
  /** Per character in front and first character, the words with a group that allows both, as bits: in most places there are none. */
  readonly pairs: Int32Array;
  /** Per character class the anchors that it is one of, as bits in `anchorWords` words. */
  readonly anchorWords: number;
  readonly anchors: Int32Array;
  /** The same for the character behind an anchor. */
  readonly anchorsNext: Int32Array;
  /** Per character and the one behind it, the words with an anchor that allows both. */
  readonly anchorPairs: Int32Array;
  /** Numbers of patterns by their trigger words. */
  readonly triggered: ReadonlyMap<string, readonly number[]>;
  readonly triggeredPatterns: number;
}

/** The bit by which `pairs` tell of a word; all words beyond the 31st share one. */
export function wordBit(word: number): number {
  return 1 << Math.min(word, 31);
}

function keyOf({ before, first }: MatchStart): string {
  return [before, ...first].map((mask) => mask.join('')).join('|');
}

/** Gives equal things one number. */
class Numbering<T> {
  readonly distinct: T[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly keyOf: (one: T) => string;

  constructor(keyOf: (one: T) => string) {
    this.keyOf = keyOf;
  }

  numberOf(one: T): number {
    const key = this.keyOf(one);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.distinct.length);
    return this.distinct.push(one) - 1;
  }
}

function addTriggers(words: readonly string[], number: number, triggered: Map<string, number[]>): void {
  for (const word of words) {
    const patterns = triggered.get(word);
    if (patterns === undefined) triggered.set(word, [number]);
    else patterns.push(number);
  }
}

/** The tables of a rule set. */
export const startIndexOf = oncePer((rules: readonly CompiledRule[]): StartIndex => {
  const starts = new Numbering<MatchStart>(keyOf);
  const anchors = new Numbering<MatchAnchor>(({ mask, next }) => `${mask.join('')}|${next.join('')}`);
  const triggered = new Map<string, number[]>();
  let triggeredPatterns = 0;
  const planOf = (pattern: CompiledPattern): PatternPlan => {
    const { triggers, start } = pattern;
    const atStart = triggers?.atStart === true;
    const needed = atStart ? [] : start.anchors;
    const plan = {
      pattern,
      trigger: triggers === undefined ? NONE : triggeredPatterns,
      triggerReach: triggers?.before ?? 0,
      group: atStart ? NONE : starts.numberOf(start),
      anchors: needed.map((anchor) => anchors.numberOf(anchor)),
      anchorReach: needed.map(({ before }) => before),
    };
    if (triggers === undefined) return plan;
    addTriggers(triggers.words, triggeredPatterns, triggered);
    triggeredPatterns += 1;
    return plan;
  };
  const plans = new Map(rules.map((rule) => [rule, rule.patterns.map(planOf)]));
  return { rules, plans, ...createStarts(starts.distinct), ...createAnchors(anchors.distinct), triggered, triggeredPatterns };
});

function createStarts(starts: readonly MatchStart[]): Pick<StartIndex, 'groups' | 'words' | 'before' | 'first' | 'pairs'> {
  const words = Math.max(1, Math.ceil(starts.length / 32));
  const depth = starts[0]?.first.length ?? 0;
  const before = tableOf(
    starts.map((start) => start.before),
    words,
  );
  const first = Array.from({ length: depth }, (_, at) =>
    tableOf(
      starts.map((start) => start.first[at] ?? new Uint8Array(CLASSES).fill(1)),
      words,
    ),
  );
  return { groups: starts.length, words, before, first, pairs: pairsOf(before, first[0] ?? before, words) };
}

function pairsOf(before: Int32Array, one: Int32Array, words: number): Int32Array {
  const pairs = new Int32Array(CLASSES * CLASSES);
  for (let front = 0; front < CLASSES; front += 1) {
    for (let code = 0; code < CLASSES; code += 1) {
      for (let word = 0; word < words; word += 1) {
        const shared = (before[front * words + word] ?? 0) & (one[code * words + word] ?? 0);
        if (shared !== 0) pairs[front * CLASSES + code] = (pairs[front * CLASSES + code] ?? 0) | wordBit(word);
      }
    }
  }
  return pairs;
}

function createAnchors(
  found: readonly MatchAnchor[],
): Pick<StartIndex, 'anchorWords' | 'anchors' | 'anchorsNext' | 'anchorPairs'> {
  const anchorWords = Math.max(1, Math.ceil(found.length / 32));
  const anchors = tableOf(
    found.map(({ mask }) => mask),
    anchorWords,
  );
  const anchorsNext = tableOf(
    found.map(({ next }) => next),
    anchorWords,
  );
  return { anchorWords, anchors, anchorsNext, anchorPairs: pairsOf(anchors, anchorsNext, anchorWords) };
}

function tableOf(masks: readonly Uint8Array[], words: number): Int32Array {
  const table = new Int32Array(CLASSES * words);
  for (const [group, mask] of masks.entries()) {
    for (let code = 0; code < CLASSES; code += 1) {
      const cell = code * words + (group >> 5);
      if (mask[code] === 1) table[cell] = (table[cell] ?? 0) | (1 << (group & 31));
    }
  }
  return table;
}
