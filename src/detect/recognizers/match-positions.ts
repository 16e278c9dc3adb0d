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

/** In the middle of a character of two code units no match begins. */
function isSecondHalf(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
}

/** The places of a kind, in order. */
type Places = (kind: number) => Int32Array;

/** Places of many kinds, found in the order of the text. */
class PlacesByKind {
  private readonly kinds: number;
  private found = new Int32Array(1024);
  private kindOf = new Uint16Array(1024);
  private length = 0;

  constructor(kinds: number) {
    this.kinds = kinds;
  }

  /** Adds a place of each kind that is set in a word of bits, of which the first stands for `first`. */
  addEach(word: number, first: number, at: number): void {
    if (this.length + 32 > this.found.length) this.grow();
    for (let bits = word; bits !== 0; bits &= bits - 1) {
      this.found[this.length] = at;
      this.kindOf[this.length] = first + 31 - Math.clz32(bits & -bits);
      this.length += 1;
    }
  }

  private grow(): void {
    const found = new Int32Array(this.found.length * 2);
    found.set(this.found);
    this.found = found;
    const kindOf = new Uint16Array(this.kindOf.length * 2);
    kindOf.set(this.kindOf);
    this.kindOf = kindOf;
  }

  /** The places of each kind, in order. */
  sorted(): Places {
    const { found, kindOf, length } = this;
    const begins = new Int32Array(this.kinds + 1);
    for (let index = 0; index < length; index += 1) {
      const behind = (kindOf[index] as number) + 1;
      begins[behind] = (begins[behind] as number) + 1;
    }
    for (let kind = 1; kind <= this.kinds; kind += 1) begins[kind] = (begins[kind] as number) + (begins[kind - 1] as number);
    const places = new Int32Array(length);
    const next = begins.slice();
    for (let index = 0; index < length; index += 1) {
      const kind = kindOf[index] as number;
      places[next[kind] as number] = found[index] as number;
      next[kind] = (next[kind] as number) + 1;
    }
    return (kind) => places.subarray(begins[kind], begins[kind + 1]);
  }
}

/** Per group, the places at which its matches can begin, in order. */
function findStarts(text: string, classes: Uint8Array, { words, groups, before, first, pairs }: StartIndex): Places {
  const places = new PlacesByKind(Math.max(groups, words * 32));
  const [one, two, three, four] = first;
  if (groups === 0) return places.sorted();
  if (one === undefined || two === undefined || three === undefined || four === undefined)
    throw new Error('the beginnings of matches are told by four characters');
  for (let at = 0; at < text.length; at += 1) {
    const front = classes[at] as number;
    const here = classes[at + 1] as number;
    if (pairs[front * CLASSES + here] === 0 || isSecondHalf(text, at)) continue;
    const second = classes[at + 2] as number;
    const third = classes[at + 3] as number;
    const fourth = classes[at + 4] as number;
    for (let word = 0; word < words; word += 1) {
      const bits =
        (before[front * words + word] as number) &
        (one[here * words + word] as number) &
        (two[second * words + word] as number) &
        (three[third * words + word] as number) &
        (four[fourth * words + word] as number);
      if (bits !== 0) places.addEach(bits, word * 32, at);
    }
  }
  return places.sorted();
}

/** Per anchor, where it stands, in order. */
function findAnchors(classes: Uint8Array, length: number, { anchorWords, anchors, anchorsNext }: StartIndex): Places {
  const places = new PlacesByKind(anchorWords * 32);
  for (let at = 0; at < length; at += 1) {
    const here = (classes[at + 1] as number) * anchorWords;
    const next = (classes[at + 2] as number) * anchorWords;
    for (let word = 0; word < anchorWords; word += 1) {
      const bits = (anchors[here + word] as number) & (anchorsNext[next + word] as number);
      if (bits !== 0) places.addEach(bits, word * 32, at);
    }
  }
  return places.sorted();
}

const NOT_PLAIN = /[^a-z]/;
const PLAIN_RUN = /[a-z]+/g;

/** Words and, of those with letters beyond ASCII, their runs of plain ones: to a regex these are words, too ("患者MRN: 4471"). */
function* triggersIn({ wordIndex }: MatchText): Generator<readonly [word: string, places: readonly number[]]> {
  for (const [word, places] of wordIndex) {
    yield [word, places];
    if (!NOT_PLAIN.test(word)) continue;
    for (const { 0: run, index } of word.matchAll(PLAIN_RUN)) yield [run, places.map((place) => place + index)];
  }
}

/** Where the trigger words of patterns stand, in order. */
function findTriggers(text: MatchText, { triggered }: StartIndex): Map<CompiledPattern, ArrayLike<number>> {
  const found = new Map<CompiledPattern, (readonly number[])[]>();
  for (const [word, places] of triggersIn(text)) {
    for (const pattern of triggered.get(word) ?? []) {
      const known = found.get(pattern);
      if (known === undefined) found.set(pattern, [places]);
      else known.push(places);
    }
  }
  return new Map(Array.from(found, ([pattern, lists]) => [pattern, inOrder(lists)]));
}

function inOrder(lists: readonly (readonly number[])[]): ArrayLike<number> {
  const [only, ...others] = lists;
  return only !== undefined && others.length === 0 ? only : Int32Array.from(lists.flat()).sort();
}

interface TextPositions {
  readonly index: StartIndex;
  readonly starts: Places;
  readonly anchors: Places;
  readonly triggers: ReadonlyMap<CompiledPattern, ArrayLike<number>>;
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
export function matchPositions(text: MatchText, pattern: CompiledPattern, rules: readonly CompiledRule[]): ArrayLike<number> {
  const { index, starts, anchors, triggers } = positionsIn(text, rules);
  const { start, triggers: words } = pattern;
  if (words?.atStart === true) return triggers.get(pattern) ?? NOWHERE;
  const group = index.groupOf.get(pattern);
  const near = words === undefined ? undefined : (triggers.get(pattern) ?? NOWHERE);
  if (group === undefined || near?.length === 0) return NOWHERE;
  const begins = starts(group);
  let places = near === undefined || words === undefined ? begins : inReach(begins, near, words.before);
  for (const [at, anchor] of (index.anchorsOf.get(pattern) ?? []).entries()) {
    if (places.length === 0) return NOWHERE;
    places = inReach(places, anchors(anchor), start.anchors[at]?.before ?? 0);
  }
  return places;
}

/** The places from which one of the others is at most `reach` code units ahead. */
function inReach(places: ArrayLike<number>, others: ArrayLike<number>, reach: number): ArrayLike<number> {
  if (others.length === 0) return NOWHERE;
  const near: number[] = [];
  let next = 0;
  for (let index = 0; index < places.length; index += 1) {
    const place = places[index] as number;
    while (next < others.length && (others[next] as number) < place) next += 1;
    if (next === others.length) break;
    if ((others[next] as number) - place <= reach) near.push(place);
  }
  return near;
}
