import type { Span } from '../types';

/** The lines of a text, and the rows of a table: a quoted cell may go over several lines, as exports write notes and addresses. */

/** Longest rest of a quoted cell below the line in which it begins, in UTF-16 code units, and most lines of a row with such cells. */
const LONGEST_REST = 2000;
const MOST_OPEN_CELLS = 20;
/** A cell that begins with a quotation mark which nothing in its line closes. */
const OPEN_CELL = /(?:^|[,;\t])\s{0,3}"(?:[^"]|"")*$/;
/** Up to the mark that closes a cell. */
const REST = /^(?:[^"]|"")*"(?=[^\S\n]{0,3}(?:[,;\t\r\n]|$))/;

export function* linesOf(text: string): Generator<Span> {
  let start = 0;
  while (start <= text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    yield { start, end };
    start = end + 1;
  }
}

const hasOddQuotes = (line: string): boolean => line.split('"').length % 2 === 0;

/** The row that begins with a line. A mark that nothing closes soon is an inch or a slip: the row is the line, then. */
export function rowFrom(text: string, { start, end }: Span): Span {
  let to = end;
  let line = text.slice(start, end);
  for (let open = 0; open < MOST_OPEN_CELLS && hasOddQuotes(line) && (open > 0 || OPEN_CELL.test(line)); open += 1) {
    const rest = REST.exec(text.slice(to, to + LONGEST_REST))?.[0];
    if (rest === undefined) break;
    const from = to + rest.length;
    const newline = text.indexOf('\n', from);
    to = newline < 0 ? text.length : newline;
    line = text.slice(from, to);
  }
  return { start, end: to };
}
