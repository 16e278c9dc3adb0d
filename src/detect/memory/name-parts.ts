import { runsOf, valueKey } from '../text/value-key';

/** The parts of a name as written. */
export interface NameParts {
  readonly given: readonly string[];
  readonly family: readonly string[];
  /** Another given name, in quotation marks: `Dolores "Lola" Quintana`. */
  readonly called?: string;
}

/** Small words that belong to the family name behind them. */
const PARTICLES = new Set([
  'al',
  'bin',
  'da',
  'de',
  'del',
  'dela',
  'della',
  'den',
  'der',
  'di',
  'dos',
  'du',
  'el',
  'ibn',
  'la',
  'le',
  'los',
  'mac',
  'mc',
  'st',
  'ten',
  'ter',
  'van',
  'vander',
  'von',
  'o',
]);
/** Of these one with a capital is no given name, as others may be ("Al Baxter", "Van Nguyen", "Di Marsh"). */
const NEVER_GIVEN = new Set(['da', 'de', 'dela', 'della', 'der', 'dos', 'los', 'mc', 'st', 'ter', 'vander', 'von']);
export const SUFFIXES = new Set(['jr', 'sr', 'ii', 'iii', 'iv']);

/** In cells and lists a title may have been found as part of the name. */
const TITLES = new Set(['dr', 'mr', 'mrs', 'ms', 'prof']);

/** `M.T.` in front of a family name: one letter is one given name. */
const LETTERS_TOGETHER = /^(?:\p{L}\.){2,3}$/u;

function wordsOf(text: string): string[] {
  const words = text.split(/\s+/);
  return words.length === 1 ? words : words.flatMap((word) => (LETTERS_TOGETHER.test(word) ? word.split('.') : word));
}

function keysOf(text: string): string[] {
  const keys = wordsOf(text)
    .map(valueKey)
    .filter((key) => key !== '' && !SUFFIXES.has(key));
  return keys.length > 1 && TITLES.has(keys[0] ?? '') ? keys.slice(1) : keys;
}

/** "de la Cruz", "van Houten", "De La Cruz", "St. Clair": small words and a family name, without a given one. */
function isFamilyAlone(text: string, keys: readonly string[]): boolean {
  const small = keys.slice(0, -1);
  if (!small.every((key) => PARTICLES.has(key))) return false;
  return small.length > 1 || /^\p{Ll}/u.test(text) || NEVER_GIVEN.has(small[0] ?? '');
}

const CALLED = /^(\S.*) ["(']([\p{L}.'-]{2,20})[")'],? (\S.*)$/u;

/** Splits a written name: "Last, First M", else given names and then one family name with its particles. */
export function parseName(text: string): NameParts {
  const [, first, called, last] = CALLED.exec(text) ?? [];
  return called === undefined ? partsOf(text) : { ...partsOf(`${first} ${last}`), called: valueKey(called) };
}

function partsOf(text: string): NameParts {
  const comma = text.indexOf(',');
  if (comma > 0) {
    const behind = keysOf(text.slice(comma + 1));
    if (behind.length > 0) return { family: keysOf(text.slice(0, comma)), given: behind };
  }
  const keys = keysOf(text);
  if (keys.length < 2 || isFamilyAlone(text, keys)) return { given: [], family: keys };
  let cut = keys.length - 1;
  while (cut > 1 && PARTICLES.has(keys[cut - 1] ?? '')) cut -= 1;
  return { given: keys.slice(0, cut), family: keys.slice(cut) };
}

/** The parts of a written name that are worth finding elsewhere: each word of it and hyphenated family names, as written. */
export function nameParts(text: string): string[] {
  const parts: string[] = [];
  for (const word of text.split(/[\s,]+/)) {
    const key = valueKey(word);
    if (key.length < 2 || PARTICLES.has(key) || SUFFIXES.has(key)) continue;
    parts.push(word);
    if (word.includes('-')) for (const run of runsOf(word)) if (run.key.length > 2) parts.push(word.slice(run.start, run.end));
  }
  return parts;
}
