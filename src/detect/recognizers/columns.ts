import type { CompiledRule } from '../../rules/types';
import type { Candidate, MatchText, Span } from '../types';
import { linesOf, rowFrom } from './rows';

/**
 * Tables: Markdown, CSV, TSV and other delimited lines, and columns that spaces align. What stands in a column is told by its head,
 * which a bare number in a cell does not repeat. Which heads mean what is data of the rules (`columns`).
 */

const DELIMITERS = ['|', '\t', ';', ','] as const;
/** Between aligned cells stand two spaces or more. */
const ALIGNED = '  ';
type Delimiter = (typeof DELIMITERS)[number] | typeof ALIGNED;
const WAYS: readonly Delimiter[] = [...DELIMITERS, ALIGNED];
/** Longest cell that counts as a value, in UTF-16 code units. */
const LONGEST_CELL = 80;
const SCORE = 0.9;
/** Lines under a head at most; bounds the work on text that only looks like a table. */
const MOST_ROWS = 10_000;
const RULER = /^[\s|:+=-]+$/;
const EMPTY = /^(?:n\/?a|none|null|nil|unknown|-+|x+|\[.*\]|<.*>|\{.*\})?$/i;

interface Head {
  readonly rule: CompiledRule;
  readonly isDoubtful: boolean;
}

interface Column {
  readonly rule: CompiledRule;
  readonly index: number;
  /** Where its head stands in its line. */
  readonly from: number;
  readonly to: number;
  /** No other stands in front of it. */
  readonly isFirst: boolean;
  /** Its cells are a family or a given name alone. */
  readonly isPartOfName: boolean;
  /** Its cells are names of users, which need not hold a digit. */
  readonly isLogin: boolean;
}

class Heads {
  readonly byName: ReadonlyMap<string, Head>;
  /** The first and the last characters of the names together: most cells can be told by these that they are no heads. */
  private readonly ends: ReadonlySet<number>;

  constructor(byName: ReadonlyMap<string, Head>) {
    this.byName = byName;
    this.ends = new Set(Array.from(byName.keys(), (name) => endsKey(name.charCodeAt(0), name.charCodeAt(name.length - 1))));
  }

  /** The head of a cell by its name, if it is one. */
  in(text: string, cell: Span): { readonly name: string; readonly head: Head } | undefined {
    if (!this.mayBeHead(text, cell)) return undefined;
    const name = headName(text, cell);
    const head = this.byName.get(name);
    return head && { name, head };
  }

  private mayBeHead(text: string, { start, end }: Span): boolean {
    let from = start;
    let to = end - 1;
    while (from < end && NAME_CODES[text.charCodeAt(from)] === 0) from += 1;
    while (to > from && NAME_CODES[text.charCodeAt(to)] === 0) to -= 1;
    if (from === end) return false;
    const first = NAME_CODES[text.charCodeAt(from)];
    const last = NAME_CODES[text.charCodeAt(to)];
    // What the letters beyond ASCII become in lower case is not told here.
    return first === undefined || last === undefined || this.ends.has(endsKey(first, last));
  }
}

const endsKey = (first: number, last: number): number => first * 128 + last;

/** By ASCII character the lower-case letter or digit that it is in a name, or 0. */
const NAME_CODES = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code).toLowerCase();
  return /[a-z0-9]/.test(character) ? character.charCodeAt(0) : 0;
});

/** Heads of a rule set. Kept as long as the rules: they depend on nothing else. */
const headsByRules = new WeakMap<readonly CompiledRule[], Heads>();

function headsOf(rules: readonly CompiledRule[]): Heads {
  const known = headsByRules.get(rules);
  if (known !== undefined) return known;
  const byName = new Map<string, Head>();
  for (const rule of rules) {
    for (const name of rule.columns ?? []) {
      const isDoubtful = name.endsWith('?');
      byName.set(isDoubtful ? name.slice(0, -1) : name, { rule, isDoubtful });
    }
  }
  const heads = new Heads(byName);
  // Last: the time limit may stop this half-way, and half of the heads must not be kept.
  headsByRules.set(rules, heads);
  return heads;
}

const QUOTE = '"'.charCodeAt(0);

function alignedCells(text: string, line: Span): Span[] {
  return Array.from(text.slice(line.start, line.end).matchAll(/\S{1,200}(?: \S{1,200}){0,40}/g), ({ 0: cell, index }) => ({
    start: line.start + index,
    end: line.start + index + cell.length,
  }));
}

/** The cells of a line, as spans of the text. Quoted cells may hold the delimiter. */
function cellsOf(text: string, line: Span, delimiter: Delimiter): Span[] {
  if (delimiter === ALIGNED) return alignedCells(text, line);
  const cells: Span[] = [];
  const delimiterCode = delimiter.charCodeAt(0);
  let start = line.start;
  let isQuoted = false;
  for (let at = line.start; at < line.end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) isQuoted = !isQuoted;
    if (code !== delimiterCode || isQuoted) continue;
    cells.push({ start, end: at });
    start = at + 1;
  }
  cells.push({ start, end: line.end });
  return cells;
}

/** The value in a cell, without blanks, quotes and marks of emphasis around it. */
function cellValue(text: string, cell: Span): Span | undefined {
  const inner = text.slice(cell.start, cell.end);
  const value = inner.replace(/^[\s"'*`]+|[\s"'*`]+$/g, '');
  if (value.length > LONGEST_CELL || EMPTY.test(value)) return undefined;
  const start = cell.start + inner.indexOf(value);
  return { start, end: start + value.length };
}

const headName = (text: string, cell: Span): string =>
  text
    .slice(cell.start, cell.end)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/**
 * Aligned heads are at least three, none of them with a time or a number. Between two cells stands more than a space, or they are cut
 * where they are longer than a cell can be: in 41 words, or 200 characters without a blank.
 */
function mayBeAligned(text: string, line: Span): boolean {
  const whole = text.slice(line.start, line.end);
  return (whole.length > 160 || /\s\s|[^\S ]/.test(whole)) && !/\d\d|:/.test(whole);
}

/** The columns that a line is the head of; none unless one is beyond doubt and two cells stand in it. */
function columnsOf(text: string, line: Span, delimiter: Delimiter, heads: Heads): Column[] {
  if (delimiter === ALIGNED && !mayBeAligned(text, line)) return [];
  const cells = cellsOf(text, line, delimiter);
  if (cells.length < (delimiter === ALIGNED ? 3 : 2)) return [];
  const found = cells.flatMap((cell, index) => {
    const known = heads.in(text, cell);
    return known === undefined ? [] : [{ ...known, cell, index }];
  });
  if (found.length < (delimiter === ALIGNED ? 2 : 1) || found.every(({ head }) => head.isDoubtful)) return [];
  const first = cells.findIndex((cell) => headName(text, cell) !== '');
  return found.map(({ name, head, cell, index }) => ({
    rule: head.rule,
    from: cell.start - line.start,
    to: cell.end - line.start,
    index,
    isLogin: /\b(?:user|login)/.test(name),
    isFirst: index === first,
    isPartOfName: /last|first|sur|family|given|middle|[lf]name/.test(name),
  }));
}

/** One to five words of letters that begin with a capital. */
const NAME_CELL = /^\p{Lu}[\p{L}\p{M}.']*(?:,? (?:\p{L}[\p{L}\p{M}.'-]*)|-\p{L}[\p{L}\p{M}.']*){0,4}$/u;
/** Names of fields and words in capitals that no name is made of. */
const CODE_CELL = /[a-z][A-Z]|_/;

/** "| Address | 1500 S Elm |" below "| Patient | Roe, Ann |": rows may have heads of their own. */
function isHeadOfRow(text: string, value: Span, { rule, isFirst, isPartOfName }: Column, heads: Heads): boolean {
  return rule.entity === 'NAME' && isFirst && !isPartOfName && heads.in(text, value) !== undefined;
}

/** Amounts, shares and results that stand in columns with heads of more than one meaning. */
const QUANTITY = /^[-+<>$¤£ ]{0,4}\d{0,3}(?:,\d{3}){0,4}\.\d{1,3}%?$|^[$¤£]|\d ?%|^\d{1,3}(?:,\d{3})+$/;

/** A user's name; not that of a program. */
const LOGIN =
  /^(?!(?:svc|srv|etl|app|sys|system|batch|job|cron|root|test|bot|api|admin|interface|scheduler|none|null)(?:[_.-]|\d|$))[a-z][a-z0-9._-]{2,24}$/;

/** One word, or groups that hold digits. */
const CODE = /^[#*]?[\p{L}\d][^\s]{0,60}(?: [^\s]{0,20}\d[^\s]{0,20}){0,5}(?: [A-Z])?$/u;

/** What a cell must look like to be a value of the entity. */
function mayBeValue(value: string, { rule: { entity }, isLogin }: Column): boolean {
  if (isLogin && LOGIN.test(value)) return true;
  if (entity === 'AGE') return /^(?:9\d|1[01]\d|12[0-5])(?!\d)\D{0,8}$/.test(value);
  if (entity === 'DATE') return /\d[/.-]\d|\d{8}|\p{L}{3}.{0,4}\d|\d.{0,3}\p{L}{3}/u.test(value);
  if (entity === 'NAME') return NAME_CELL.test(value) && !CODE_CELL.test(value.replace(/\b(?:Mc|Mac|De|La|Le|O')/g, ''));
  if (QUANTITY.test(value)) return false;
  if (entity === 'PHONE' || entity === 'FAX') return /^\D{0,6}\d(?:[\s().x-]{0,4}\d){2,14}$/i.test(value);
  if (entity === 'VEHICLE') return /\d/.test(value) && /\p{L}/u.test(value) && value.length <= 20;
  if (entity === 'ORG') return /\p{L}{3}/u.test(value);
  if (entity === 'ADDRESS') return /\p{L}{3}|\d{5}/u.test(value);
  return /(?:\d.{0,20}){3}/.test(value) && CODE.test(value);
}

interface Table {
  readonly delimiter: Delimiter;
  readonly columns: readonly Column[];
  rows: number;
}

function openTable(text: string, line: Span, heads: Heads): Table | undefined {
  for (const delimiter of WAYS) {
    const columns = columnsOf(text, line, delimiter, heads);
    if (columns.length > 0) return { delimiter, columns, rows: 0 };
  }
  return undefined;
}

/** The row that begins with a line: where cells may be quoted, they may go over several. */
function rowOf(text: string, line: Span, delimiter: Delimiter | undefined): Span {
  return delimiter === undefined || delimiter === ALIGNED || delimiter === '|' ? line : rowFrom(text, line);
}

function cellCandidates(text: string, line: Span, table: Table, heads: Heads): Candidate[] | undefined {
  const { delimiter, columns } = table;
  const cells = cellsOf(text, line, delimiter);
  if (cells.length < 2) return undefined;
  return columns.flatMap((column) => {
    const { rule, index, from, to } = column;
    const under = ({ start, end }: Span): boolean => start - line.start < to && end - line.start > from;
    const cell = delimiter === ALIGNED ? cells.find(under) : cells[index];
    const value = cell && cellValue(text, cell);
    if (value === undefined || !mayBeValue(text.slice(value.start, value.end), column)) return [];
    if (isHeadOfRow(text, value, column, heads)) return [];
    const evidence = { base: SCORE, note: 'the head of its column' };
    const { entity, id, priority } = rule;
    return [{ ...value, entity, score: SCORE, rule: id, pattern: 'column', priority, evidence }];
  });
}

/** Finds the cells of columns whose heads the rules name. Linear in the text. */
export function recognizeColumns({ text }: MatchText, rules: readonly CompiledRule[], checkpoint: () => void): Candidate[] {
  const heads = headsOf(rules);
  if (heads.byName.size === 0) return [];
  const candidates: Candidate[] = [];
  let table: Table | undefined;
  let row: Span = { start: 0, end: -1 };
  for (const line of linesOf(text)) {
    if (line.start <= row.end) continue;
    if (table === undefined) {
      table = openTable(text, line, heads);
      continue;
    }
    if (RULER.test(text.slice(line.start, line.end)) && line.end > line.start) continue;
    row = rowOf(text, line, table.delimiter);
    const found: Candidate[] | undefined = cellCandidates(text, row, table, heads);
    table.rows += 1;
    if (found === undefined || table.rows > MOST_ROWS) {
      row = line;
      table = openTable(text, line, heads);
      continue;
    }
    checkpoint();
    candidates.push(...found);
  }
  return candidates;
}

/** Commas in prose part fewer cells than a table has. */
const FEWEST_BY_COMMA = 3;

/** The cells of each row that has as many as its head, but for aligned ones. */
export function* cellsOfRows(text: string, rules: readonly CompiledRule[]): Generator<readonly Span[]> {
  const heads = headsOf(rules);
  let delimiter: Delimiter | undefined;
  let width = 0;
  let row: Span = { start: 0, end: -1 };
  for (const line of linesOf(text)) {
    if (line.start <= row.end) continue;
    row = rowOf(text, line, delimiter);
    const cells = delimiter === undefined ? [] : cellsOf(text, row, delimiter);
    if (cells.length < 2) {
      row = line;
      delimiter = openTable(text, line, heads)?.delimiter;
      width = delimiter === undefined ? 0 : cellsOf(text, line, delimiter).length;
    } else if (cells.length === width && delimiter !== ALIGNED && (delimiter !== ',' || width >= FEWEST_BY_COMMA)) yield cells;
  }
}
