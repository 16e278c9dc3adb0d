/**
 * Derives from a regex what must stand where a match begins: the character in front and the first few of the match. The engine asks
 * this for all patterns at once at every place of the text, and runs a regex only where its beginning fits. It may say
 * yes where the regex says no, never the other way round.
 */
import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { anything, BEYOND_ASCII, excludeWords, intersect, isWordOnly, maskOf, nothing, shareOf, unite } from './character-mask';
import { type CharacterElement, flatten, isCharacter, isGroup, mostLength } from './regex-elements';
import type { CharacterMask, MatchAnchor, MatchStart } from './types';

/** How many characters of a match's beginning are told. */
export const START_DEPTH = 4;
/** An anchor more frequent than this saves little. */
const MOST_SHARE = 0.05;

/** What must stand where a match of the regex source begins. */
export function findMatchStart(source: string, ignoreCase: boolean): MatchStart {
  const pattern = new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source, 0, source.length, { unicode: true });
  const reader = new StartReader(ignoreCase);
  const first = reader.readStart(pattern.alternatives);
  const [only, ...others] = pattern.alternatives;
  if (only === undefined || others.length > 0) return { before: anything(), first };
  const elements = flatten(only.elements);
  return { before: reader.readBefore(elements, first[0]), first, anchor: findAnchor(elements, ignoreCase) };
}

/** The character of an element that stands at least once; nothing of any other. */
function mandatory(element: AST.Element | undefined): CharacterElement | undefined {
  const repeated = element?.type === 'Quantifier' && element.min > 0 ? element.element : element;
  return repeated !== undefined && isCharacter(repeated) ? repeated : undefined;
}

/** The rarest character that every match holds behind its beginning, or pair of neighbours. */
function findAnchor(elements: readonly AST.Element[], ignoreCase: boolean): MatchAnchor | undefined {
  let best: MatchAnchor | undefined;
  let share = MOST_SHARE;
  for (const [index, element] of elements.entries()) {
    const character = mandatory(element);
    // The last of a repeat is what the next element follows.
    const before = mostLength(elements.slice(0, index + 1)) - 1;
    if (character === undefined || before <= 0) continue;
    const mask = maskOf(character, ignoreCase);
    const follower = mandatory(elements[index + 1]);
    const next = follower === undefined ? anything() : maskOf(follower, ignoreCase);
    const pairShare = shareOf(mask) * shareOf(next);
    if (pairShare >= share) continue;
    share = pairShare;
    best = { mask, next, before };
  }
  return best;
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
    return min > START_DEPTH ? FURTHER : ends;
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

  /** The characters in which one of the alternatives of a look-behind can end. */
  private lastOf(alternatives: readonly AST.Alternative[]): CharacterMask {
    const mask = nothing();
    for (const { elements } of alternatives) {
      const end = elements.at(-1);
      const last = end?.type === 'Quantifier' && end.min > 0 ? end.element : end;
      unite(mask, last !== undefined && isCharacter(last) ? maskOf(last, this.ignoreCase) : anything());
    }
    return mask;
  }
}
