import { oncePer } from '../once-per';
import type { MatchText, Span } from '../types';

/** Codes, and lists of them. */

/** A code: runs of letters and digits, with single marks between them; no amount ("12,345"). */
const CODE = /(?<![\p{L}\p{N}_.-])[A-Za-z0-9]{1,24}(?:[-._/*:][A-Za-z0-9]{1,24}){0,5}(?![\p{L}\p{N}_]|[.:/-]\d|,\d{3}(?!\d))/gu;
const BETWEEN = /^(?:,? (?:and|or|y|und|et|vs\.?) |[,;] ?(?:and )?| ?[/&+] ?| to | then |,\s{1,12}|["'],\s{0,12}["'])$/;
/** Between two values of a column of JSON, whose keys are the numbers of the rows. */
const BETWEEN_KEYED = /^["']?,\s{0,8}"\d{1,5}":\s?["']?$/;
/** The number of a row, as a key of JSON. */
const ROW_KEY = /"\d{1,5}"\s?:/y;
/** Between two that stand in lines of their own, as points of a list or not. */
const BETWEEN_LINES = /^[,;]?[^\S\n]{0,3}\n[^\S\n]{0,8}(?:(?:[-*\u2022]|\d{1,3}[.)])[^\S\n]{1,3})?$/;
const LINE_END = /[,;.]?[^\S\n]{0,3}(?:\n|$)/y;
/** Longest text between two of a list. */
const LONGEST_BETWEEN = 16;

export interface Code extends Span {
  /** The text with every digit as 9: its letters and marks count, not its number. */
  readonly form: string;
  readonly line: number;
  readonly column: number;
}

export const digitsIn = (form: string): number => form.split('9').length - 1;
export const lettersIn = (form: string): number => form.replace(/[^a-z]/gi, '').length;

function isRowKey(text: string, start: number): boolean {
  ROW_KEY.lastIndex = start - 1;
  return start > 0 && ROW_KEY.test(text);
}

/** All codes of a text in order, each with its line. Linear. */
export function codesIn(text: string): Code[] {
  const codes: Code[] = [];
  let line = 0;
  let lineStart = 0;
  let newline = text.indexOf('\n');
  for (const { 0: value, index: start } of text.matchAll(CODE)) {
    for (; newline >= 0 && newline < start; newline = text.indexOf('\n', lineStart)) {
      line += 1;
      lineStart = newline + 1;
    }
    // Most are words.
    if (!/\d/.test(value)) continue;
    const form = value.replace(/\d/g, '9');
    // Numbers this short belong to no family, and count the points of a list.
    if (!/^9{1,3}$/.test(form) && !isRowKey(text, start))
      codes.push({ start, end: start + value.length, form, line, column: start - lineStart });
  }
  return codes;
}

/** The codes of a text that is read: what finds lists and what finds siblings both ask. */
export const codesOf = oncePer(({ text }: MatchText): readonly Code[] => codesIn(text));

const isListable = (form: string): boolean => digitsIn(form) >= 5 || (lettersIn(form) > 0 && digitsIn(form) >= 2);

/** Whether two codes, one right behind the other, stand in one list. */
export function inOneList(text: string, first: Code, second: Code): boolean {
  if (first.form !== second.form || !isListable(first.form) || second.start - first.end > LONGEST_BETWEEN) return false;
  const between = text.slice(first.end, second.start);
  if (BETWEEN.test(between) || BETWEEN_KEYED.test(between)) return true;
  LINE_END.lastIndex = second.end;
  return BETWEEN_LINES.test(between) && LINE_END.test(text);
}
