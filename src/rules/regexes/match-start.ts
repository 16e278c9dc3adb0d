/**
 * Derives from a regex what must stand where a match begins: the character in front and the first few of the match. The engine asks
 * this for all patterns at once at every place of the text, and runs a regex only where its beginning fits. It may say
 * yes where the regex says no, never the other way round.
 */
import type { AST } from '@eslint-community/regexpp';
import type { CharacterMask, MatchAnchor, MatchStart } from '../types';
import {
  anything,
  BEYOND_ASCII,
  excludeWords,
  intersect,
  isWordOnly,
  maskOf,
  nothing,
  shareOf,
  TEXT_END,
  unite,
} from './character-mask';
import { type CharacterElement, flatten, isCharacter, isGroup, mostLength, parsePattern } from './regex-elements';

/** How many characters of a match's beginning are told. */
const START_DEPTH = 4;
/** An anchor more frequent than this saves little, and so do more than these. */
const MOST_SHARE = 0.05;
const MOST_ANCHORS = 3;

/** What must stand where a match of the regex source begins. */
export function findMatchStart(source: string, ignoreCase: boolean): MatchStart {
  const pattern = parsePattern(source);
  const reader = new StartReader(ignoreCase);
  const first = reader.readStart(pattern.alternatives);
  const anchors = findAnchors(pattern.alternatives, ignoreCase);
  const [only, ...others] = pattern.alternatives;
  const before = only === undefined || others.length > 0 ? anything() : reader.readBefore(flatten(only.elements), first[0]);
  return { before, first, anchors };
}

/** The rarest characters that every match holds behind its beginning, or pairs of neighbours; each kind once. */
function findAnchors(alternatives: readonly AST.Alternative[], ignoreCase: boolean): MatchAnchor[] {
  const place = { before: 0, follower: undefined, ignoreCase };
  const found = anchorOfAlternatives(alternatives, place).filter(({ before, share }) => before > 0 && share < MOST_SHARE);
  const kinds = new Map<string, PossibleAnchor>();
  for (const one of found.sort((left, right) => placesNear(left) - placesNear(right))) {
    const kind = one.mask.join('');
    if (!kinds.has(kind)) kinds.set(kind, one);
  }
  return [...kinds.values()].slice(0, MOST_ANCHORS).map(({ mask, next, before }) => ({ mask, next, before }));
}

interface PossibleAnchor extends MatchAnchor {
  /** How much of clinical text it makes up. */
  readonly share: number;
}

interface AnchorPlace {
  /** Most code units of a match in front of the elements. */
  readonly before: number;
  /** What stands right behind them, where that is known. */
  readonly follower: AST.Element | undefined;
  readonly ignoreCase: boolean;
}

/** Of how many places it is in reach, roughly: the farther it may be, the more of them. */
function placesNear({ share, before }: PossibleAnchor): number {
  return share * (before + 8);
}

function rarest(anchors: readonly PossibleAnchor[]): PossibleAnchor | undefined {
  return anchors.toSorted((left, right) => placesNear(left) - placesNear(right))[0];
}

/** What of a sequence every match holds: characters of its own, of the first round of repeats, of look-aheads, of all alternatives. */
function anchorsOf(elements: readonly AST.Element[], { before, follower, ignoreCase }: AnchorPlace): PossibleAnchor[] {
  let reached = before;
  return elements.flatMap((element, index) => {
    const place = { before: reached, follower: elements[index + 1] ?? follower, ignoreCase };
    reached += mostLength([element]);
    return anchorsIn(element, place);
  });
}

function anchorsIn(element: AST.Element, place: AnchorPlace): PossibleAnchor[] {
  const alone = { ...place, follower: undefined };
  // Of a repeat the last one is what the next element follows, of a character beyond ASCII its second half.
  const last = { ...place, before: place.before + mostLength([element]) - 1 };
  if (isGroup(element)) return anchorOfAlternatives(element.alternatives, place);
  if (isCharacter(element)) return [anchorAt(element, last)];
  if (element.type === 'Assertion')
    return element.kind === 'lookahead' && !element.negate ? anchorOfAlternatives(element.alternatives, alone) : [];
  if (element.type !== 'Quantifier' || element.min === 0) return [];
  if (isGroup(element.element)) return anchorOfAlternatives(element.element.alternatives, alone);
  return isCharacter(element.element) ? [anchorAt(element.element, last)] : [];
}

function anchorAt(element: CharacterElement, { before, follower, ignoreCase }: AnchorPlace): PossibleAnchor {
  const mask = maskOf(element, ignoreCase);
  const behind = firstCharacter(follower);
  const next = behind === undefined ? anything() : maskOf(behind, ignoreCase);
  return { mask, next, before, share: shareOf(mask) * shareOf(next) };
}

/** The character with which an element begins, where it is always the same one. */
function firstCharacter(element: AST.Element | undefined): CharacterElement | undefined {
  if (element === undefined) return undefined;
  if (element.type === 'Quantifier') return element.min > 0 ? firstCharacter(element.element) : undefined;
  if (isGroup(element))
    return element.alternatives.length === 1 ? firstCharacter(element.alternatives[0]?.elements[0]) : undefined;
  return isCharacter(element) ? element : undefined;
}

/** Of one alternative all anchors; of several what is rarest in each, together. */
function anchorOfAlternatives(alternatives: readonly AST.Alternative[], place: AnchorPlace): PossibleAnchor[] {
  const [only, ...others] = alternatives;
  if (only !== undefined && others.length === 0) return anchorsOf(only.elements, place);
  const mask = nothing();
  let before = 0;
  for (const { elements } of alternatives) {
    const best = rarest(
      anchorsOf(elements, { ...place, follower: undefined }).map((one) => ({ ...one, share: shareOf(one.mask) })),
    );
    if (best === undefined) return [];
    unite(mask, best.mask);
    before = Math.max(before, best.before);
  }
  return [{ mask, next: anything(), before, share: shareOf(mask) }];
}

/** Offsets from the match's beginning at which a reading may stand, as bits; bit `START_DEPTH` stands for "further on". */
type Places = number;

const FURTHER = 1 << START_DEPTH;

class StartReader {
  private readonly ignoreCase: boolean;

  constructor(ignoreCase: boolean) {
    this.ignoreCase = ignoreCase;
  }

  /** Masks of the first characters of whatever one of the alternatives matches. */
  readStart(alternatives: readonly AST.Alternative[]): CharacterMask[] {
    const masks = Array.from({ length: START_DEPTH }, nothing);
    for (const { elements } of alternatives) {
      const own = Array.from({ length: START_DEPTH }, nothing);
      this.endAt(this.readAll(elements, 1, own), own);
      this.narrow(flatten(elements), own);
      for (const [at, mask] of masks.entries()) unite(mask, own[at] ?? anything());
    }
    return masks;
  }

  /** A match may end at these places: behind it anything may follow. */
  private endAt(places: Places, masks: readonly CharacterMask[]): void {
    for (const [at, mask] of masks.entries()) if ((places & ((2 << at) - 1)) !== 0) mask.fill(1);
  }

  /** What a look-ahead asks for where the match begins. */
  private narrow(elements: readonly AST.Element[], masks: readonly CharacterMask[]): void {
    for (const element of elements) {
      if (element.type !== 'Assertion') return;
      if (element.kind !== 'lookahead' || element.negate) continue;
      const ahead = this.readStart(element.alternatives);
      for (const [at, mask] of masks.entries()) intersect(mask, ahead[at] ?? anything());
    }
  }

  private readAll(elements: readonly AST.Element[], from: Places, masks: readonly CharacterMask[]): Places {
    return elements.reduce((places, element) => this.read(element, places, masks), from);
  }

  private read(element: AST.Element, from: Places, masks: readonly CharacterMask[]): Places {
    if (from === 0 || from === FURTHER || element.type === 'Assertion') return from;
    if (element.type === 'Quantifier') return this.readRepeat(element, from, masks);
    if (isGroup(element))
      return element.alternatives.reduce((places, { elements }) => places | this.readAll(elements, from, masks), 0);
    if (isCharacter(element)) return this.readCharacter(element, from, masks);
    // A kind of element that is not known here: anything may follow.
    this.endAt(from, masks);
    return FURTHER;
  }

  private readCharacter(element: CharacterElement, from: Places, masks: readonly CharacterMask[]): Places {
    const allowed = maskOf(element, this.ignoreCase);
    for (const [at, mask] of masks.entries()) if ((from & (1 << at)) !== 0) unite(mask, allowed);
    let next = from << 1;
    if (allowed[BEYOND_ASCII] === 1 && mostLength([element]) > 1) {
      // A character beyond ASCII may take two code units.
      for (const [at, mask] of masks.entries()) if ((next & (1 << at)) !== 0) mask[BEYOND_ASCII] = 1;
      next |= next << 1;
    }
    return (next & (FURTHER - 1)) | (next >= FURTHER ? FURTHER : 0);
  }

  private readRepeat({ element, min, max }: AST.Quantifier, from: Places, masks: readonly CharacterMask[]): Places {
    let places = from;
    let ends = min === 0 ? from : 0;
    for (let round = 1; round <= Math.min(max, START_DEPTH + 1); round += 1) {
      places = this.read(element, places, masks);
      if (round >= min) ends |= places;
    }
    // After so many rounds nothing changes any more, be the repeated element empty or not.
    return min > START_DEPTH ? places : ends;
  }

  /** What the character in front of the match must be, by the look-behinds and word boundaries that the pattern begins with. */
  readBefore(elements: readonly AST.Element[], first: CharacterMask | undefined): CharacterMask {
    const before = anything();
    for (const element of elements) {
      if (element.type !== 'Assertion') break;
      if (element.kind === 'word' && !element.negate && first !== undefined && isWordOnly(first)) excludeWords(before);
      if (element.kind === 'lookbehind' && element.negate) this.exclude(element, before);
      if (element.kind === 'lookbehind' && !element.negate) intersect(before, this.lastOf(element.alternatives));
    }
    return before;
  }

  private exclude({ alternatives }: AST.LookaroundAssertion, before: CharacterMask): void {
    for (const { elements } of alternatives) {
      const [only, ...others] = elements;
      if (only === undefined || others.length > 0 || !isCharacter(only)) continue;
      const mask = maskOf(only, this.ignoreCase);
      for (let code = 0; code < BEYOND_ASCII; code += 1) if (mask[code] === 1) before[code] = 0;
    }
  }

  /** The characters in which one of the alternatives of a look-behind can end; the text's end stands for its beginning, too. */
  private lastOf(alternatives: readonly AST.Alternative[]): CharacterMask {
    const mask = nothing();
    for (const { elements } of alternatives) if (this.addLast(elements, mask)) return anything();
    return mask;
  }

  /** Adds the characters in which a sequence can end; says whether it may be empty. */
  private addLast(elements: readonly AST.Element[], mask: CharacterMask): boolean {
    return elements.toReversed().every((element) => {
      if (element.type === 'Quantifier') return this.addLast([element.element], mask) || element.min === 0;
      if (isGroup(element)) return element.alternatives.map((one) => this.addLast(one.elements, mask)).includes(true);
      unite(mask, isCharacter(element) ? maskOf(element, this.ignoreCase) : lastOfAssertion(element));
      return false;
    });
  }
}

/** In front of the beginning of a text there is none; of other assertions nothing is known. */
function lastOfAssertion(element: AST.Element): CharacterMask {
  if (element.type !== 'Assertion' || element.kind !== 'start') return anything();
  const mask = nothing();
  mask[TEXT_END] = 1;
  return mask;
}
