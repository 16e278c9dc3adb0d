import { TOKEN_LOOK } from './simulated-reply';

export interface Mark {
  readonly start: number;
  readonly end: number;
}

/** A column: its heading, its text and the parts to colour. */
export interface Column {
  readonly heading: string;
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly colour: (text: string) => string;
  /** Line n starts beside line n of the other aligned columns. */
  readonly aligned?: boolean;
}

const GAP = '  ';

/** Columns side by side within `width` characters. Lines are broken at blanks; colours never change what stands where. */
export function sideBySide(columns: readonly Column[], width: number, bold: (text: string) => string): string {
  const each = Math.floor((width - GAP.length * (columns.length - 1)) / columns.length);
  const cells = alignLines(columns, each);
  const height = Math.max(...cells.map((lines) => lines.length));
  const rows = [columns.map(({ heading }) => bold(heading.padEnd(each))).join(GAP)];
  rows.push(columns.map(() => '-'.repeat(each)).join(GAP));
  for (let row = 0; row < height; row += 1) {
    rows.push(
      columns
        .map((column, index) => renderCell(column, cells[index]?.[row], each))
        .join(GAP)
        .trimEnd(),
    );
  }
  return `${rows.join('\n')}\n`;
}

/** Where the values stand in a text; of two that overlap the longer counts. */
export function markValues(text: string, values: readonly string[]): Mark[] {
  const found = values.flatMap((value) => occurrences(text, value)).sort((a, b) => a.start - b.start || b.end - a.end);
  const marks: Mark[] = [];
  for (const mark of found) if (mark.start >= (marks.at(-1)?.end ?? 0)) marks.push(mark);
  return marks;
}

/** Where the tokens stand in a text. */
export const markTokens = (text: string): Mark[] =>
  [...text.matchAll(TOKEN_LOOK)].map(({ index, 0: token }) => ({ start: index, end: index + token.length }));

function occurrences(text: string, value: string): Mark[] {
  const marks: Mark[] = [];
  for (let start = text.indexOf(value); start >= 0; start = text.indexOf(value, start + value.length)) {
    marks.push({ start, end: start + value.length });
  }
  return marks;
}

/** The screen lines of each column; aligned columns get empty ones (undefined) where another one needs more for the same line. */
function alignLines(columns: readonly Column[], width: number): (Mark | undefined)[][] {
  const wrapped = columns.map(({ text }) => wrapLines(text, width));
  const aligned = wrapped.filter((_, index) => columns[index]?.aligned);
  return wrapped.map((lines, column) =>
    lines.flatMap((parts, line) => {
      const height = columns[column]?.aligned ? Math.max(...aligned.map((other) => other[line]?.length ?? 0)) : parts.length;
      return Array.from({ length: height }, (_, index) => parts[index]);
    }),
  );
}

/** For each line of a text its parts of at most `width` characters, as offsets into the text. */
function wrapLines(text: string, width: number): Mark[][] {
  let start = 0;
  return text.split('\n').map((line) => {
    const parts = wrapLine(text, { start, end: start + line.length }, width);
    start += line.length + 1;
    return parts;
  });
}

function wrapLine(text: string, { start, end }: Mark, width: number): Mark[] {
  const parts: Mark[] = [];
  let from = start;
  while (end - from > width) {
    const blank = text.lastIndexOf(' ', from + width);
    const cut = blank > from ? blank : from + width;
    parts.push({ start: from, end: cut });
    from = blank > from ? cut + 1 : cut;
  }
  return [...parts, { start: from, end }];
}

function renderCell({ text, marks, colour }: Column, line: Mark | undefined, width: number): string {
  if (!line) return ' '.repeat(width);
  let rendered = '';
  let position = line.start;
  for (const { start, end } of marks) {
    const [from, to] = [Math.max(start, line.start), Math.min(end, line.end)];
    if (from >= to) continue;
    rendered += text.slice(position, from) + colour(text.slice(from, to));
    position = to;
  }
  return rendered + text.slice(position, line.end) + ' '.repeat(Math.max(0, width - (line.end - line.start)));
}
