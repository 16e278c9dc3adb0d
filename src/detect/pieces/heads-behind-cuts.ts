import { type Code, codesIn, inOneList } from '../recognizers/codes';

/** What tells behind a cut what goes on there: the head of a table of which the rules know nothing, the label of a list. */

/** How many lines at its beginning may hold the head of a table. */
const HEAD = /^(?:[^\n]*\n){1,3}/;
/** Longest head of a table that is put in front, in UTF-16 code units: exports have hundreds of columns. */
export const LONGEST_HEAD = 16_384;
/** What parts cells. */
const DELIMITERS = ['|', '\t', ';', ',', '  '];

/** Where the lines begin in which a text ends and which all hold a delimiter. */
function startOfLines(text: string, delimiter: string): number {
  let start = text.length;
  while (start > 0) {
    const before = text.lastIndexOf('\n', start - 2) + 1;
    if (!text.slice(before, start).includes(delimiter)) break;
    start = before;
  }
  return start;
}

/**
 * The beginning of the table in which a text ends: behind a cut, too, its head tells what stands in a column. Cells hold delimiters of other
 * tables ("Lopez, Maria" between spaces, "stable; see plan" in a CSV): that of the table is the one that most lines hold.
 */
export function headOfTable(text: string): string {
  if (!text.endsWith('\n')) return '';
  const start = Math.min(...DELIMITERS.map((delimiter) => startOfLines(text, delimiter)));
  return HEAD.exec(text.slice(start, start + LONGEST_HEAD))?.[0] ?? '';
}

/** How far a code may be from a cut, and its list from the begin of its label; in UTF-16 code units. */
const NEAR_CUT = 64;
const LONGEST_LABEL = 120;
/** Fewest codes in front of a cut that are a list. */
const FEWEST_LISTED = 3;
/** What stands in a line in front of the first code of a list if its label is in the line before. */
const NO_LABEL = /^[\s"'([*\u2022-]*$/;

/** Whether codes on both sides of a cut stand in one list. */
function partsList(before: string, behind: string): boolean {
  const front = before.slice(-NEAR_CUT);
  const text = front + behind.slice(0, NEAR_CUT);
  const codes = codesIn(text);
  const next = codes.findIndex(({ start }) => start >= front.length);
  const [last, first] = [codes[next - 1], codes[next]];
  return last !== undefined && first !== undefined && inOneList(text, last, first);
}

/** Where the label of a list begins. */
function startOfLabel(text: string, list: number): number {
  const line = text.lastIndexOf('\n', list - 1) + 1;
  const start = NO_LABEL.test(text.slice(Math.max(line, list - LONGEST_LABEL), list))
    ? text.lastIndexOf('\n', line - 2) + 1
    : line;
  return Math.max(start, list - LONGEST_LABEL);
}

/**
 * The label and the first code of the list in which a text ends and that goes on behind it, up to where the next code begins: what a list
 * is of is told once.
 */
export function headOfList(text: string, behind: string): string {
  if (!partsList(text, behind)) return '';
  const codes = codesIn(text);
  let first = codes.length - 1;
  while (first > 0 && inOneList(text, codes[first - 1] as Code, codes[first] as Code)) first -= 1;
  const code = codes[first];
  if (code === undefined || codes.length - first < FEWEST_LISTED) return '';
  return text.slice(startOfLabel(text, code.start), code.end) + text.slice(codes.at(-1)?.end);
}
