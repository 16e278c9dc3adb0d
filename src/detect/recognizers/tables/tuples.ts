import type { Span } from '../../types';
import type { Heads } from '../fields/heads';
import { type Row, type Table, tableUnder } from './table';

/**
 * Tables in brackets: rows as lists behind a list of heads, as data frames are written in JSON (`{"columns": […], "data": [[…], […]]}`), and
 * statements of SQL (`INSERT INTO … (…) VALUES (…), (…)`).
 */

/** Longest list that is read, in UTF-16 code units; longest nested one in it; from where on one that has no end is not begun within again. */
const LONGEST = 65_536;
const LONGEST_NESTED = 500;
const BEGUN_AGAIN = 2000;
/** In front of a quoted value. */
const BEFORE_QUOTE = /[\s[(,:=]/;
const CLOSING: Readonly<Record<string, string>> = { '[': ']', '(': ')' };
/** Longest text between heads and rows that is told with the heads. */
const LONGEST_BETWEEN = 80;

export interface Tuple extends Span {
  readonly cells: readonly Span[];
}

/** Behind a quoted value. Marks in it are doubled, or stand behind a backslash. */
function endOfString(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length && at - start < LONGEST; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === quote) {
      if (text.charAt(at + 1) !== quote) return at + 1;
      at += 1;
    }
  }
  return start + 1;
}

/** Behind a list, an object or the arguments of a function within a list. */
function endOfNested(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length && at - start < LONGEST_NESTED; at += 1) {
    const character = text.charAt(at);
    if (character === '[' || character === '(' || character === '{') depth += 1;
    else if (character === ']' || character === ')' || character === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

/** Behind what begins at a place of a list: a quoted value, something nested, a sign. Nothing, where it cannot stand there. */
function endOfPart(text: string, at: number, isFirst: boolean): number | undefined {
  const character = text.charAt(at);
  if (character === '"' || character === "'") return BEFORE_QUOTE.test(text.charAt(at - 1)) ? endOfString(text, at) : at + 1;
  if (character === '[' || character === '(' || character === '{') return isFirst ? undefined : endOfNested(text, at);
  return character === ']' || character === ')' || character === '}' ? undefined : at + 1;
}

/** The list that begins at a bracket, or how far it was read in vain. */
export function tupleAt(text: string, start: number): Tuple | number {
  const closing = CLOSING[text.charAt(start)];
  const cells: Span[] = [];
  let from = start + 1;
  for (let at = from; at < text.length && at - start < LONGEST; ) {
    const character = text.charAt(at);
    if (character === closing) return { start, end: at + 1, cells: [...cells, { start: from, end: at }] };
    const end = endOfPart(text, at, cells.length === 0);
    if (end === undefined) return at;
    if (character === ',') {
      cells.push({ start: from, end: at });
      from = end;
    }
    at = end;
  }
  return Math.min(start + LONGEST, text.length);
}

function* tuplesIn(text: string): Generator<Tuple> {
  const bracket = /[[(]/g;
  for (let found = bracket.exec(text); found !== null; found = bracket.exec(text)) {
    const tuple = tupleAt(text, found.index);
    if (typeof tuple === 'number') bracket.lastIndex = tuple - found.index > BEGUN_AGAIN ? tuple : found.index + 1;
    else {
      yield tuple;
      bracket.lastIndex = tuple.end;
    }
  }
}

/** What stands in front of the first row of a table. */
const BEFORE_FIRST = /(?:\[|\bvalues)\s{0,20}$/i;
const BEFORE_NEXT = /^\s{0,20},?\s{0,20}$/;
/** What stands behind heads in round brackets. */
const BEHIND_HEADS = /\s{1,20}(?:as\s{0,4}\(\s{0,20})?values\b/iy;
/** A list in round brackets of names in quotation marks may be heads, too: `COLUMNS = ("mrn", "k")`. */
const QUOTED_NAMES = /^\(\s{0,20}(?:(?:"[A-Za-z_][\w ]{0,40}"|'[A-Za-z_][\w ]{0,40}')\s{0,20}[,)]\s{0,20}){2,200}$/;

function isRow(text: string, tuple: Tuple, { width }: Table, last: Span): boolean {
  if (tuple.cells.length !== width) return false;
  return BEFORE_NEXT.test(text.slice(Math.max(last.end, tuple.start - 50), tuple.start))
    ? tuple.start - last.end <= 50
    : BEFORE_FIRST.test(text.slice(Math.max(last.end, tuple.start - 30), tuple.start));
}

function openTable(text: string, { start, end, cells }: Tuple, heads: Heads): Table | undefined {
  if (cells.length < 2) return undefined;
  BEHIND_HEADS.lastIndex = end;
  if (text.charAt(start) === '(' && !BEHIND_HEADS.test(text) && !QUOTED_NAMES.test(text.slice(start, end))) return undefined;
  const line = text.lastIndexOf('\n', start) + 1;
  const head = { start: Math.max(line, start - LONGEST_BETWEEN), end };
  return tableUnder(text, { start, cells }, heads, { delimiter: ',', head });
}

/** The rows of the tables in brackets of a text whose heads are known. Linear in the text. */
export function* rowsInBrackets(text: string, heads: Heads): Generator<Row> {
  let table: Table | undefined;
  let last: Span = { start: 0, end: 0 };
  for (const tuple of tuplesIn(text)) {
    if (table !== undefined && isRow(text, tuple, table, last)) {
      const { start, end } = table.head;
      if (last.end === end && tuple.start - end <= LONGEST_BETWEEN) table = { ...table, head: { start, end: tuple.start } };
      yield { ...tuple, table };
      last = tuple;
      continue;
    }
    const opened = openTable(text, tuple, heads);
    if (opened === undefined) continue;
    table = opened;
    last = tuple;
  }
}
