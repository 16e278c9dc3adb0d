import type { Span } from '../../types';

/** The cells of a line of a table. */

/** Between aligned cells stand two spaces or more. */
export const ALIGNED = '  ';
/** What parts cells, the likeliest first. */
export const DELIMITERS = ['|', '\t', ';', ',', ALIGNED, '&', '^', '~'] as const;
export type Delimiter = (typeof DELIMITERS)[number];
/** Signs that stand in prose and data for other things than cells: fewer than this are no head. */
const FEWEST_HEADS: Readonly<Partial<Record<Delimiter, number>>> = { [ALIGNED]: 3, '^': 3, '~': 3 };
export const fewestHeads = (delimiter: Delimiter): number => FEWEST_HEADS[delimiter] ?? 2;

const QUOTE = '"'.charCodeAt(0);
/** What stands in front of the first cell where a mail quotes a table, or a program says it in a comment. */
const QUOTED_LINE = /^(?:>[> ]{0,20}|[#*] {0,3}|\/\/ {0,3}|-- )/;
/** How a row of LaTeX ends. */
const LATEX_END = /\\\\[^&]*$/;
/** Lines between the rows of LaTeX, and what makes a cell bold. */
const LATEX_BEFORE =
  /^(?:\s|\\[a-z]{0,4}color(?:\[[a-z]{1,9}\])?\{[^{}]{0,30}\}|\\multi(?:column|row)\{[^{}]{0,9}\}\{[^{}]{0,9}\}\{?|\\[a-z]{2,20}\*?\{?){1,10}/;
const LATEX_BEHIND = /[\s}]{1,10}$/;

function alignedCells(text: string, line: Span): Span[] {
  return Array.from(text.slice(line.start, line.end).matchAll(/\S{1,200}(?: \S{1,200}){0,40}/g), ({ 0: cell, index }) => ({
    start: line.start + index,
    end: line.start + index + cell.length,
  }));
}

/** The cells of a row of LaTeX; none where a line does not end as one does. */
function latexCells(text: string, { start: from, end: to }: Span): Span[] {
  const line = text.slice(from, to);
  const end = LATEX_END.exec(line)?.index;
  if (end === undefined) return [];
  return Array.from(
    line.slice(0, end).matchAll(/(?:^|(?<!\\)&)((?:[^&]|(?<=\\)&){0,2000})/g),
    ({ 0: whole, 1: cell = '', index }) => {
      const start = from + index + whole.length - cell.length;
      const before = LATEX_BEFORE.exec(cell)?.[0].length ?? 0;
      const behind = LATEX_BEHIND.exec(cell.slice(before))?.[0].length ?? 0;
      return { start: start + before, end: start + cell.length - behind };
    },
  );
}

/** The cells of a line, as spans of the text. Quoted cells may hold the delimiter. */
export function cellsOf(text: string, line: Span, delimiter: Delimiter): Span[] {
  if (delimiter === ALIGNED) return alignedCells(text, line);
  if (delimiter === '&') return latexCells(text, line);
  const cells: Span[] = [];
  const delimiterCode = delimiter.charCodeAt(0);
  let start = line.start + (QUOTED_LINE.exec(text.slice(line.start, line.end))?.[0].length ?? 0);
  let isQuoted = false;
  for (let at = start; at < line.end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) isQuoted = !isQuoted;
    if (code !== delimiterCode || isQuoted) continue;
    cells.push({ start, end: at });
    start = at + 1;
  }
  cells.push({ start, end: line.end });
  return cells;
}

/** Heads that wikis mark by signs of their own, over rows with single bars: "||MRN||K||" of Jira, "^ MRN ^ K ^" of DokuWiki. */
const MARKED_HEADS: readonly { readonly line: RegExp; readonly sign: RegExp }[] = [
  { line: /^\s{0,8}\|\|(?!\s*\|).*\|\|\s*$/, sign: /\|\|/g },
  { line: /^\s{0,8}\^.*[\^|]\s*$/, sign: /[\^|]/g },
];

/** The cells of a line of heads that signs mark as such; none of another line. */
export function markedHeads(text: string, { start: from, end: to }: Span): Span[] {
  const line = text.slice(from, to);
  const marks = MARKED_HEADS.find((marked) => marked.line.test(line));
  if (marks === undefined) return [];
  const cells: Span[] = [];
  let start = from;
  for (const { 0: sign, index } of line.matchAll(marks.sign)) {
    cells.push({ start, end: from + index });
    start = from + index + sign.length;
  }
  cells.push({ start, end: to });
  return cells;
}
