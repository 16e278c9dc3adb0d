import type { CompiledPattern, CompiledRule } from '../../rules/types';
import type { MatchText } from '../types';
import { BEYOND_ASCII, CLASSES, type StartIndex, startIndexOf, TEXT_END } from './start-index';

/**
 * Where in a text the patterns of a rule set can match. One pass over the text asks for all patterns at once, by the first characters of
 * their matches and the one in front; where a pattern has trigger words or an anchor, only places near them are left. A regex is then
 * run at these places only.
 */

/** Classes of the code units in front of, in, and behind a text. */
function classesOf(text: string, depth: number): Uint8Array {
  const classes = new Uint8Array(text.length + depth + 1).fill(TEXT_END);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    classes[at + 1] = Math.min(code, BEYOND_ASCII);
  }
  return classes;
}

/** Calls back for every bit that is set in a word, with its number. */
function eachBit(word: number, call: (bit: number) => void): void {
  let bits = word;
  while (bits !== 0) {
    call(31 - Math.clz32(bits & -bits));
    bits &= bits - 1;
  }
}

/** In the middle of a character of two code units no match begins. */
function isSecondHalf(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}

/** Per group, the places at which its matches can begin, in order. */
function findStarts(text: string, classes: Uint8Array, { words, groups, before, first, pairs }: StartIndex): number[][] {
  const places = Array.from({ length: groups }, (): number[] => []);
  const [one, two, three, four] = first;
  if (one === undefined || two === undefined || three === undefined || four === undefined) return places;
  const row = (at: number): number => (classes[at] as number) * words;
  for (let at = 0; at < text.length; at += 1) {
    const some = pairs[(classes[at] as number) * CLASSES + (classes[at + 1] as number)] as number;
    if (some === 0 || isSecondHalf(text, at)) continue;
    const [front, a, b, c, d] = [row(at), row(at + 1), row(at + 2), row(at + 3), row(at + 4)];
    for (let word = 0; word < words; word += 1) {
      const bits =
        (before[front + word] as number) &
        (one[a + word] as number) &
        (two[b + word] as number) &
        (three[c + word] as number) &
        (four[d + word] as number);
      if (bits !== 0) eachBit(bits, (bit) => (places[word * 32 + bit] as number[]).push(at));
    }
  }
  return places;
}

/** Per anchor, where it stands, in order. */
function findAnchors(classes: Uint8Array, length: number, { anchorWords, anchors, anchorsNext }: StartIndex): number[][] {
  const places = Array.from({ length: anchorWords * 32 }, (): number[] => []);
  for (let at = 0; at < length; at += 1) {
    const here = (classes[at + 1] as number) * anchorWords;
    const next = (classes[at + 2] as number) * anchorWords;
    for (let word = 0; word < anchorWords; word += 1) {
      const bits = (anchors[here + word] as number) & (anchorsNext[next + word] as number);
      if (bits !== 0) eachBit(bits, (bit) => (places[word * 32 + bit] as number[]).push(at));
    }
  }
  return places;
}

/** Where the trigger words of patterns stand, in order. */
function findTriggers(text: MatchText, { triggered }: StartIndex): Map<CompiledPattern, number[]> {
  const offsets = new Map<CompiledPattern, number[]>();
  for (const [word, places] of text.wordIndex) {
    for (const pattern of triggered.get(word) ?? []) {
      const known = offsets.get(pattern);
      if (known === undefined) offsets.set(pattern, [...places]);
      else for (const place of places) known.push(place);
    }
  }
  for (const places of offsets.values()) places.sort((left, right) => left - right);
  return offsets;
}

interface TextPositions {
  readonly index: StartIndex;
  readonly starts: readonly (readonly number[])[];
  readonly anchors: readonly (readonly number[])[];
  readonly triggers: ReadonlyMap<CompiledPattern, readonly number[]>;
}

/** Kept as long as the text. */
const inText = new WeakMap<MatchText, TextPositions>();

function positionsIn(text: MatchText, rules: readonly CompiledRule[]): TextPositions {
  const known = inText.get(text);
  if (known?.index.rules === rules) return known;
  const index = startIndexOf(rules);
  const classes = classesOf(text.text, index.first.length);
  const found = {
    index,
    starts: findStarts(text.text, classes, index),
    anchors: findAnchors(classes, text.text.length, index),
    triggers: findTriggers(text, index),
  };
  inText.set(text, found);
  return found;
}

const NOWHERE: readonly number[] = [];

/** The places at which a match of the pattern can begin, in rising order. All patterns of the rules are looked for together. */
export function matchPositions(text: MatchText, pattern: CompiledPattern, rules: readonly CompiledRule[]): readonly number[] {
  const { index, starts, anchors, triggers } = positionsIn(text, rules);
  const begins = starts[index.groupOf.get(pattern) ?? -1] ?? NOWHERE;
  const { start, triggers: words } = pattern;
  if (words?.atStart === true) return triggers.get(pattern) ?? NOWHERE;
  let places = words === undefined ? begins : inReach(begins, triggers.get(pattern) ?? NOWHERE, words.before);
  for (const [at, anchor] of (index.anchorsOf.get(pattern) ?? []).entries()) {
    if (places.length === 0) return NOWHERE;
    places = inReach(places, anchors[anchor] ?? NOWHERE, start.anchors[at]?.before ?? 0);
  }
  return places;
}

/** The places from which one of the others is at most `reach` code units ahead. */
function inReach(places: readonly number[], others: readonly number[], reach: number): readonly number[] {
  if (others.length === 0) return NOWHERE;
  const near: number[] = [];
  let next = 0;
  for (const place of places) {
    while (next < others.length && (others[next] as number) < place) next += 1;
    if (next === others.length) break;
    if ((others[next] as number) - place <= reach) near.push(place);
  }
  return near;
}
