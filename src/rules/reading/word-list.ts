/** Word lists: one entry a line in lower case, optionally a tab and a number; the file begins with its source and licence. */
import { plainSymbols, TYPOGRAPHIC, WRITE_PLAIN } from '../plain-symbols';
import type { RuleProblem } from '../problem';
import type { WordList } from '../types';

/** A list built wrongly is wrong in thousands of lines; a few show the cause. */
const MAX_PROBLEMS = 5;

/** Most entries; needs no further check, which halves the time to load a list. */
const PLAIN = /^[a-z0-9 '.-]+$/u;

const IN_LATIN_1 = /^[\0-\xFF]*$/u;

export interface ParsedList {
  readonly words: WordList;
  readonly problems: readonly RuleProblem[];
}

/** Reads a list. `file` is its path in the rule folder, for messages. */
export function parseWordList(file: string, text: string): ParsedList {
  const lines = text.split(/\r?\n/u);
  const problems = missingHeaders(file, lines);
  const words = new Map<string, number>();
  const wrong: RuleProblem[] = [];
  lines.forEach((line, index) => {
    const entry = line.trim();
    if (entry === '' || entry.startsWith('#')) return;
    const [word = '', number = '0', ...more] = entry.split('\t');
    const reason = wrongEntry(word, number, more.length, words);
    if (reason === undefined) words.set(word, Number(number));
    else wrong.push({ file, line: index + 1, key: '', reason });
  });
  enterPlain(words);
  if (words.size === 0 && wrong.length === 0) problems.push({ file, line: 1, key: '', reason: 'the list is empty' });
  return { words, problems: [...problems, ...shorten(file, wrong)] };
}

/** Reads a list that is known to have no problem: the same words, several times as fast. */
export function readCheckedList(text: string): WordList {
  const words = new Map<string, number>();
  for (const line of text.split('\n')) {
    const entry = line.trim();
    if (entry === '' || entry.startsWith('#')) continue;
    const tab = entry.indexOf('\t');
    if (tab < 0) words.set(entry, 0);
    else words.set(entry.slice(0, tab), Number(entry.slice(tab + 1)));
  }
  if (!IN_LATIN_1.test(text)) enterPlain(words);
  return words;
}

/** Text is searched in plain form, so "yıldız" is entered as "yildiz"; what a list says of the plain spelling itself counts more. */
function enterPlain(words: Map<string, number>): void {
  for (const [word, number] of [...words]) {
    if (IN_LATIN_1.test(word)) continue;
    const plain = plainSymbols(word);
    if (plain === word) continue;
    words.delete(word);
    if (!words.has(plain)) words.set(plain, number);
  }
}

function missingHeaders(file: string, lines: readonly string[]): RuleProblem[] {
  const end = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'));
  const header = lines.slice(0, end === -1 ? lines.length : end);
  return ['source', 'licence']
    .filter((key) => !header.some((line) => new RegExp(`^#\\s*${key}:\\s*\\S`, 'iu').test(line)))
    .map((key) => ({ file, line: 1, key, reason: `the list must begin with a comment line "# ${key}: ..."` }));
}

function wrongEntry(word: string, number: string, surplus: number, words: WordList): string | undefined {
  if (surplus > 0 || !/^\d{1,9}$/u.test(number)) return 'after the tab there must be one whole number';
  if (PLAIN.test(word)) return words.has(word) ? 'entry occurs twice' : undefined;
  if (word !== word.normalize('NFKC').toLowerCase()) return 'entries must be in lower case and in normal form NFKC';
  if (TYPOGRAPHIC.test(word)) return WRITE_PLAIN;
  return words.has(word) ? 'entry occurs twice' : undefined;
}

function shorten(file: string, problems: readonly RuleProblem[]): RuleProblem[] {
  const shown = problems.slice(0, MAX_PROBLEMS);
  const next = problems[MAX_PROBLEMS];
  if (next !== undefined)
    shown.push({ file, line: next.line, key: '', reason: `and ${problems.length - MAX_PROBLEMS} more like these` });
  return shown;
}
