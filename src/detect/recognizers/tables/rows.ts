import type { Span } from '../../types';

/** The lines of a text, and the rows of a table: a quoted cell may go over several lines, as exports write notes and addresses. */

/** Most quoted cells of a row that go on below a line. */
const MOST_OPEN_CELLS = 20;
/** A cell that begins with a quotation mark which nothing in its line closes. */
const OPEN_CELL = /(?:^|[,;\t])\s{0,3}"(?:[^"]|"")*$/;
/** What may stand behind the mark that closes a cell. */
const BEHIND_CELL = /[^\S\n]{0,3}(?:[,;\t\r\n]|$)/y;

/**
 * Where a quoted cell ends that is open at a place; nothing, where the next mark closes none. A line in which a cell begins holds such a mark:
 * nothing behind it is looked at twice.
 */
function endOfCell(text: string, from: number): number | undefined {
  let mark = text.indexOf('"', from);
  while (mark >= 0 && text.charAt(mark + 1) === '"') mark = text.indexOf('"', mark + 2);
  BEHIND_CELL.lastIndex = mark + 1;
  return mark >= 0 && BEHIND_CELL.test(text) ? mark + 1 : undefined;
}

/** The lines of a text without their ends; one for an empty text. */
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

/** The row that begins with a line. A mark that nothing closes is an inch or a slip: the row is the line, then. */
export function rowFrom(text: string, { start, end }: Span): Span {
  let to = end;
  let line = text.slice(start, end);
  for (let open = 0; open < MOST_OPEN_CELLS && hasOddQuotes(line) && (open > 0 || OPEN_CELL.test(line)); open += 1) {
    const from = endOfCell(text, to);
    if (from === undefined) break;
    const newline = text.indexOf('\n', from);
    to = newline < 0 ? text.length : newline;
    line = text.slice(from, to);
  }
  return { start, end: to };
}
