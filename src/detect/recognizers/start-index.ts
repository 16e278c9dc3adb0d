import type { CompiledPattern, CompiledRule, MatchAnchor, MatchStart } from '../../rules/types';

/** How a rule set's patterns begin, as tables that one pass over a text can ask for all of them at once. */

/** Class of the characters beyond ASCII, which are one class; each ASCII character is its own. */
export const BEYOND_ASCII = 128;
export const TEXT_END = 129;
export const CLASSES = 130;

/** Patterns that begin alike share one entry. Built once per rule set. */
export interface StartIndex {
  readonly rules: readonly CompiledRule[];
  readonly groupOf: ReadonlyMap<CompiledPattern, number>;
  readonly groups: number;
  /** 32-bit words that hold one bit per group. */
  readonly words: number;
  /** `CLASSES × words`: which groups allow a character in front of a match, and as its first, second, third, fourth. */
  readonly before: Int32Array;
  readonly first: readonly Int32Array[];
  /** Per character in front and first character, the words with a group that allows both, as bits: in most places there are none. */
  readonly pairs: Int32Array;
  /** Numbers of each pattern's anchors; per character class the anchors that it is one of, as bits in `anchorWords` words. */
  readonly anchorsOf: ReadonlyMap<CompiledPattern, readonly number[]>;
  readonly anchorWords: number;
  readonly anchors: Int32Array;
  /** The same for the character behind an anchor. */
  readonly anchorsNext: Int32Array;
  /** Patterns by their trigger words. */
  readonly triggered: ReadonlyMap<string, readonly CompiledPattern[]>;
}

const indexes = new WeakMap<readonly CompiledRule[], StartIndex>();

function keyOf({ before, first }: MatchStart): string {
  return [before, ...first].map((mask) => mask.join('')).join('|');
}

function createIndex(rules: readonly CompiledRule[]): StartIndex {
  const numbers = new Map<string, number>();
  const starts: MatchStart[] = [];
  const groupOf = new Map<CompiledPattern, number>();
  const triggered = new Map<string, CompiledPattern[]>();
  for (const pattern of rules.flatMap((rule) => rule.patterns)) {
    for (const word of pattern.triggers?.words ?? []) {
      const patterns = triggered.get(word);
      if (patterns === undefined) triggered.set(word, [pattern]);
      else patterns.push(pattern);
    }
    if (pattern.triggers?.atStart === true) continue;
    const key = keyOf(pattern.start);
    const number = numbers.get(key) ?? numbers.size;
    if (number === numbers.size) starts.push(pattern.start);
    numbers.set(key, number);
    groupOf.set(pattern, number);
  }
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
  return {
    rules,
    groupOf,
    groups: starts.length,
    words,
    before,
    first,
    pairs: pairsOf(before, first[0] ?? before, words),
    ...createAnchors(rules),
    triggered,
  };
}

function pairsOf(before: Int32Array, one: Int32Array, words: number): Int32Array {
  const pairs = new Int32Array(CLASSES * CLASSES);
  for (let front = 0; front < CLASSES; front += 1) {
    for (let code = 0; code < CLASSES; code += 1) {
      for (let word = 0; word < words; word += 1) {
        const shared = (before[front * words + word] ?? 0) & (one[code * words + word] ?? 0);
        if (shared !== 0) pairs[front * CLASSES + code] = (pairs[front * CLASSES + code] ?? 0) | (1 << Math.min(word, 31));
      }
    }
  }
  return pairs;
}

function createAnchors(
  rules: readonly CompiledRule[],
): Pick<StartIndex, 'anchorsOf' | 'anchorWords' | 'anchors' | 'anchorsNext'> {
  const masks: Uint8Array[] = [];
  const nexts: Uint8Array[] = [];
  const numbers = new Map<string, number>();
  const numberOf = ({ mask, next }: MatchAnchor): number => {
    const key = `${mask.join('')}|${next.join('')}`;
    const number = numbers.get(key) ?? masks.length;
    if (number === masks.length) {
      masks.push(mask);
      nexts.push(next);
    }
    numbers.set(key, number);
    return number;
  };
  const anchorsOf = new Map<CompiledPattern, readonly number[]>();
  for (const pattern of rules.flatMap((rule) => rule.patterns)) {
    if (pattern.triggers?.atStart !== true) anchorsOf.set(pattern, pattern.start.anchors.map(numberOf));
  }
  const anchorWords = Math.max(1, Math.ceil(masks.length / 32));
  return { anchorsOf, anchorWords, anchors: tableOf(masks, anchorWords), anchorsNext: tableOf(nexts, anchorWords) };
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

/** The tables of a rule set; made once. */
export function startIndexOf(rules: readonly CompiledRule[]): StartIndex {
  const known = indexes.get(rules);
  if (known !== undefined) return known;
  const index = createIndex(rules);
  indexes.set(rules, index);
  return index;
}
