import type { Span } from '../../types';
import type { Heads } from '../fields/heads';
import { linesOf } from './rows';
import { type Row, spanOf, type Table, tableUnder } from './table';

/**
 * Tables of which one cell or a few stand in a line: of MediaWiki (`{|`, `|-`, `! MRN`, `| 00412`), of AsciiDoc (`|===`), and lists of lists
 * (`* - MRN` above `  - K`), as reStructuredText and YAML have them.
 */

const BEGIN = /^\s{0,8}(?:\{\||\|={3,})/;
const END = /^\s{0,8}(?:\|\}|\|={3,})\s*$/;
/** Where in a block another row begins, what is said of the table, and a cell. */
const NEXT_ROW = /^\s{0,8}\|-/;
const CAPTION = /^\s{0,8}\|\+/;
const CELL_LINE = /^\s{0,8}[!|]/;
const BETWEEN = /!!|\|\||\|/g;
/** How a cell looks: "style="…" | 00412". */
const ATTRIBUTES = /^[^|!\n]{0,200}=[^|\n]{0,200}\|(?!\|)/;
/** An item of a list that is one itself, and a further one of that. */
const ITEM = /^(\s{0,20}(?:[*-]\s{1,3})?)-(?:\s{1,3}|$)/;
const FIRST_ITEM = /^\s{0,20}[*-]\s/;

/** The cells of a line of MediaWiki or AsciiDoc. */
function cellsIn(text: string, { start: from, end: to }: Span, isWiki: boolean): Span[] {
  const line = text.slice(from, to);
  const cells: Span[] = [];
  let start = line.search(/[!|]/) + 1;
  const attributes = ATTRIBUTES.exec(line.slice(start))?.[0].length ?? 0;
  if (isWiki) start += attributes;
  for (const { 0: sign, index } of line.matchAll(BETWEEN)) {
    if (index < start || (isWiki && sign === '|')) continue;
    cells.push({ start: from + start, end: from + index });
    start = index + sign.length;
  }
  return [...cells, { start: from + start, end: to }];
}

/** Reads a table: the first row with heads that the rules know gives the columns. */
class BlockTable {
  private table: Table | undefined;

  /** `begin` is where its first line begins: behind a cut it is read again, up to its first row. */
  constructor(
    private readonly text: string,
    private readonly heads: Heads,
    private readonly begin: number,
  ) {}

  row(cells: readonly Span[]): Row | undefined {
    if (cells.length < 2) return undefined;
    const span = spanOf(cells);
    const start = this.text.lastIndexOf('\n', span.start - 1) + 1;
    if (this.table !== undefined) {
      if (this.table.head.end === this.begin) this.table = { ...this.table, head: { start: this.begin, end: start } };
      return { start, end: span.end, table: this.table, cells };
    }
    const head = { start: this.begin, end: this.begin };
    this.table = tableUnder(this.text, { start: span.start, cells }, this.heads, { delimiter: '|', head });
    return undefined;
  }
}

/** Gathers the cells of rows line after line, and gives each row when it is whole. */
class BlockReader {
  private table: BlockTable | undefined;
  private cells: Span[] = [];
  private isWiki = false;
  private isList = false;
  /** In AsciiDoc the first line tells how many cells a row has. */
  private width = 0;

  constructor(
    private readonly text: string,
    private readonly heads: Heads,
  ) {}

  private take(cells: readonly Span[] = []): Row[] {
    const row = this.table?.row(this.cells);
    this.cells = [...cells];
    return row === undefined ? [] : [row];
  }

  private open(begin: number, isWiki: boolean, isList: boolean): void {
    this.table = new BlockTable(this.text, this.heads, begin);
    this.isWiki = isWiki;
    this.isList = isList;
    this.width = 0;
  }

  /** Ends the table, if one is open; also to be called behind the last line. */
  close(): Row[] {
    const rows = this.take();
    this.table = undefined;
    this.isList = false;
    return rows;
  }

  line(span: Span): Row[] {
    const line = this.text.slice(span.start, span.end);
    const item = this.table === undefined || this.isList ? ITEM.exec(line) : null;
    if (item !== null) return this.item(span, item);
    if (this.isList) return this.close();
    if (this.table === undefined) {
      if (BEGIN.test(line)) this.open(span.start, line.includes('{'), false);
      return [];
    }
    return END.test(line) ? this.close() : this.inBlock(span, line);
  }

  private inBlock(span: Span, line: string): Row[] {
    if (this.isWiki && NEXT_ROW.test(line)) return this.take();
    if (!CELL_LINE.test(line) || CAPTION.test(line)) return [];
    const cells = cellsIn(this.text, span, this.isWiki);
    if (this.isWiki || this.cells.length < this.width) this.cells.push(...cells);
    else if (this.width > 0) return this.take(cells);
    else this.cells = cells;
    this.width = Math.max(this.width, this.isWiki ? 0 : cells.length);
    return [];
  }

  private item({ start, end }: Span, { 0: led, 1: before = '' }: RegExpExecArray): Row[] {
    const cell = { start: start + led.length, end };
    const isFirst = FIRST_ITEM.test(before);
    if (isFirst && !this.isList) this.open(start, false, true);
    if (isFirst) return this.take([cell]);
    if (this.isList) this.cells.push(cell);
    return [];
  }
}

/** The rows of such tables in a text whose heads are known. Linear in the text. */
export function* rowsInBlocks(text: string, heads: Heads): Generator<Row> {
  const reader = new BlockReader(text, heads);
  for (const line of linesOf(text)) yield* reader.line(line);
  yield* reader.close();
}
