import type { Span } from '../../types';
import type { Heads } from '../fields/heads';
import { type Row, type Table, tableUnder } from './table';

/** Tables of HTML, and of what is made like it: sheets of Excel, documents, components of programs, forums ("[tr][td]00412[/td]"). */

const ROW = /[<[](?:\w{1,8}:)?(?:tr|(?:table-?)?row)[\s>\]]|[<[]\/(?:\w{1,8}:)?table[\s>\]]/gi;
const ROW_END = /[<[]\/?(?:\w{1,8}:)?(?:tr|(?:table-?)?row|table)[\s>\]]/gi;
const CELL =
  /[<[](?:\w{1,8}:)?(?:t[hdc]|(?:table-?)?cell)(?:\s[^>\]]{0,500})?[>\]]((?:[^<[]|[<[](?!\/?(?:\w{1,8}:)?(?:t[hdcr]|(?:table-?)?(?:row|cell)|table)[\s>\]])){0,2000})/gi;
/** Marks of emphasis and links around the text of a cell. */
const TAGS_BEFORE = /^(?:\s|<[^>]{0,500}>){0,20}/;
const TAGS_BEHIND = /(?:<\/?[a-z][^>]{0,500}>\s{0,20}){1,20}$/i;

function cellsOf(text: string, row: Span): Span[] {
  return Array.from(text.slice(row.start, row.end).matchAll(CELL), ({ 0: whole, 1: inner = '', index }) => {
    const start = row.start + index + whole.length - inner.length;
    const before = TAGS_BEFORE.exec(inner)?.[0].length ?? 0;
    const behind = TAGS_BEHIND.exec(inner.slice(before))?.[0].length ?? 0;
    return { start: start + before, end: start + inner.length - behind };
  });
}

function openTable(text: string, row: Span, cells: readonly Span[], heads: Heads): Table | undefined {
  return cells.length < 2 ? undefined : tableUnder(text, { start: row.start, cells }, heads, { delimiter: '|', head: row });
}

/** The rows of the tables of HTML in a text whose heads are known. Linear in the text. */
export function* rowsInMarkup(text: string, heads: Heads): Generator<Row> {
  let table: Table | undefined;
  for (const { 0: tag, index: start } of text.matchAll(ROW)) {
    if (tag.charAt(1) === '/') {
      table = undefined;
      continue;
    }
    ROW_END.lastIndex = start + 3;
    const end = ROW_END.exec(text)?.index ?? text.length;
    const row = { start, end };
    const cells = cellsOf(text, row);
    if (table === undefined) table = openTable(text, row, cells, heads);
    else if (cells.length >= 2) yield { ...row, table, cells };
  }
}
