import type { CompiledRule } from '../../rules/types';
import type { Candidate, MatchText, Span } from '../types';
import { cellValue, type Heads, headsOf, mayBeValue, valueIn } from './heads';
import { rowsInMarkup } from './markup-rows';
import { ALIGNED, type Column, type Row, rowsInLines } from './tables';
import { rowsInBrackets } from './tuples';

/**
 * Tables: Markdown, CSV, TSV and other delimited lines, columns that spaces align, tables in brackets (JSON, SQL) and of HTML. What stands
 * in a column is told by its head, which a bare number in a cell does not repeat. Which heads mean what is data of the rules (`columns`).
 */

const SCORE = 0.9;

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

function cellCandidates(text: string, { table, cells, start: from }: Row, heads: Heads): Candidate[] {
  const { delimiter, columns } = table;
  return columns.flatMap((column) => {
    const { rule, index } = column;
    const under = ({ start, end }: Span): boolean => start - from < column.to && end - from > column.from;
    const cell = delimiter === ALIGNED ? cells.find(under) : cells[index];
    const value = cell && cellValue(text, cell);
    if (value === undefined || !mayBeValue(text.slice(value.start, value.end), column)) return [];
    if (isHeadOfRow(text, value, column, heads)) return [];
    const evidence = { base: SCORE, note: 'the head of its column' };
    const { entity, id, priority } = rule;
    return [{ ...valueIn(text, value, column), entity, score: SCORE, rule: id, pattern: 'column', priority, evidence }];
  });
}

/** Finds the cells of columns whose heads the rules name. Linear in the text. */
export function recognizeColumns({ text }: MatchText, rules: readonly CompiledRule[], checkpoint: () => void): Candidate[] {
  const heads = headsOf(rules);
  const candidates: Candidate[] = [];
  for (const rows of [rowsInLines, rowsInBrackets, rowsInMarkup])
    for (const row of rows(text, heads)) {
      checkpoint();
      for (const candidate of cellCandidates(text, row, heads)) candidates.push(candidate);
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
