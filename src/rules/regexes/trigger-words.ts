/**
 * Finds words of which at least one occurs in whatever a regex matches, or right behind it where it looks ahead. The engine looks for them
 * in its index of the text's words and runs the regex only around them: a rule set of hundreds of labelled patterns then costs little more
 * than reading the text once.
 *
 * A word is a run of letters. It is found only where the regex itself fixes both its ends (`\b`, a space, a sign), so that the
 * answer is right by construction; where it does not, the pattern has no trigger words.
 */
import type { AST } from '@eslint-community/regexpp';
import type { TriggerWords } from '../types';
import { BEYOND_ASCII } from './character-mask';
import { flatten, isGroup, mostLength, parsePattern } from './regex-elements';

/** More words than this save nothing. */
const MAX_WORDS = 1000;
const LETTER = /^[\p{L}\p{M}]$/u;
/**
 * Boundaries keep these away from a word. Others are no word characters to a regex: they may touch one, and so the engine looks for words in
 * runs of these, too.
 */
const ASCII_LETTERS = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Tried on classes of which it cannot be said what they hold: letters of several scripts and kinds, and a mark. */
const OTHER_LETTERS = [...'éжªǅʰאع患한', '\u0301'];

/** What a boundary of a regex can begin, and a boundary or a letter beyond ASCII end. */
const PLAIN_RUN = /^[a-z]+/;

/** A word being read: `open` while further letters could belong to it. */
interface Reading {
  readonly word: string;
  readonly open: boolean;
}

const START: Reading = { word: '', open: true };

/** A set whose words are more frequent than this is not worth looking for. */
const MOST_FREQUENT = 400;

/** The trigger words of a regex source, or undefined where it has none. Words with which every match begins are preferred. */
export function findTriggerWords(source: string): TriggerWords | undefined {
  const pattern = parsePattern(source);
  const [only, ...others] = pattern.alternatives;
  if (only === undefined || others.length > 0) return undefined;
  const elements = flatten(only.elements);
  const first = elements.findIndex(({ type }) => type !== 'Assertion');
  const start = elements.slice(0, first + 1).flatMap((_, index) => wordsAt(elements, index));
  if (start[0] !== undefined) return { ...start[0], atStart: true };
  const best = rarest(setsOf([], elements, []));
  return best !== undefined && frequency(best) <= MOST_FREQUENT ? best : undefined;
}

/** The set that is in reach of the fewest places, roughly: the farther its words may be, the more places. */
function rarest(sets: readonly TriggerWords[]): TriggerWords | undefined {
  const placesNear = (set: TriggerWords): number => frequency(set) * (set.before + 8);
  return sets.toSorted((left, right) => placesNear(left) - placesNear(right))[0];
}

/** The words that begin at an element, if they are the same few whatever is matched. */
function wordsAt(elements: readonly AST.Element[], index: number): TriggerWords[] {
  const words = isWordStart(elements, index) ? wordsFrom(elements.slice(index)) : undefined;
  return words === undefined ? [] : [{ words, atStart: false, before: mostLength(elements.slice(0, index)) }];
}

/**
 * Sets of words of each of which one stands in whatever the elements match: at an element, or inside one that is passed in any case.
 *
 * @param before what stands in front of the elements
 * @param behind what stands behind them, as far as it is known
 */
function setsOf(
  before: readonly AST.Element[],
  elements: readonly AST.Element[],
  behind: readonly AST.Element[],
): TriggerWords[] {
  const all = [...before, ...elements, ...behind];
  return elements.flatMap((element, index) => {
    const at = before.length + index;
    return [...wordsAt(all, at), ...setInside(element, all.slice(0, at), all.slice(at + 1))];
  });
}

/** The words of an element's alternatives together, where each has some. What follows the first round of a repeat is not known. */
function setInside(element: AST.Element, before: readonly AST.Element[], behind: readonly AST.Element[]): TriggerWords[] {
  const inside = element.type === 'Quantifier' && element.min > 0 ? element.element : element;
  if (!isPassed(inside)) return [];
  const follows = inside === element && element.type !== 'Assertion' ? behind : [];
  const sets = inside.alternatives.map(({ elements }) => rarest(setsOf(before, flatten(elements), follows)));
  const found = sets.filter((set) => set !== undefined);
  if (found.length < sets.length || found.length === 0) return [];
  const words = [...new Set(found.flatMap((set) => set.words))];
  return words.length > MAX_WORDS ? [] : [{ words, atStart: false, before: Math.max(...found.map((set) => set.before)) }];
}

/** A group, or what must stand ahead. */
function isPassed(element: AST.Element): element is AST.Group | AST.CapturingGroup | AST.LookaheadAssertion {
  if (element.type === 'Assertion') return element.kind === 'lookahead' && !element.negate;
  return isGroup(element);
}

/** How often words of none, one, two and three letters stand in a text, against longer ones. */
const FREQUENCIES: readonly number[] = [60, 60, 60, 8];

/** How often one of the words may stand in a text, roughly: short words are frequent. */
function frequency({ words }: TriggerWords): number {
  return words.reduce((sum, { length }) => sum + (FREQUENCIES[length] ?? 1), 0);
}

/** Whether no letter can stand right in front of the element. */
function isWordStart(elements: readonly AST.Element[], index: number): boolean {
  const before = elements[index - 1];
  if (before === undefined) return false;
  if (before.type !== 'Assertion') return endsInSign(elements.slice(0, index));
  if (before.kind === 'word') return !before.negate;
  if (before.kind === 'lookbehind') return before.negate && isBoundary(before);
  return before.kind === 'lookahead' && isWordStart(elements, index - 1);
}

/** Whether whatever the elements match ends in a character that is no letter. */
function endsInSign(elements: readonly AST.Element[]): boolean {
  const last = elements.at(-1);
  if (last === undefined) return false;
  if (last.type === 'Quantifier') return endsInSign([last.element]) && (last.min > 0 || endsInSign(elements.slice(0, -1)));
  if (isGroup(last))
    return last.alternatives.every((alternative) => endsInSign([...elements.slice(0, -1), ...alternative.elements]));
  return isSign(last);
}

/** A negative look-around over single characters that include the letters. */
function isBoundary({ alternatives }: AST.LookaroundAssertion): boolean {
  return alternatives.some(({ elements }) => elements.length === 1 && elements[0] !== undefined && holdsAllLetters(elements[0]));
}

function holdsAllLetters(element: AST.Element): boolean {
  return isClass(element) && ASCII_LETTERS.every((letter) => new RegExp(element.raw, 'u').test(letter));
}

/** A character that is no letter. */
function isSign(element: AST.Element): boolean {
  if (element.type === 'Character') return !isLetter(element);
  if (element.type === 'CharacterClass' && !element.negate) return element.elements.every(isSignInClass);
  return isClass(element) && holdsNoLetter(element.raw);
}

function isSignInClass(part: AST.CharacterClass['elements'][number]): boolean {
  if (part.type === 'Character') return !isLetter(part);
  if (part.type === 'CharacterClassRange') return part.max.value < BEYOND_ASCII && holdsNoLetter(`[${part.raw}]`);
  return part.type === 'CharacterSet' && holdsNoLetter(part.raw);
}

/** Whatever the case is worth. */
function holdsNoLetter(source: string): boolean {
  const regex = new RegExp(source, 'iu');
  return ![...ASCII_LETTERS, ...OTHER_LETTERS].some((letter) => regex.test(letter));
}

function wordsFrom(elements: readonly AST.Element[]): readonly string[] | undefined {
  const readings = readSequence(elements, [START]);
  // Of "clínica" the index has "cl" wherever it stands, and the whole word only where no letter touches it.
  const words = readings?.map(({ word, open }) => (open ? undefined : PLAIN_RUN.exec(word)?.[0]));
  return words?.every((word) => word !== undefined) === true ? [...new Set(words)] : undefined;
}

/** Reads on until every word is closed; undefined when some word cannot be told. */
function readSequence(elements: readonly AST.Element[], from: readonly Reading[]): readonly Reading[] | undefined {
  let readings: readonly Reading[] | undefined = from;
  for (const element of elements) {
    if (readings === undefined || readings.length > MAX_WORDS || !readings.some(({ open }) => open)) break;
    readings = readElement(element, readings);
  }
  return readings !== undefined && readings.length <= MAX_WORDS ? readings : undefined;
}

function readElement(element: AST.Element, readings: readonly Reading[]): readonly Reading[] | undefined {
  if (element.type === 'Character')
    return advance(readings, isLetter(element) ? [String.fromCodePoint(element.value)] : undefined);
  if (element.type === 'Assertion') return readAssertion(element, readings);
  if (element.type === 'Quantifier') return readRepeat(element, readings);
  if (isGroup(element)) return readGroup(element, readings);
  if (isSign(element)) return advance(readings, undefined);
  return advance(readings, literalLetters(element));
}

/** Adds a letter to each open word, or closes it when there are no letters; a sign in front of a word gives it up. */
function advance(readings: readonly Reading[], letters: readonly string[] | undefined): readonly Reading[] | undefined {
  if (letters === undefined) return readings.map(({ word }) => ({ word, open: false }));
  if (letters.length === 0) return undefined;
  return readings.flatMap((reading) =>
    reading.open ? letters.map((letter) => ({ word: reading.word + letter.toLowerCase(), open: true })) : [reading],
  );
}

function readAssertion(assertion: AST.Assertion, readings: readonly Reading[]): readonly Reading[] {
  const closes =
    assertion.kind === 'word' ? !assertion.negate : assertion.kind === 'lookahead' && assertion.negate && isBoundary(assertion);
  return closes ? readings.map((reading) => (reading.word === '' ? reading : { ...reading, open: false })) : readings;
}

function readRepeat({ element, min, max }: AST.Quantifier, readings: readonly Reading[]): readonly Reading[] | undefined {
  if (max > 1 && !isSign(element)) {
    const once = readElement(element, readings);
    // More rounds could only lengthen words that are still open.
    if (once === undefined || once.some(({ open }) => open)) return undefined;
    return min === 0 ? [...readings, ...once] : once;
  }
  const taken = readElement(element, readings);
  if (taken === undefined) return undefined;
  return min === 0 ? distinct([...readings, ...taken]) : taken;
}

function readGroup(
  { alternatives }: AST.Group | AST.CapturingGroup,
  readings: readonly Reading[],
): readonly Reading[] | undefined {
  const all: Reading[] = [];
  for (const { elements } of alternatives) {
    const part = readSequence(elements, readings);
    if (part === undefined) return undefined;
    all.push(...part);
  }
  return distinct(all);
}

function distinct(readings: readonly Reading[]): readonly Reading[] {
  return [...new Map(readings.map((reading) => [`${reading.word} ${reading.open}`, reading])).values()];
}

function isLetter({ value }: AST.Character): boolean {
  return LETTER.test(String.fromCodePoint(value));
}

function isClass(element: AST.Element): element is AST.CharacterClass | AST.CharacterSet {
  return element.type === 'CharacterClass' || element.type === 'CharacterSet';
}

/** The letters of a class of single letters such as `[sc]`; none for any other class. */
function literalLetters(element: AST.Element): readonly string[] {
  if (element.type !== 'CharacterClass' || element.negate) return [];
  const letters = element.elements.flatMap((part) =>
    part.type === 'Character' && isLetter(part) ? [String.fromCodePoint(part.value)] : [],
  );
  return letters.length === element.elements.length ? letters : [];
}
