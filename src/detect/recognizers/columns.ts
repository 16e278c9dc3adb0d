import type { CompiledRule } from '../../rules/types';
import type { Candidate, MatchText, Span } from '../types';
import { cellValue, type HeadedBy, type Heads, headedBy, headName, headsOf, mayBeValue } from './heads';
import { linesOf, rowFrom } from './rows';

/**
 * Tables: Markdown, CSV, TSV and other delimited lines, and columns that spaces align. What stands in a column is told by its head,
 * which a bare number in a cell does not repeat. Which heads mean what is data of the rules (`columns`).
 */

const DELIMITERS = ['|', '\t', ';', ','] as const;
/** Between aligned cells stand two spaces or more. */
const ALIGNED = '  ';
type Delimiter = (typeof DELIMITERS)[number] | typeof ALIGNED;
const WAYS: readonly Delimiter[] = [...DELIMITERS, ALIGNED];
const SCORE = 0.9;
/** Lines under a head at most; bounds the work on text that only looks like a table. */
const MOST_ROWS = 10_000;
const RULER = /^[\s|:+=-]+$/;
interface Column extends HeadedBy {
  readonly index: number;
  /** Where its head stands in its line. */
  readonly from: number;
  readonly to: number;
  /** No other stands in front of it. */
  readonly isFirst: boolean;
}

const QUOTE = '"'.charCodeAt(0);

function alignedCells(text: string, line: Span): Span[] {
  return Array.from(text.slice(line.start, line.end).matchAll(/\S{1,200}(?: \S{1,200}){0,40}/g), ({ 0: cell, index }) => ({
    start: line.start + index,
    end: line.start + index + cell.length,
  }));
}

/** The cells of a line, as spans of the text. Quoted cells may hold the delimiter. */
function cellsOf(text: string, line: Span, delimiter: Delimiter): Span[] {
  if (delimiter === ALIGNED) return alignedCells(text, line);
  const cells: Span[] = [];
  const delimiterCode = delimiter.charCodeAt(0);
  let start = line.start;
  let isQuoted = false;
  for (let at = line.start; at < line.end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) isQuoted = !isQuoted;
    if (code !== delimiterCode || isQuoted) continue;
    cells.push({ start, end: at });
    start = at + 1;
  }
  cells.push({ start, end: line.end });
  return cells;
}

/**
 * Aligned heads are at least three, none of them with a time or a number. Between two cells stands more than a space, or they are cut
 * where they are longer than a cell can be: in 41 words, or 200 characters without a blank.
 */
function mayBeAligned(text: string, line: Span): boolean {
  const whole = text.slice(line.start, line.end);
  return (whole.length > 160 || /\s\s|[^\S ]/.test(whole)) && !/\d\d|:/.test(whole);
}

/** The columns that a line is the head of; none unless one is beyond doubt and two cells stand in it. */
function columnsOf(text: string, line: Span, delimiter: Delimiter, heads: Heads): Column[] {
  if (delimiter === ALIGNED && !mayBeAligned(text, line)) return [];
  const cells = cellsOf(text, line, delimiter);
  if (cells.length < (delimiter === ALIGNED ? 3 : 2)) return [];
  const found = cells.flatMap((cell, index) => {
    const known = heads.in(text, cell);
    return known === undefined ? [] : [{ ...known, cell, index }];
  });
  if (found.length < (delimiter === ALIGNED ? 2 : 1) || found.every(({ head }) => head.isDoubtful)) return [];
  const first = cells.findIndex((cell) => headName(text, cell) !== '');
  return found.map(({ name, head, cell, index }) => ({
    ...headedBy(name, head),
    from: cell.start - line.start,
    to: cell.end - line.start,
    index,
    isFirst: index === first,
  }));
}

/** "| Address | 1500 S Elm |" below "| Patient | Roe, Ann |": rows may have heads of their own. */
function isHeadOfRow(text: string, value: Span, { rule, isFirst, isPartOfName }: Column, heads: Heads): boolean {
  return rule.entity === 'NAME' && isFirst && !isPartOfName && heads.in(text, value) !== undefined;
}

interface Table {
  readonly delimiter: Delimiter;
  readonly columns: readonly Column[];
  rows: number;
}

function openTable(text: string, line: Span, heads: Heads): Table | undefined {
  for (const delimiter of WAYS) {
    const columns = columnsOf(text, line, delimiter, heads);
    if (columns.length > 0) return { delimiter, columns, rows: 0 };
  }
  return undefined;
}

/** The row that begins with a line: where cells may be quoted, they may go over several. */
function rowOf(text: string, line: Span, delimiter: Delimiter | undefined): Span {
  return delimiter === undefined || delimiter === ALIGNED || delimiter === '|' ? line : rowFrom(text, line);
}

function cellCandidates(text: string, line: Span, table: Table, heads: Heads): Candidate[] | undefined {
  const { delimiter, columns } = table;
  const cells = cellsOf(text, line, delimiter);
  if (cells.length < 2) return undefined;
  return columns.flatMap((column) => {
    const { rule, index, from, to } = column;
    const under = ({ start, end }: Span): boolean => start - line.start < to && end - line.start > from;
    const cell = delimiter === ALIGNED ? cells.find(under) : cells[index];
    const value = cell && cellValue(text, cell);
    if (value === undefined || !mayBeValue(text.slice(value.start, value.end), column)) return [];
    if (isHeadOfRow(text, value, column, heads)) return [];
    const evidence = { base: SCORE, note: 'the head of its column' };
    const { entity, id, priority } = rule;
    return [{ ...value, entity, score: SCORE, rule: id, pattern: 'column', priority, evidence }];
  });
}

/** Finds the cells of columns whose heads the rules name. Linear in the text. */
export function recognizeColumns({ text }: MatchText, rules: readonly CompiledRule[], checkpoint: () => void): Candidate[] {
  const heads = headsOf(rules);
  if (heads.byName.size === 0) return [];
  const candidates: Candidate[] = [];
  let table: Table | undefined;
  let row: Span = { start: 0, end: -1 };
  for (const line of linesOf(text)) {
    if (line.start <= row.end) continue;
    if (table === undefined) {
      table = openTable(text, line, heads);
      continue;
    }
    if (RULER.test(text.slice(line.start, line.end)) && line.end > line.start) continue;
    row = rowOf(text, line, table.delimiter);
    const found: Candidate[] | undefined = cellCandidates(text, row, table, heads);
    table.rows += 1;
    if (found === undefined || table.rows > MOST_ROWS) {
      row = line;
      table = openTable(text, line, heads);
      continue;
    }
    checkpoint();
    candidates.push(...found);
  }
  return candidates;
}

/** Commas in prose part fewer cells than a table has. */
const FEWEST_BY_COMMA = 3;

/** The cells of each row that has as many as its head, but for aligned ones. */
export function* cellsOfRows(text: string, rules: readonly CompiledRule[]): Generator<readonly Span[]> {
  const heads = headsOf(rules);
  let delimiter: Delimiter | undefined;
  let width = 0;
  let row: Span = { start: 0, end: -1 };
  for (const line of linesOf(text)) {
    if (line.start <= row.end) continue;
    row = rowOf(text, line, delimiter);
    const cells = delimiter === undefined ? [] : cellsOf(text, row, delimiter);
    if (cells.length < 2) {
      row = line;
      delimiter = openTable(text, line, heads)?.delimiter;
      width = delimiter === undefined ? 0 : cellsOf(text, line, delimiter).length;
    } else if (cells.length === width && delimiter !== ALIGNED && (delimiter !== ',' || width >= FEWEST_BY_COMMA)) yield cells;
  }
}
