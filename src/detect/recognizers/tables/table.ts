import type { Span } from '../../types';
import { cellValue } from '../fields/field-values';
import { type HeadedBy, type Heads, headedBy, headName } from '../fields/heads';
import type { Delimiter } from './cells';

/** Tables whose heads the rules know, and their rows, in whatever form they are written. */

export interface Column extends HeadedBy {
  /** What its head says. */
  readonly name: string;
  readonly index: number;
  /** Where its head stands in its line. */
  readonly from: number;
  readonly to: number;
  /** No other stands in front of it. */
  readonly isFirst: boolean;
  /** What stands behind its head. */
  readonly next: Span | undefined;
}

export const spanOf = (cells: readonly Span[]): Span => ({ start: cells[0]?.start ?? 0, end: cells.at(-1)?.end ?? 0 });

export interface Table {
  readonly delimiter: Delimiter;
  readonly columns: readonly Column[];
  /** How many cells its head has. */
  readonly width: number;
  /** Whether its heads stand behind a blank: then the cells of a row may, too. */
  readonly isSpaced: boolean;
  /** Its head, with what stands between it and the first row. */
  readonly head: Span;
  /** What stands in front of its rows, where its head does not. */
  readonly lead?: Span;
  /** The cells of its head. */
  readonly heads: readonly Span[];
}

/** A table under cells; `undefined` unless the rules know a head among them, and one of them is beyond doubt. */
export function tableUnder(
  text: string,
  { start, cells }: Omit<Row, 'table' | 'end'>,
  heads: Heads,
  { delimiter, head }: Pick<Table, 'delimiter' | 'head'>,
): Table | undefined {
  const columns = columnsUnder(text, { start, cells }, heads);
  return columns.length === 0 ? undefined : { delimiter, columns, width: cells.length, isSpaced: false, head, heads: cells };
}

/** A row under a head. */
export interface Row extends Span {
  readonly table: Table;
  readonly cells: readonly Span[];
}

/** Whether an aligned cell stands below the head of a column: such cells need not be as many as heads. */
export function isBelow({ start, end }: Span, row: Row, { from, to }: Column): boolean {
  return start - row.start < to && end - row.start > from;
}

/** What is to be filled in: "Human Resources, [STREET], [CITY]" is a line of a letter, no head. */
const BLANK = /^\s{0,8}(?:\[[A-Z][A-Z ]{1,40}\]|\{\{|<[A-Z][A-Z ]{1,40}>)/;

/** The columns under cells; none unless the head of one is beyond doubt, and `fewest` are known. */
export function columnsUnder(text: string, head: Omit<Row, 'table' | 'end'>, heads: Heads, fewest = 1): Column[] {
  const { start, cells } = head;
  if (cells.some(({ start, end }) => BLANK.test(text.slice(start, end)))) return [];
  const found = cells.flatMap((cell, index) => heads.in(text, cell).map(({ name, head }) => ({ name, head, cell, index })));
  if (new Set(found.map(({ index }) => index)).size < fewest || found.every(({ head }) => head.isDoubtful)) return [];
  const first = cells.findIndex((cell) => headName(text, cell) !== '');
  return found.map(({ name, head, cell, index }) => ({
    ...headedBy(name, head),
    name,
    from: cell.start - start,
    to: cell.end - start,
    index,
    isFirst: index === first,
    next: cells[index + 1] && cellValue(text, cells[index + 1] as Span),
  }));
}
