import type { CompiledRule } from '../../rules/types';
import type { MatchText } from '../types';
import { BEYOND_ASCII, CLASSES, NONE, type PatternPlan, type StartIndex, startIndexOf, TEXT_END, wordBit } from './start-index';

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

/** Places of many kinds: those of a kind stand together, in order. */
class Places {
  private readonly places: Int32Array;
  private readonly begins: Int32Array;

  constructor(places: Int32Array, begins: Int32Array) {
    this.places = places;
    this.begins = begins;
  }

  has(kind: number): boolean {
    return this.begins[kind] !== this.begins[kind + 1];
  }

  /** The places of a kind. */
  listOf(kind: number): number[] {
    const list: number[] = [];
    const end = this.begins[kind + 1] as number;
    for (let index = this.begins[kind] as number; index < end; index += 1) list.push(this.places[index] as number);
    return list;
  }

  /** Leaves of the listed places those from which one of the kind is at most `reach` code units ahead. */
  keepInReach(list: number[], kind: number, reach: number): void {
    let next = this.begins[kind] as number;
    const end = this.begins[kind + 1] as number;
    let kept = 0;
    for (let index = 0; index < list.length; index += 1) {
      const place = list[index] as number;
      while (next < end && (this.places[next] as number) < place) next += 1;
      if (next === end) break;
      if ((this.places[next] as number) - place > reach) continue;
      list[kept] = place;
      kept += 1;
    }
    list.length = kept;
  }
}

/** Gathers places of many kinds in the order of the text. */
class PlacesByKind {
  private readonly kinds: number;
  private found: Int32Array;
  private kindOf: Uint16Array;
  private length = 0;

  /** @param length of the text: there are about two places for each of its code units */
  constructor(kinds: number, length: number) {
    this.kinds = kinds;
    this.found = new Int32Array(2 * length + 64);
    this.kindOf = new Uint16Array(2 * length + 64);
  }

  /** Adds a place of each kind that is set in a word of bits, of which the first stands for `first`. */
  addEach(word: number, first: number, at: number): void {
    for (let bits = word; bits !== 0; bits &= bits - 1) this.add(first + 31 - Math.clz32(bits & -bits), at);
  }

  add(kind: number, at: number): void {
    if (this.length === this.found.length) this.grow();
    this.found[this.length] = at;
    this.kindOf[this.length] = kind;
    this.length += 1;
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
    return new Places(places, begins);
  }
}

/** Per group that is asked for, by bits, the places at which its matches can begin, in order. */
function findStarts(
  text: string,
  classes: Uint8Array,
  { words, groups, before, first, pairs }: StartIndex,
  asked: Int32Array,
): Places {
  const places = new PlacesByKind(Math.max(groups, words * 32), text.length);
  const [one, two, three, four] = first;
  if (groups === 0) return places.sorted();
  if (one === undefined || two === undefined || three === undefined || four === undefined)
    throw new Error('the beginnings of matches are told by four characters');
  for (let at = 0; at < text.length; at += 1) {
    const front = classes[at] as number;
    const here = classes[at + 1] as number;
    const possible = pairs[front * CLASSES + here] as number;
    if (possible === 0 || isSecondHalf(text, at)) continue;
    const second = classes[at + 2] as number;
    const third = classes[at + 3] as number;
    const fourth = classes[at + 4] as number;
    for (let word = 0; word < words; word += 1) {
      if ((possible & wordBit(word)) === 0) continue;
      const bits =
        (asked[word] as number) &
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
function findAnchors(
  classes: Uint8Array,
  length: number,
  { anchorWords, anchors, anchorsNext, anchorPairs }: StartIndex,
): Places {
  const places = new PlacesByKind(anchorWords * 32, length);
  for (let at = 0; at < length; at += 1) {
    const here = classes[at + 1] as number;
    const next = classes[at + 2] as number;
    const possible = anchorPairs[here * CLASSES + next] as number;
    if (possible === 0) continue;
    for (let word = 0; word < anchorWords; word += 1) {
      if ((possible & wordBit(word)) === 0) continue;
      const bits = (anchors[here * anchorWords + word] as number) & (anchorsNext[next * anchorWords + word] as number);
      if (bits !== 0) places.addEach(bits, word * 32, at);
    }
  }
  return places.sorted();
}

const NOT_PLAIN = /[^a-z]/;
/** Runs of plain letters: to a regex these are words, too ("患者MRN: 4471"), and so are the parts of "mom's". */
const PLAIN_RUN = /[a-z]+/g;
const PARTS = /[^']+/g;

/** Per pattern with trigger words, where these stand. */
function findTriggers({ text, words }: MatchText, { triggered, triggeredPatterns }: StartIndex): Places {
  const places = new PlacesByKind(triggeredPatterns, text.length);
  const add = (word: string, at: number): void => {
    const patterns = triggered.get(word);
    if (patterns === undefined) return;
    for (let index = 0; index < patterns.length; index += 1) places.add(patterns[index] as number, at);
  };
  const addPart = (part: string, at: number): void => {
    add(part, at);
    if (NOT_PLAIN.test(part)) for (const { 0: run, index } of part.matchAll(PLAIN_RUN)) add(run, at + index);
  };
  for (const { lower, start, kind } of words) {
    if (kind === 'digits') continue;
    if (!NOT_PLAIN.test(lower)) add(lower, start);
    else for (const { 0: part, index } of lower.matchAll(PARTS)) addPart(part, start + index);
  }
  return places.sorted();
}

/** Where in one text the patterns of one rule set can match. */
class TextPositions {
  readonly index: StartIndex;
  private readonly starts: Places;
  private readonly anchors: Places;
  private readonly triggers: Places;
  private readonly possible = new Map<CompiledRule, readonly PatternPlan[]>();

  constructor(text: MatchText, index: StartIndex) {
    const classes = classesOf(text.text, index.first.length);
    this.index = index;
    this.triggers = findTriggers(text, index);
    this.anchors = findAnchors(classes, text.text.length, index);
    // Where the matches of a pattern can begin does not matter if the text lacks its trigger words or an anchor: more than half of the places.
    const asked = new Int32Array(index.words);
    for (const [rule, plans] of index.plans) {
      const possible = plans.filter((plan) => this.hasNeeded(plan));
      this.possible.set(rule, possible);
      for (const { group } of possible)
        if (group !== NONE) asked[group >> 5] = (asked[group >> 5] as number) | (1 << (group & 31));
    }
    this.starts = findStarts(text.text, classes, index, asked);
  }

  /** Whether the text has a trigger word of the pattern, if it has any, and all of its anchors. */
  private hasNeeded({ trigger, anchors }: PatternPlan): boolean {
    if (trigger !== NONE && !this.triggers.has(trigger)) return false;
    for (const anchor of anchors) if (!this.anchors.has(anchor)) return false;
    return true;
  }

  /** What places the patterns of a rule need, in order, but for those that cannot match. */
  plansOf(rule: CompiledRule): readonly PatternPlan[] {
    return this.possible.get(rule) ?? [];
  }

  /** The places at which a match of the plan's pattern can begin, in rising order. */
  of(plan: PatternPlan): readonly number[] {
    const { trigger, group, anchors, triggerReach, anchorReach } = plan;
    if (group === NONE) return this.triggers.listOf(trigger);
    if (!this.starts.has(group)) return NOWHERE;
    const places = this.starts.listOf(group);
    if (trigger !== NONE) this.triggers.keepInReach(places, trigger, triggerReach);
    for (let at = 0; at < anchors.length && places.length > 0; at += 1)
      this.anchors.keepInReach(places, anchors[at] as number, anchorReach[at] as number);
    return places;
  }
}

const NOWHERE: readonly number[] = [];

/** Kept as long as the text. */
const inText = new WeakMap<MatchText, TextPositions>();

/** The places of all patterns of the rules in the text. They are looked for together, once. */
export function positionsIn(text: MatchText, rules: readonly CompiledRule[]): TextPositions {
  const known = inText.get(text);
  if (known?.index.rules === rules) return known;
  const found = new TextPositions(text, startIndexOf(rules));
  inText.set(text, found);
  return found;
}
