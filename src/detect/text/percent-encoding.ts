import type { Span } from '../types';

/** The percent-encoding of URLs, and of forms that are sent. */

export interface Decoded {
  readonly value: string;
  readonly end: number;
}

/** Anywhere in a text: "100%20mg" is none, but for the few that stand between letters or digits. */
const PERCENT = /%(40|20|2[CDFcdf]|3[Aa])(?=[A-Za-z0-9]|%[C-Ec-e][0-9A-Fa-f]%)/y;
/** Percent-encoding in UTF-8 of what may be a letter beyond ASCII: `N%C3%BA%C3%B1ez`. */
const PERCENT_LETTER = /%(?:[CDcd]|[Ee][0-9A-Fa-f]%[89ABab])[0-9A-Fa-f]%[89ABab][0-9A-Fa-f]/y;
/** What shows, and ends of lines. */
const VISIBLE = /%(0[9AaDd]|[2-6][0-9A-Fa-f]|7[0-9A-Ea-e])/y;

function decodeLetter(source: string, at: number): Decoded | undefined {
  PERCENT_LETTER.lastIndex = at;
  const encoded = PERCENT_LETTER.exec(source)?.[0];
  if (encoded === undefined) return undefined;
  const value = Buffer.from(encoded.replaceAll('%', ''), 'hex').toString('utf8');
  return /^[\p{L}\p{M}]$/u.test(value) ? { value, end: at + encoded.length } : undefined;
}

/** What the `%` at a place begins; in a form that is sent more of it is taken for encoded. */
export function decodePercent(source: string, at: number, isSent: boolean): Decoded | undefined {
  const letter = decodeLetter(source, at);
  if (letter !== undefined) return letter;
  if (!isSent && (at === 0 || !/[A-Za-z0-9]/.test(source.charAt(at - 1)))) return undefined;
  const code = isSent ? VISIBLE : PERCENT;
  code.lastIndex = at;
  const match = code.exec(source);
  return match === null
    ? undefined
    : { value: String.fromCharCode(Number.parseInt(match[1] ?? '', 16)), end: at + match[0].length };
}

const KEY = '[\\w.%[\\]-]{1,60}=';
const VALUE = "(?:[^\\s&'\"`<>]|'(?=\\w))*";
/** Fields and their values (`name=Rose%2C+May&mrn=4411`), one of them, or data alone (`%7B%22mrn%22…`). */
const SENT = new RegExp(`(?<![^\\s'"\`])(?:${KEY}${VALUE}(?:&${KEY}${VALUE})*|%[257]${VALUE})`, 'g');
/** Fewer in a single value may be percentages. */
const FEWEST_CODES = 3;
const CODES = /%[2-7][0-9A-Fa-f]/g;

/** A URL is found as a whole. */
function isSent(part: string): boolean {
  return !/[?]|:\/\//.test(part) && (part.includes('&') || (part.match(CODES)?.length ?? 0) >= FEWEST_CODES);
}

/** The forms that are sent in a text. Takes linear time. */
export function sentForms(source: string): Span[] {
  if (!/[%&]/.test(source)) return [];
  return Array.from(source.matchAll(SENT), ({ 0: part, index }) => ({ part, index }))
    .filter(({ part }) => isSent(part))
    .map(({ part, index }) => ({ start: index, end: index + part.length }));
}

/** Forms that are sent have a line for each field, and their blanks are blanks; of the same length. */
export function withLinesOfForms(source: string, forms: readonly Span[]): string {
  let read = '';
  let at = 0;
  for (const { start, end } of forms) {
    read += source.slice(at, start) + source.slice(start, end).replaceAll('&', '\n').replaceAll('+', ' ');
    at = end;
  }
  return read + source.slice(at);
}
