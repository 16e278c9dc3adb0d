import type { CompiledRule, RuleSet } from '../../rules/types';
import { OF_WORDS } from '../kinds-of-entities';
import type { Candidate, MatchText, Span } from '../types';
import { candidateOf, scored } from './candidate-of';
import { type FieldReader, fieldReaderOf } from './fields/field-reader';
import { cellValue, valueIn } from './fields/field-values';
import { type Heads, headName, headsOf } from './fields/heads';
import { ALIGNED } from './tables/cells';
import { rowsDefined } from './tables/defined-rows';
import { rowsInLines } from './tables/line-rows';
import { rowsInMarkup } from './tables/markup-rows';
import { NoValues } from './tables/no-values';
import { type Column, isBelow, type Row } from './tables/table';
import { rowsInBrackets } from './tables/tuples';
import { rowsInBlocks } from './tables/wiki-rows';

/**
 * Tables: Markdown, CSV, TSV and other delimited lines, columns that spaces align, tables in brackets (JSON, SQL), of HTML, LaTeX and
 * wikis. What stands in a column is told by its head, which a bare number in a cell does not repeat. Which heads mean what is data of the
 * rules (`columns`).
 */

const BY_HEAD = scored(0.9, 'the head of its column');

/**
 * "| Address | 1500 S Elm |" below "| Patient | Roe, Ann |": rows may have heads of their own. And names of fields stand below each other in
 * forms that only look like tables.
 */
function isHeadOfRow(text: string, value: Span, { rule, isFirst, isPartOfName }: Column, heads: Heads): boolean {
  if (rule.entity !== 'NAME') return false;
  const known = heads.in(text, value);
  if (isFirst && !isPartOfName) return known.length > 0;
  return value.end - value.start >= FEWEST_OF_HEAD && known.some(({ head }) => !head.isDoubtful);
}

/** Shorter names of fields may be names of people. */
const FEWEST_OF_HEAD = 8;

/** In front of the rows that a program prints stands their number, under no head. */
const ROW_NUMBER = /^\d{1,7}$/;

/** Whether a row kept its blanks: more than half of its cells begin or end where a head does. */
function keepsBlanks({ table, cells, start: from }: Row): boolean {
  const starts = new Set(table.heads.map(({ start }) => start - table.head.start));
  const ends = new Set(table.heads.map(({ end }) => end - table.head.start));
  const kept = cells.filter(({ start, end }) => starts.has(start - from) || ends.has(end - from));
  return kept.length * 2 > cells.length;
}

/** "** FAX **  FAX **" heads nothing. */
const areDifferent = (text: string, heads: readonly Span[]): boolean =>
  new Set(heads.map((head) => headName(text, head))).size === heads.length;

/**
 * Which cell of an aligned row stands in a column: what stands below the head, or where blanks were lost in copying and the row has as many
 * cells as the head, each under its own.
 */
function alignedCell(text: string, row: Row, column: Column): Span | undefined {
  const { table, cells, start: from } = row;
  const extra = cells.length - table.width;
  if (extra === 0 && !keepsBlanks(row) && areDifferent(text, table.heads)) return cells[column.index];
  const [first] = cells;
  const [head] = table.heads;
  const isNumbered = extra === 1 && first !== undefined && ROW_NUMBER.test(text.slice(first.start, first.end));
  if (isNumbered && head !== undefined && first.end - from <= head.start - table.head.start) return cells[column.index + 1];
  return cells.find((one) => isBelow(one, row, column));
}

/** The value of a row that stands in a column. */
function valueUnder(text: string, row: Row, column: Column): Span | undefined {
  const cell = row.table.delimiter === ALIGNED ? alignedCell(text, row, column) : row.cells[column.index];
  return cell && cellValue(text, cell);
}

/** How many rows below its head tell whether a column is one. */
const ROWS_THAT_TELL = 8;

/**
 * Columns of forms whose rows are fields, read as if the first field were a head: "| Last name | May |" above "| Member ID | 88213 |" and
 * "| Status | open |".
 */
function columnsOfForms(text: string, rows: readonly Row[], fields: FieldReader): ReadonlySet<Column> {
  const ofForms = new Set<Column>();
  const seen = new Map<Row['table'], number>();
  for (const row of rows) {
    const count = (seen.get(row.table) ?? 0) + 1;
    if (count > ROWS_THAT_TELL) continue;
    seen.set(row.table, count);
    for (const column of row.table.columns) {
      if (!OF_WORDS.has(column.rule.entity)) continue;
      if (holdsField(text, row, column, fields) || standsBesideName(text, column, fields)) ofForms.add(column);
    }
  }
  return ofForms;
}

/** Whether the name of a field stands in a column; its own is that of a head which stands on every page. */
function holdsField(text: string, row: Row, column: Column, fields: FieldReader): boolean {
  const value = valueUnder(text, row, column);
  return value !== undefined && headName(text, value) !== column.name && fields.isLabel(text.slice(value.start, value.end));
}

const standsBesideName = (text: string, { next }: Column, fields: FieldReader): boolean =>
  next !== undefined && fields.isName(text.slice(next.start, next.end));

interface Known {
  readonly heads: Heads;
  readonly fields: FieldReader;
  readonly ofForms: ReadonlySet<Column>;
}

function cellCandidates(text: string, row: Row, { heads, fields, ofForms }: Known): Candidate[] {
  return row.table.columns.flatMap((column) => {
    if (ofForms.has(column)) return [];
    const value = valueUnder(text, row, column);
    if (value === undefined || !fields.accepts(text.slice(value.start, value.end), column)) return [];
    if (fields.namesNobody(text.slice(value.start, value.end), column)) return [];
    if (isHeadOfRow(text, value, column, heads)) return [];
    return [candidateOf(column.rule, valueIn(text, value, column), 'column', BY_HEAD)];
  });
}

/** Finds the cells of columns whose heads the rules name, and says what in such tables is no value. Linear in the text. */
export function recognizeColumns({ text }: MatchText, ruleSet: RuleSet, checkpoint: () => void): Candidate[] {
  const heads = headsOf(ruleSet.rules);
  const fields = fieldReaderOf(ruleSet);
  const noValues = new NoValues(text, ruleSet);
  const candidates: Candidate[] = [];
  for (const rowsIn of [rowsInLines, rowsInBrackets, rowsInMarkup, rowsInBlocks, rowsDefined]) {
    const rows = Array.from(rowsIn(text, heads));
    const ofForms = columnsOfForms(text, rows, fields);
    let table: Row['table'] | undefined;
    for (const row of rows) {
      checkpoint();
      const isForm = row.table.columns.some((column) => ofForms.has(column));
      if (row.table !== table && !isForm) candidates.push(...noValues.inHead(row.table));
      table = row.table;
      for (const candidate of cellCandidates(text, row, { heads, fields, ofForms })) candidates.push(candidate);
      for (const candidate of noValues.inRow(row)) candidates.push(candidate);
    }
  }
  return candidates;
}

/** Commas in prose part fewer cells than a table has. */
const FEWEST_BY_COMMA = 3;

/** The cells of each row that has as many as its head, but for aligned ones. */
export function* cellsOfRows(text: string, rules: readonly CompiledRule[]): Generator<readonly Span[]> {
  for (const { cells, table } of rowsInLines(text, headsOf(rules))) {
    const { width, delimiter } = table;
    if (cells.length === width && delimiter !== ALIGNED && (delimiter !== ',' || width >= FEWEST_BY_COMMA)) yield cells;
  }
}
