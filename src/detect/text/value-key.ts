import type { Entity } from '../../rules/types';
import { CLASS, classAt } from './character-class';
import { sameLengthLower } from './match-text';

/** A run of letters or of digits, the unit in which known values are compared. */
export interface Run {
  readonly start: number;
  readonly end: number;
  /** Lower case, without accents. */
  readonly key: string;
}

const NOT_ASCII = /[^\0-\x7F]/;

/** Lower case without accents, for comparing letters ("Núñez" and "NUNEZ" are one value in two forms). */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  return NOT_ASCII.test(lower) ? lower.normalize('NFD').replace(/\p{M}+/gu, '') : lower;
}

const runKind = (text: string, at: number): number => Math.min(classAt(text, at), CLASS.digit);

/** Where the next word of a name begins without a sign: `ask|Julia`, `HTTP|Julia`. */
const NEXT_WORD = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

/** The words of a name as programs give them: `transferToJulia` is three. */
export function* wordsOfName(text: string): Generator<Run> {
  for (const { start, end } of runsOf(text)) {
    let at = start;
    for (const word of text.slice(start, end).split(NEXT_WORD)) {
      yield { start: at, end: at + word.length, key: fold(word) };
      at += word.length;
    }
  }
}

/** The runs of a text, one after another. */
export function* runsOf(text: string): Generator<Run> {
  const lower = sameLengthLower(text);
  let at = 0;
  while (at < text.length) {
    const kind = runKind(text, at);
    const start = at;
    at += 1;
    if (kind === CLASS.other) continue;
    while (at < text.length && runKind(text, at) === kind) at += 1;
    yield { start, end: at, key: fold(lower.slice(start, at)) };
  }
}

/** What identifies a value whatever its case, accents and separators: `(774) 555-0111` and `774.555.0111` have one key. */
export function valueKey(text: string): string {
  let key = '';
  for (const run of runsOf(text)) key += run.key;
  return key;
}

/** English and Spanish; "mardi" and "martes" are no month. */
const MONTHS = [
  'jan(?:uary)?|enero',
  'feb(?:ruary)?|febrero',
  'mar(?:ch)?|marzo',
  'apr(?:il)?|abril',
  'may|mayo',
  'june?|junio',
  'july?|julio',
  'aug(?:ust)?|agosto',
  'sept?(?:ember)?|septiembre',
  'oct(?:ober)?|octubre',
  'nov(?:ember)?|noviembre',
  'dec(?:ember)?|diciembre',
].map((name) => new RegExp(`(?:^|[^a-z])(?:${name})(?![a-z])`));

/** Of two digits, years up to this are of this century: who was born in the thirties is seen more often than a date ten years ahead. */
const LATEST_YEAR = 30;

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length === 4) return year;
  return year > LATEST_YEAR ? 1900 + year : 2000 + year;
}

/** Month first, as in the United States, unless the first number can be none. */
function monthAndDay(first: string, second: string): string {
  const isDayFirst = Number(first) > 12 && Number(second) <= 12;
  return isDayFirst ? `${Number(second)}-${Number(first)}` : `${Number(first)}-${Number(second)}`;
}

function numericDateKey(folded: string): string | undefined {
  const iso = /(\d{4})-(\d{1,2})-(\d{1,2})/.exec(folded) ?? /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/.exec(folded);
  const [, year, month, day] = iso ?? /^(\d{4})(\d{2})(\d{2})$/.exec(folded) ?? [];
  if (year !== undefined) return `${Number(year)}-${Number(month)}-${Number(day)}`;
  const [, first = '', second = '', last] = /^(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}|\d{2}))?$/.exec(folded) ?? [];
  if (first === '') return undefined;
  return (last === undefined ? '' : `${fullYear(last)}-`) + monthAndDay(first, second);
}

/** Key of a date whose day, month and year can be read (month first, as in the United States), else its plain key. */
export function dateKey(text: string): string {
  const folded = fold(text);
  const numeric = numericDateKey(folded);
  if (numeric !== undefined) return numeric;
  const month = MONTHS.findIndex((name) => name.test(folded));
  const numbers = folded.match(/\d{1,4}/g) ?? [];
  const [first, second] = numbers;
  if (month >= 0 && numbers.length === 2 && first !== undefined && second !== undefined) {
    const [day, year] = first.length === 4 ? [second, first] : [first, second];
    return `${fullYear(year)}-${month + 1}-${Number(day)}`;
  }
  if (month >= 0 && first !== undefined && first.length <= 2 && numbers.length === 1) return `${month + 1}-${Number(first)}`;
  return partedKey(text);
}

/** A key in which numbers stay apart: `10.1.11.5` and `10.11.1.5` are two. */
function partedKey(text: string): string {
  return valueKey(text.replace(/(?<=\d)[^\p{L}\p{N}]{1,9}(?=\d)/gu, 'x'));
}

const APART: ReadonlySet<Entity> = new Set<Entity>(['IP', 'ADDRESS']);

/** The key under which forms of one value of this entity are gathered. */
export function linkKey(entity: Entity, text: string): string {
  if (entity === 'DATE') return dateKey(text);
  if (APART.has(entity)) return partedKey(text);
  const key = valueKey(text);
  // The country's code of North America is written or not.
  return (entity === 'PHONE' || entity === 'FAX') && /^1\d{10}$/.test(key) ? key.slice(1) : key;
}
