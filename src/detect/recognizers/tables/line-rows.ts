import type { Span } from '../../types';
import type { Heads } from '../fields/heads';
import { ALIGNED, cellsOf, DELIMITERS, type Delimiter, fewestHeads, markedHeads } from './cells';
import { linesOf, rowFrom } from './rows';
import { type Column, columnsUnder, type Row, type Table, tableUnder } from './table';

/** Tables in lines: Markdown, CSV, TSV and other delimited ones, and columns that spaces align. */

const RULER = /^[\s|:+=-]+$|^\s*\\(?:hline|(?:top|mid|bottom)rule|c(?:mid)?rule)\b[^&]*$/;

/**
 * Aligned heads are at least three, none of them with a time or a number. Between two cells stands more than a space, or they are cut
 * where they are longer than a cell can be: in 41 words, or 200 characters without a blank.
 */
function mayBeAligned(text: string, line: Span): boolean {
  const whole = text.slice(line.start, line.end);
  return (whole.length > 160 || /\s\s|[^\S ]/.test(whole)) && !/\d\d|:/.test(whole);
}

/** The columns that a line is the head of; none unless two cells stand in it. */
function columnsOf(text: string, line: Span, delimiter: Delimiter, heads: Heads): Column[] {
  if (delimiter === ALIGNED && !mayBeAligned(text, line)) return [];
  const cells = headCells(text, line, delimiter);
  if (cells.length < fewestHeads(delimiter)) return [];
  return columnsUnder(text, { start: line.start, cells }, heads, fewestHeads(delimiter) - 1);
}

function headCells(text: string, line: Span, delimiter: Delimiter): Span[] {
  const marked = delimiter === '|' ? markedHeads(text, line) : [];
  return marked.length > 0 ? marked : cellsOf(text, line, delimiter);
}

const isSpaced = (text: string, cells: readonly Span[]): boolean =>
  cells.slice(1).every(({ start }) => text.charAt(start) === ' ');

/** A message of HL7 has fields, no heads: "MSH|^~\\&|SCHED|CLINIC". */
const MESSAGE = /^MSH\|/;

/** How a dump of PostgreSQL heads rows that tabs part. */
const COPY = /^COPY [\w."]{1,128} \(.{1,4000}\) FROM stdin\b/i;

function openDump(text: string, line: Span, heads: Heads): Table | undefined {
  const copy = COPY.exec(text.slice(line.start, line.end))?.[0];
  if (copy === undefined) return undefined;
  const names = { start: line.start + copy.indexOf('(') + 1, end: line.start + copy.lastIndexOf(')') };
  const cells = cellsOf(text, names, ',');
  return tableUnder(text, { start: line.start, cells }, heads, { delimiter: '\t', head: { ...line, end: line.end + 1 } });
}

function openTable(text: string, line: Span, heads: Heads): Table | undefined {
  const dump = openDump(text, line, heads);
  if (dump !== undefined) return dump;
  const whole = text.slice(line.start, line.end);
  if (MESSAGE.test(whole)) return undefined;
  for (const delimiter of DELIMITERS) {
    if (delimiter !== ALIGNED && !whole.includes(delimiter) && !(delimiter === '|' && whole.includes('^'))) continue;
    const columns = columnsOf(text, line, delimiter, heads);
    if (columns.length === 0) continue;
    const cells = headCells(text, line, delimiter);
    const head = { ...line, end: line.end + 1 };
    return { delimiter, columns, width: cells.length, isSpaced: isSpaced(text, cells), head, heads: cells };
  }
  return undefined;
}

/** Up to this length, in UTF-16 code units, the rest of a row below its first line need not show that it belongs to it. */
const SURE_REST = 2000;

/** Fewest cells of a table that goes on behind other lines. */
const FEWEST_TO_GO_ON = 3;
/** How many lines with text may stand between two parts of a table: the foot of a page and the head of the next. */
const MOST_BETWEEN = 12;

/** Whether a line behind others is a row of the table in front of them: it has exactly as many cells, and is no prose with commas. */
function goesOn(text: string, table: Table, cells: readonly Span[]): boolean {
  return (
    cells.length === table.width &&
    table.width >= FEWEST_TO_GO_ON &&
    (table.delimiter === '|' || table.delimiter === ALIGNED || table.isSpaced || !isSpaced(text, cells))
  );
}

/** Whether most lines of a text could be rows of a table. */
function holdsRows(text: string, table: Table): boolean {
  let balance = 0;
  for (const line of linesOf(text)) {
    if (line.end === line.start) continue;
    balance += goesOn(text, table, cellsOf(text, line, table.delimiter)) ? 1 : -1;
  }
  return balance > 0;
}

/**
 * The row that begins with a line: where cells may be quoted, they may go over several. A mark that is an inch or a slip would swallow rows
 * up to the next mark: a long rest must end in a row that has as many cells as the head, and not be made of rows itself.
 */
function rowOf(text: string, line: Span, table: Table): Row {
  const { delimiter, width } = table;
  const row = delimiter === ALIGNED || delimiter === '|' ? line : rowFrom(text, line);
  const cells = cellsOf(text, row, delimiter);
  const isWhole = row.end - line.end <= SURE_REST || (cells.length === width && !holdsRows(text.slice(line.end, row.end), table));
  const { start, end } = isWhole ? row : line;
  return { start, end, table, cells: isWhole ? cells : cellsOf(text, line, delimiter) };
}

/** Whether a ruler stands below a line: it is the head of another table. */
function standsOnRuler(text: string, line: Span): boolean {
  const newline = text.indexOf('\n', line.end + 1);
  const next = text.slice(line.end + 1, newline < 0 ? text.length : newline);
  return next.includes('-') && RULER.test(next);
}

/** Reads line after line. */
class TableReader {
  private table: Table | undefined;
  /** How many lines with text stand behind the last row; nothing where not even a blank one does. */
  private between: number | undefined;
  /** The line before, and whether a ruler below a head of which the rules know nothing was read in the lines with bars up to it. */
  private before: Span = { start: 0, end: 0 };
  private isRuled = false;

  constructor(
    private readonly text: string,
    private readonly heads: Heads,
  ) {}

  /** Reads a ruler: below "| Field | Value |" a line is no head, unless two cells say so. A line with empty cells is none, but a title or nothing. */
  rule(line: Span): void {
    const { start, end } = this.before;
    if (end + 1 !== line.start || !this.text.slice(line.start, line.end).includes('-')) return;
    const cells = this.text
      .slice(start, end)
      .replace(/^\s*\||\|\s*$/g, '')
      .split('|');
    if (cells.length > 1) this.isRuled = cells.every((cell) => /[\p{L}\p{N}]/u.test(cell));
    this.before = line;
  }

  /** Whether a line stands below the head of another table. */
  private standsBelowHead(line: Span): boolean {
    if (this.before.end + 1 !== line.start || !this.text.slice(line.start, line.end).includes('|')) this.isRuled = false;
    this.before = line;
    return this.isRuled && !standsOnRuler(this.text, line);
  }

  /** The row that begins with a line, if one does. */
  row(line: Span): Row | undefined {
    const row = this.table && this.rowOf(line, this.table);
    const fewest = this.standsBelowHead(line) ? 2 : 1;
    const known = row === undefined ? openTable(this.text, line, this.heads) : undefined;
    const opened = known !== undefined && new Set(known.columns.map(({ index }) => index)).size >= fewest ? known : undefined;
    if (opened !== undefined) this.table = opened;
    const isBlank = this.text.slice(line.start, line.end).trim() === '';
    this.between = (row ?? opened) === undefined ? (this.between ?? 0) + Number(!isBlank) : undefined;
    return row;
  }

  private rowOf(line: Span, table: Table): Row | undefined {
    if ((this.between ?? 0) > MOST_BETWEEN) return undefined;
    if (this.between !== undefined && standsOnRuler(this.text, line)) {
      this.table = undefined;
      return undefined;
    }
    const row = rowOf(this.text, line, table);
    return (this.between === undefined ? row.cells.length >= 2 : goesOn(this.text, table, row.cells)) ? row : undefined;
  }
}

/**
 * The rows of the tables in lines of a text whose heads are known. Blank lines and the foot of a page part a table: it goes on behind them.
 * Linear in the text.
 */
export function* rowsInLines(text: string, heads: Heads): Generator<Row> {
  if (heads.isEmpty) return;
  const reader = new TableReader(text, heads);
  let end = -1;
  for (const line of linesOf(text)) {
    if (line.start <= end) continue;
    if (line.end > line.start && RULER.test(text.slice(line.start, line.end))) {
      reader.rule(line);
      continue;
    }
    const row = reader.row(line);
    if (row === undefined) continue;
    end = row.end;
    yield row;
  }
}
