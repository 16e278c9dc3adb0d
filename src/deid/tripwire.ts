import { PhiProxyError } from '../errors';
import { createTurns, type GiveTurn, inTurns } from '../turns';
import type { Vault, VaultEntry } from '../vault/vault';
import { viewsOf } from './outgoing-views';

/**
 * The check just before sending: does any value that was replaced still stand anywhere in what is about to be sent? It shares no
 * code with the detector, so that one mistake cannot be made twice.
 *
 * What is looked for, and how (the README repeats this table):
 * - numbers: values with seven digits or more (dates, ages and addresses of machines excepted): their digits, with up to two separators between
 *   any two, unless that makes decimals side by side of them or the digits are nearly all alike; as written in any case;
 * - words: values of a name, address or organisation with five letters or more that are no ordinary words, as whole words, in any case, parted by
 *   a blank or one sign, names of two words in either order and without a blank;
 * - everything else with a letter and a digit, or an `@`, and six letters and digits or more: as written, in any case.
 * Ordinary words, pieces of values and shorter values are exempt: a patient called May, Bo or 12 must not make clean text unsendable.
 */

const NUMBERS_EXEMPT = new Set(['DATE', 'AGE', 'IP', 'URL', 'EMAIL']);
const WORDS = new Set(['NAME', 'ADDRESS', 'ORG']);

interface Probes {
  /** Digits of values. */
  readonly digits: ReadonlySet<string>;
  /** Folded words and phrases, and numbers as written, by their first word. */
  readonly phrases: ReadonlyMap<string, Phrases>;
}

/** Phrases with the same first word, of which there may be thousands: looked up by their few lengths, not tried one after another. */
interface Phrases {
  readonly all: Set<string>;
  /** How many signs stand in front of the first word, by the phrase's length. */
  readonly leads: Map<number, Set<number>>;
}

const NOT_ASCII = /[^\0-\x7F]/;

const plainSigns = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, '')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u2010-\u2015\u2212]/g, '-');

/** Single blanks, nearly all there are, stay: each that is replaced costs more than the rest of it. */
const fold = (text: string): string =>
  (NOT_ASCII.test(text) ? plainSigns(text) : text).replace(/\s{2,}|[^\S ]/g, ' ').toLowerCase();

/** Between letters one sign parts words as a blank does: `marisol_delgado`, `marisol.delgado`. */
const parted = (folded: string): string => folded.replace(/[._+-](?<=\p{L}.)(?=\p{L})/gu, ' ');

/** What a UTF-16 code unit is; a regex for each takes ten times as long over a text. */
const KIND = { unknown: 0, other: 1, word: 2, pair: 3 } as const;
const KINDS = new Uint8Array(0x10000);

function kindOfSign(code: number): number {
  if (code >= 0xd800 && code < 0xdc00) return KIND.pair;
  return /[\p{L}\p{N}]/u.test(String.fromCharCode(code)) ? KIND.word : KIND.other;
}

function kindOf(code: number): number {
  const known = KINDS[code];
  if (known !== KIND.unknown) return known ?? KIND.other;
  const kind = kindOfSign(code);
  KINDS[code] = kind;
  return kind;
}

/** Code units of the letter or digit at a place; 0 where there is none. */
function wordCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at);
  const kind = KINDS[code] || kindOf(code);
  if (kind === KIND.pair) return /^[\p{L}\p{N}]/u.test(text.slice(at, at + 2)) ? 2 : 0;
  return kind === KIND.word && at < text.length ? 1 : 0;
}

/** Where the first run of letters and digits from `from` on begins; the text's length without one. */
function wordStart(text: string, from: number): number {
  let at = from;
  // The table first: asking the function above for each sign takes twice as long.
  while (at < text.length && (KINDS[text.charCodeAt(at)] === KIND.other || wordCharacter(text, at) === 0)) at += 1;
  return at;
}

function wordEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const size = KINDS[text.charCodeAt(at)] === KIND.word ? 1 : wordCharacter(text, at);
    if (size === 0) return at;
    at += size;
  }
  return at;
}

function firstWord(text: string): string {
  const start = wordStart(text, 0);
  return text.slice(start, wordEnd(text, start));
}

/** Whether a value is told apart from ordinary text by its letters. */
function isDistinctivePhrase({ token, value }: VaultEntry, isOrdinary: (word: string) => boolean): boolean {
  const words = value.match(/[\p{L}\p{M}]+/gu) ?? [];
  if (WORDS.has(token.label)) return words.some((word) => word.length >= 5 && !isOrdinary(word));
  if (NUMBERS_EXEMPT.has(token.label) && token.label !== 'EMAIL') return false;
  return (value.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= 6 && (/@/.test(value) || (/\d/.test(value) && /\p{L}/u.test(value)));
}

/** Digits so alike that rows of a table ("0.00 1.00 0.00") add up to them by chance are not looked for in other groups than as written. */
const FEWEST_DIFFERENT = 3;

function isTelling(digits: string): boolean {
  return new Set(digits).size >= FEWEST_DIFFERENT;
}

/** Whether groups of digits may be one number: `774.555.0142` may, but decimals side by side (`4.77 19.01`) are several. */
function mayJoin(separators: readonly string[]): boolean {
  const dotted = separators.filter((separator) => separator.includes('.')).length;
  return dotted <= 1 || dotted === separators.length;
}

/** How a value may be written: a name of two words also the other way round, and as one word, as logins and files are called. */
function spellings({ token, value }: VaultEntry): string[] {
  const phrase = parted(fold(value).trim());
  const [, first, last] = (token.label === 'NAME' && /^(\p{L}+),? (\p{L}+)$/u.exec(phrase)) || [];
  if (first === undefined || last === undefined) return [phrase];
  return [phrase, `${first} ${last}`, `${last} ${first}`, `${first}, ${last}`, `${last}, ${first}`, first + last, last + first];
}

function* preparing(vault: Vault, isOrdinary: (word: string) => boolean): Generator<undefined, Probes> {
  const digits = new Set<string>();
  const phrases = new Map<string, Phrases>();
  for (const entry of vault.entries()) {
    yield;
    if (vault.isPart(entry)) continue;
    const only = entry.value.normalize('NFKC').replace(/\D/g, '');
    const isNumber = only.length >= 7 && !/\p{L}{3}/u.test(entry.value) && !NUMBERS_EXEMPT.has(entry.token.label);
    if (isNumber) digits.add(only);
    if (!isNumber && !isDistinctivePhrase(entry, isOrdinary)) continue;
    for (const phrase of spellings(entry)) addPhrase(phrase, phrases);
  }
  return { digits, phrases };
}

function addPhrase(phrase: string, phrases: Map<string, Phrases>): void {
  const word = firstWord(phrase);
  const known = phrases.get(word) ?? { all: new Set(), leads: new Map() };
  phrases.set(word, known);
  known.all.add(phrase);
  const leads = known.leads.get(phrase.length) ?? new Set();
  known.leads.set(phrase.length, leads.add(phrase.indexOf(word)));
}

/** Runs of digits with at most one separator and a space between groups, as numbers are written. */
const NUMBER_RUN = /\d(?:[-./() ]{0,2}\d){6,40}/g;

/** Numbers by their first digits and their lengths: of the places in a table of numbers few begin one. */
interface Numbers {
  readonly all: ReadonlySet<string>;
  readonly beginnings: ReadonlySet<string>;
  readonly lengths: ReadonlySet<number>;
}

/** The fewest digits that are looked for. */
const FEWEST_DIGITS = 7;

function numbersOf(all: ReadonlySet<string>): Numbers {
  const list = [...all];
  return {
    all,
    beginnings: new Set(list.map((number) => number.slice(0, FEWEST_DIGITS))),
    lengths: new Set(list.map(({ length }) => length)),
  };
}

/** Whether a run of digits, in groups, holds one of the numbers from group `from` on, which is at `start` of all its digits. */
function beginsNumber(run: readonly Group[], from: number, joined: string, { all, lengths }: Numbers): boolean {
  const start = run[from]?.start ?? 0;
  for (let to = from; to < run.length; to += 1) {
    const end = run[to]?.end ?? 0;
    if (!lengths.has(end - start)) continue;
    const number = joined.slice(start, end);
    if (!all.has(number)) continue;
    if (to === from || (isTelling(number) && mayJoin(run.slice(from, to).map(({ separator }) => separator)))) return true;
  }
  return false;
}

/** Digits side by side, where they stand among all digits of a run, and what parts them from the next ones. */
interface Group {
  readonly start: number;
  readonly end: number;
  readonly separator: string;
}

function groupsOf(run: string): Group[] {
  let start = 0;
  return Array.from(run.matchAll(/(\d+)(\D*)/g), ([, digits = '', separator = '']) => {
    const end = start + digits.length;
    const group = { start, end, separator };
    start = end;
    return group;
  });
}

function* holdsDigits(text: string, digits: ReadonlySet<string>): Generator<undefined, boolean> {
  if (digits.size === 0) return false;
  const numbers = numbersOf(digits);
  for (const [run] of text.matchAll(NUMBER_RUN)) {
    yield;
    const joined = run.replace(/\D/g, '');
    let groups: Group[] | undefined;
    for (let at = 0; at + FEWEST_DIGITS <= joined.length; at += 1) {
      if (!numbers.beginnings.has(joined.slice(at, at + FEWEST_DIGITS))) continue;
      groups ??= groupsOf(run);
      const from = groups.findIndex(({ start }) => start === at);
      if (from >= 0 && beginsNumber(groups, from, joined, numbers)) return true;
    }
  }
  return false;
}

/** The first two code units of a word, or its only one, as a number. */
function beginning(text: string, start: number, end: number): number {
  return text.charCodeAt(start) * 0x10000 + (end - start > 1 ? text.charCodeAt(start + 1) : 0);
}

/** So much text is searched at a stretch, in UTF-16 code units: some milliseconds. */
const STRETCH = 0x10000;

/** As `parted`, with pauses: cut behind blanks, beside which no sign parts words. */
function* parting(folded: string): Generator<undefined, string> {
  const pieces: string[] = [];
  for (let at = 0; at < folded.length; ) {
    const blank = folded.indexOf(' ', at + STRETCH);
    const end = blank < 0 ? folded.length : blank + 1;
    pieces.push(parted(folded.slice(at, end)));
    at = end;
    yield;
  }
  return pieces.join('');
}

function* holdsPhrase(text: string, phrases: Probes['phrases']): Generator<undefined, boolean> {
  if (phrases.size === 0) return false;
  const folded = yield* parting(text);
  let turn = STRETCH;
  const begun = new Set([...phrases.keys()].map((word) => beginning(word, 0, word.length)));
  for (let start = wordStart(folded, 0), end = 0; start < folded.length; start = wordStart(folded, end)) {
    end = wordEnd(folded, start);
    // Of the words of a text few begin as one that is looked for.
    const known = begun.has(beginning(folded, start, end)) ? phrases.get(folded.slice(start, end)) : undefined;
    if (known !== undefined && holdsOneAt(folded, start, known)) return true;
    if (end < turn) continue;
    turn = end + STRETCH;
    yield;
  }
  return false;
}

function holdsOneAt(folded: string, start: number, { all, leads }: Phrases): boolean {
  for (const [length, before] of leads)
    for (const lead of before) {
      const end = start - lead + length;
      if (kindOf(folded.charCodeAt(end)) !== KIND.word && all.has(folded.slice(start - lead, end))) return true;
    }
  return false;
}

/**
 * Refuses what would leak; says after each stretch that others may have their turn.
 *
 * @param outgoing the JSON about to be sent
 * @param isOrdinary whether a word (lower case) is an ordinary one
 * @throws PhiProxyError `content_leak_prevented`
 */
export function* searchLeaks(outgoing: string, vault: Vault, isOrdinary: (word: string) => boolean): Generator<undefined, void> {
  if (vault.size === 0) return;
  const { digits, phrases } = yield* preparing(vault, isOrdinary);
  for (const view of viewsOf(outgoing)) {
    yield;
    if (view === undefined) continue;
    const folded = fold(view);
    yield;
    if ((yield* holdsDigits(folded, digits)) || (yield* holdsPhrase(folded, phrases)))
      throw new PhiProxyError('content_leak_prevented');
  }
}

/** As `searchLeaks`, in turns. */
export function assertNoLeak(
  outgoing: string,
  vault: Vault,
  isOrdinary: (word: string) => boolean,
  giveTurn: GiveTurn = createTurns(),
): Promise<void> {
  return inTurns(searchLeaks(outgoing, vault, isOrdinary), giveTurn);
}
