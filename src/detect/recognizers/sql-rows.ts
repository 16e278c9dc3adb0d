import type { RuleSet } from '../../rules/types';
import type { Candidate, MatchText, Span } from '../types';
import { fieldReaderOf } from './field-reader';

/** Rows of SQL: `INSERT INTO patients (mrn, last_name) VALUES ('55123', 'may'), …`. The names of columns are names of fields. */

const INSERT = /\binsert\s{1,8}into\s[^();]{1,200}\((?<columns>[^()]{1,4000})\)\s{0,40}values\s{0,40}(?=\()/gi;
/** A row, up to the bracket behind it. */
const ROW = /\s{0,40},?\s{0,40}\(/y;
const CELL = /\s{0,40}(?:N?'(?<quoted>(?:[^'\\]|''|\\.){0,400})'|(?<bare>[^',()]{0,80}))\s{0,40}(?<end>[,)])/y;
/** Most cells of a row. */
const MOST_CELLS = 400;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The cells of the row that begins at a place, and where it ends; undefined if none does. */
function rowAt(text: string, start: number): { readonly cells: readonly Span[]; readonly end: number } | undefined {
  const opening = matchAt(ROW, text, start);
  if (opening === null) return undefined;
  const cells: Span[] = [];
  let at = start + opening[0].length;
  while (cells.length < MOST_CELLS) {
    const cell = matchAt(CELL, text, at);
    if (cell === null) return undefined;
    const value = cell.groups?.['quoted'] ?? cell.groups?.['bare'] ?? '';
    const from = at + cell[0].indexOf(value);
    cells.push({ start: from, end: from + value.length });
    at += cell[0].length;
    if (cell.groups?.['end'] === ')') return { cells, end: at };
  }
  return undefined;
}

/** Finds the values of columns that the rules know. Linear in the text. */
export function recognizeSqlRows({ text }: MatchText, ruleSet: RuleSet, checkpoint: () => void): Candidate[] {
  const reader = fieldReaderOf(ruleSet);
  const found: Candidate[] = [];
  for (const insert of text.matchAll(INSERT)) {
    const columns = (insert.groups?.['columns'] ?? '').split(',').map((name) => name.trim());
    for (let row = rowAt(text, insert.index + insert[0].length); row !== undefined; row = rowAt(text, row.end)) {
      checkpoint();
      row.cells.forEach((cell, index) => {
        const name = columns[index];
        if (name !== undefined) found.push(...reader.read(text, cell, { names: [name], beside: columns }));
      });
    }
  }
  return found;
}
