import type { Span } from '../types';
import type { Heads } from './heads';
import { columnsUnder, type Row, type Table } from './tables';

/** Tables of HTML. */

const ROW = /<tr[\s>]|<\/table/gi;
const ROW_END = /<\/?tr[\s>]|<\/?table/gi;
const CELL = /<t[hd](?:\s[^>]{0,500})?>((?:[^<]|<(?!\/?t[hdr]|\/?table)){0,2000})/gi;
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
  const columns = cells.length < 2 ? [] : columnsUnder(text, { start: row.start, cells }, heads);
  return columns.length === 0 ? undefined : { delimiter: '|', columns, width: cells.length, isSpaced: false, head: row };
}

/** The rows of the tables of HTML in a text whose heads are known. Linear in the text. */
export function* rowsInMarkup(text: string, heads: Heads): Generator<Row> {
  let table: Table | undefined;
  for (const { 0: tag, index: start } of text.matchAll(ROW)) {
    if (tag.startsWith('</')) {
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
