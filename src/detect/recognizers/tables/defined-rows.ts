import type { Span } from '../../types';
import type { Heads } from '../fields/heads';
import { type Row, type Table, tableUnder } from './table';
import { type Tuple, tupleAt } from './tuples';

/**
 * Rows whose columns are named elsewhere: in the definition of their table (`CREATE TABLE p (mrn int, …)` and `INSERT INTO p VALUES (…), (…)`, as
 * dumps have it) or class (`record P(String mrn, …)` and `new P(…)`), or behind them (`(VALUES (…), (…)) AS v(mrn, …)`).
 */

const DEFINITION =
  /\b(?:CREATE (?:TEMP(?:ORARY)? )?TABLE (?:IF NOT EXISTS )?|record |case class |data class |struct )[`"[]?(?<name>[\w.]{1,80})[`"\]]?\s{0,4}\(/gi;
const NAMED_TUPLE = /\bnamedtuple\(\s{0,4}["'](?<name>\w{1,80})["'],\s{0,4}\[/g;
/** Longest definition, in UTF-16 code units, and most parts of one. */
const LONGEST = 16_384;
const MOST_PARTS = 500;
/** From where on within one that has no end another is begun. */
const BEGUN_AGAIN = 2000;
/** What is no column among the parts of a table's definition. */
const NO_COLUMN = /^\s*(?:PRIMARY|FOREIGN|UNIQUE|CONSTRAINT|KEY|INDEX|CHECK|FULLTEXT)\b/i;
/** The name in a part: "mrn varchar(20)", "String mrn", "val mrn: String". */
const TYPED = /^\s*(?:va[lr] )?[`"[']?(?<before>[A-Za-z_]\w{0,60})[`"\]']?(?:\s*:|\s{1,20}(?=[A-Za-z]{2,20}\b(?:[\s(,]|$))|\s*$)/;
const TYPE_FIRST = /^\s*(?:String|int|Integer|long|Long|LocalDate|Date|double|UUID)\s{1,4}(?<behind>[A-Za-z_]\w{0,60})\s*$/;
/** What stands in front of the rows of a table, and of an object. */
const BEFORE_ROWS =
  /\bINSERT (?:IGNORE )?INTO [`"[]?(?<table>[\w.]{1,80})[`"\]]? VALUES\s{0,20}(?=\()|\b(?<type>[A-Z]\w{1,60})(?=\()|\bVALUES\s{1,20}(?=\()/gi;
const BETWEEN_ROWS = /\s{0,20},\s{0,20}(?=\()/y;
const BEHIND_ROWS = /\s{0,20}\)\s{0,4}(?:AS\s{1,4})?\w{1,60}\s{0,4}(?=\()/iy;

/** The parts of a list in brackets, which may hold others. */
function partsFrom(text: string, start: number): Span[] {
  const parts: Span[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < text.length && at - start < LONGEST && parts.length < MOST_PARTS; at += 1) {
    const character = text.charAt(at);
    if (character === '(' || character === '[') depth += 1;
    else if (character === ')' || character === ']') depth -= 1;
    if (depth < 0) return [...parts, { start: from, end: at }];
    if (character !== ',' || depth > 0) continue;
    parts.push({ start: from, end: at });
    from = at + 1;
  }
  return [];
}

function nameOf(text: string, part: Span): Span[] {
  const written = text.slice(part.start, part.end);
  if (NO_COLUMN.test(written)) return [];
  const groups = (TYPE_FIRST.exec(written) ?? TYPED.exec(written))?.groups ?? {};
  const name = groups['behind'] ?? groups['before'];
  if (name === undefined) return [{ start: part.start, end: part.start }];
  const start = part.start + (groups['behind'] === undefined ? written.indexOf(name) : written.lastIndexOf(name));
  return [{ start, end: start + name.length }];
}

function tableOf(text: string, head: Span, cells: readonly Span[], heads: Heads): Table | undefined {
  if (cells.length < 2) return undefined;
  const table = tableUnder(text, { start: head.start, cells }, heads, { delimiter: ',', head });
  // What names the columns is a definition, no line of heads.
  return table && { ...table, heads: [] };
}

function tablesDefined(text: string, heads: Heads): ReadonlyMap<string, Table> {
  const tables = new Map<string, Table>();
  for (const pattern of [DEFINITION, NAMED_TUPLE]) {
    let read = 0;
    for (const { 0: led, index, groups } of text.matchAll(pattern)) {
      if (index < read) continue;
      const parts = partsFrom(text, index + led.length);
      read = parts.at(-1)?.end ?? index + BEGUN_AGAIN;
      const head = { start: index, end: parts.at(-1)?.end ?? index };
      const cells = parts.flatMap((part) => nameOf(text, part));
      const table = tableOf(text, { start: head.start, end: head.end + 1 }, cells, heads);
      if (table !== undefined) tables.set((groups?.['name'] ?? '').toLowerCase(), table);
    }
  }
  return tables;
}

function* tuplesFrom(text: string, start: number): Generator<Tuple> {
  for (let at = start; ; ) {
    const tuple = tupleAt(text, at);
    if (typeof tuple === 'number') return;
    yield tuple;
    BETWEEN_ROWS.lastIndex = tuple.end;
    const between = BETWEEN_ROWS.exec(text)?.[0];
    if (between === undefined) return;
    at = tuple.end + between.length;
  }
}

/** The table whose columns are named behind its rows. */
function namedBehind(text: string, end: number, heads: Heads): Table | undefined {
  BEHIND_ROWS.lastIndex = end;
  const led = BEHIND_ROWS.exec(text)?.[0];
  const names = led === undefined ? undefined : tupleAt(text, end + led.length);
  return names === undefined || typeof names === 'number' ? undefined : tableOf(text, names, names.cells, heads);
}

/** The definition itself is none of the rows. */
const outside = (table: Table | undefined, start: number): Table | undefined =>
  table !== undefined && (start < table.head.start || start >= table.head.end) ? table : undefined;

/** The rows of such tables. Linear in the text. */
export function* rowsDefined(text: string, heads: Heads): Generator<Row> {
  const tables = tablesDefined(text, heads);
  if (tables.size === 0 && !/\bVALUES\b/i.test(text)) return;
  let read = 0;
  for (const { 0: led, index, groups } of text.matchAll(BEFORE_ROWS)) {
    const start = index + led.length;
    const name = groups?.['table'] ?? groups?.['type'];
    const defined = tables.get(name?.toLowerCase() ?? '');
    if (start < read || (name !== undefined && defined === undefined)) continue;
    const tuples = Array.from(tuplesFrom(text, start));
    read = tuples.at(-1)?.end ?? start;
    const known = name === undefined ? namedBehind(text, read, heads) : outside(defined, start);
    if (known === undefined) continue;
    const table = { ...known, lead: { start: index, end: start } };
    yield* tuples.filter(({ cells }) => cells.length === table.width).map((tuple) => ({ ...tuple, table }));
  }
}
