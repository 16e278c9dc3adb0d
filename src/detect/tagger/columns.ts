import { hashText, mix } from './hash';

/**
 * Where a place stands in structured text: the head of its column in delimited lines and in lists set with blanks, the field of its HL7
 * segment (`PID|…`) or its X12 segment (`NM1*…`). Nothing is known here of what fields mean; that is learned.
 */

const DELIMITERS = ['|', '\t', ';', ','];
/** Longest head that is told, in UTF-16 code units. */
const LONGEST_HEAD = 24;
const SEGMENT = /^[A-Z][A-Z0-9]{1,2}[|*]/;
/** Blanks between columns that are set with blanks. */
const GAP = / {2,}/g;

/** A cell of a line: where it begins, and the hash of its column. */
interface Cell {
  readonly start: number;
  readonly column: number;
}

const NO_CELLS: readonly Cell[] = [];

interface Table {
  readonly delimiter: string;
  readonly heads: readonly { readonly at: number; readonly hash: number }[];
}

function standsTwice(line: string, delimiter: string): boolean {
  const first = line.indexOf(delimiter);
  return first >= 0 && line.includes(delimiter, first + 1);
}

/** The delimiter of a line, ` ` for columns set with blanks, or nothing. */
function delimiterOf(line: string): string | undefined {
  for (const delimiter of DELIMITERS) if (standsTwice(line, delimiter)) return delimiter;
  return line.includes('  ') && (line.match(GAP)?.length ?? 0) >= 2 ? ' ' : undefined;
}

function headHash(head: string): number {
  return hashText(
    head
      .toLowerCase()
      .replace(/[^a-z]+/g, '')
      .slice(0, LONGEST_HEAD),
  );
}

/** Starts of a line's cells. */
function cellStarts(line: string, delimiter: string): number[] {
  if (delimiter === ' ') return [0, ...Array.from(line.matchAll(GAP), ({ index, 0: gap }) => index + gap.length)];
  const starts = [0];
  for (let at = line.indexOf(delimiter); at >= 0; at = line.indexOf(delimiter, at + 1)) starts.push(at + 1);
  return starts;
}

function openTable(line: string, delimiter: string): Table {
  const starts = cellStarts(line, delimiter);
  const heads = starts.map((start, index) => ({
    at: delimiter === ' ' ? start : index,
    hash: headHash(line.slice(start, starts[index + 1] ?? line.length)),
  }));
  return { delimiter, heads };
}

/** The column of a cell: by its number, or where columns are set with blanks by the head that begins nearest. */
function columnAt({ delimiter, heads }: Table, start: number, index: number): number {
  if (delimiter !== ' ') return heads[index]?.hash ?? 0;
  let nearest = heads[0];
  for (const head of heads) if (Math.abs(head.at - start) < Math.abs((nearest?.at ?? 0) - start)) nearest = head;
  return nearest?.hash ?? 0;
}

/** Fields of segments such as `PID|1||123^^^MRN` and `NM1*IL*1*DOE*JANE~`, several of which may stand on one line. */
function segmentCells(line: string): Cell[] {
  const sign = line.charAt(line.search(/[|*]/));
  if (sign === '|') return fieldCells(line, 0, sign);
  let start = 0;
  return line.split('~').flatMap((segment) => {
    const cells = fieldCells(segment, start, sign);
    start += segment.length + 1;
    return cells;
  });
}

/** The fields and components of one segment, which begins at `start` of its line. */
function fieldCells(segment: string, start: number, sign: string): Cell[] {
  const name = hashText(segment.slice(0, Math.max(0, segment.indexOf(sign))).trim());
  const cells: Cell[] = [];
  let field = 0;
  let component = 0;
  for (let at = 0; at < segment.length; at += 1) {
    const character = segment.charAt(at);
    if (character === sign) {
      field += 1;
      component = 0;
    } else if (character === '^') component += 1;
    else continue;
    cells.push({ start: start + at + 1, column: mix(mix(name, field), component) });
  }
  return cells;
}

function cellsOf(line: string, table: Table): Cell[] {
  return cellStarts(line, table.delimiter).map((start, index) => ({ start, column: columnAt(table, start, index) }));
}

/** Reads line after line; the first line of a table gives the heads of those behind it. */
class ColumnReader {
  private table: Table | undefined;
  /** The line before, if it may be the first of a table: its heads are read when the next line goes on. */
  private first: { readonly line: string; readonly delimiter: string } | undefined;

  cells(line: string): readonly Cell[] {
    if (SEGMENT.test(line)) {
      this.table = this.first = undefined;
      return segmentCells(line);
    }
    const delimiter = delimiterOf(line);
    if (this.first !== undefined && this.first.delimiter === delimiter) this.table = openTable(this.first.line, delimiter);
    if (this.table !== undefined && this.table.delimiter === delimiter) {
      this.first = undefined;
      return cellsOf(line, this.table);
    }
    this.table = undefined;
    this.first = delimiter === undefined ? undefined : { line, delimiter };
    return NO_CELLS;
  }
}

/** Gives each token the hash of its column, 0 outside of tables. `starts` are offsets in `text`, rising. */
export function findColumns(text: string, starts: Int32Array): Int32Array {
  const columns = new Int32Array(starts.length);
  const reader = new ColumnReader();
  let token = 0;
  let begin = 0;
  for (const line of text.split('\n')) {
    const cells = reader.cells(line);
    let cell = -1;
    for (; token < starts.length && (starts[token] as number) <= begin + line.length; token += 1) {
      while ((cells[cell + 1]?.start ?? Number.POSITIVE_INFINITY) <= (starts[token] as number) - begin) cell += 1;
      columns[token] = cells[cell]?.column ?? 0;
    }
    begin += line.length + 1;
  }
  return columns;
}
