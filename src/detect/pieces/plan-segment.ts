import type { CompiledRule, RuleSet } from '../../rules/types';
import { firstIndex } from '../first-index';
import { type Answer, answersTo, answersWithin } from '../questions/answers';
import { formsOfAnswers } from '../questions/read-answers';
import { speakerPatternsOf } from '../questions/turns';
import type { FieldText } from '../recognizers/fields';
import { headsOf, isKnownName } from '../recognizers/fields/heads';
import { rowsDefined } from '../recognizers/tables/defined-rows';
import { rowsInLines } from '../recognizers/tables/line-rows';
import { rowsInMarkup } from '../recognizers/tables/markup-rows';
import type { Row } from '../recognizers/tables/table';
import { rowsInBrackets } from '../recognizers/tables/tuples';
import { rowsInBlocks } from '../recognizers/tables/wiki-rows';
import { gapsWithinValues } from '../text/broken-values';
import { type NormalisedText, normalise } from '../text/normalise';
import { sequential } from '../text/sequential-string';
import { unwrapped } from '../text/soft-line-ends';
import type { Span } from '../types';
import type { SegmentToRead } from './equal-segments';
import { headOfList, headOfTable, LONGEST_HEAD } from './heads-behind-cuts';
import { MendedText } from './mended-text';

/** How a segment is cut into pieces that are read one by one. */

/**
 * Longest piece of text, in UTF-16 code units, that recognizers see at once, but for the head of a table in front: bounds their memory, and
 * time between checkpoints.
 */
export const PIECE = 65_536;

/**
 * How far both sides of a cut are read once more, for what the cut went through or parted from its label; in UTF-16 code
 * units. What is found in the inner half of them counts.
 */
const SEAM = 256;

interface Piece {
  readonly start: number;
  readonly text: string;
}

/** A row of a table, and where its head stands. */
interface HeadedRow extends Span {
  readonly head: Span;
  readonly lead: Span | undefined;
}

/** Rows under heads that the rules know, of each kind of tables in the order of the text. */
type Rows = readonly (readonly HeadedRow[])[];

function headedRows(text: string, rules: readonly CompiledRule[]): Rows {
  const heads = headsOf(rules);
  const placed = ({ start, end, table }: Row): HeadedRow => ({ start, end, head: table.head, lead: table.lead });
  return [rowsInBrackets, rowsInMarkup, rowsInBlocks, rowsDefined, rowsInLines].map((rowsIn) =>
    Array.from(rowsIn(text, heads), placed),
  );
}

/** How many rows begin in front of a place. */
function rowsBefore(rows: readonly HeadedRow[], place: number): number {
  return firstIndex(rows.length, (index) => (rows[index] as HeadedRow).start >= place);
}

/** A cut, or the beginning of the row that it would go through: what is left of a quoted cell cannot be told from rows. */
function inFrontOfRow(kinds: Rows, cut: number, start: number, limit: number): number {
  for (const rows of kinds) {
    const row = rows[rowsBefore(rows, cut) - 1];
    if (row !== undefined && row.end > cut && row.start > start && row.end - row.start <= limit) return row.start;
  }
  return cut;
}

/** The head of the table that goes on behind a place, where the rules know it. */
function knownHead(text: string, kinds: Rows, place: number): string {
  for (const rows of kinds) {
    const next = rowsBefore(rows, place);
    const { head, lead } = rows[next] ?? {};
    if (head === undefined || rows[next - 1]?.head !== head || head.end - head.start > LONGEST_HEAD) continue;
    const before = text.slice(head.start, head.end);
    return lead === undefined ? before : `${before};\n${text.slice(lead.start, lead.end)}`;
  }
  return '';
}

/** Cuts at the last blank line, else line end, else space, else comma before the limit, so that labels stay with their values. */
export function cutIntoPieces(text: string, limit = PIECE, rows: Rows = []): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  while (text.length - start > limit) {
    const window = text.slice(start, start + limit);
    const floor = limit >> 1;
    const cut =
      [
        window.lastIndexOf('\n\n') + 2,
        window.lastIndexOf('\n') + 1,
        window.lastIndexOf(' ') + 1,
        window.lastIndexOf(',') + 1,
      ].find((at) => at > floor) ?? (/[\uD800-\uDBFF]$/.test(window) ? limit - 1 : limit);
    const end = inFrontOfRow(rows, start + cut, start, limit);
    pieces.push({ start, text: sequential(text.slice(start, end)) });
    start = end;
  }
  pieces.push({ start, text: start === 0 ? text : sequential(text.slice(start)) });
  return pieces;
}

/** A piece of a segment's normalised text, and what of what is found in it counts; offsets in the segment's. */
interface PieceToRead extends Piece {
  counted<T extends Span>(span: T): T | readonly T[] | undefined;
  /** Which parts of it are values of fields. */
  readonly fields?: readonly FieldText[];
  /** It is read elsewhere, too, in its own place: here only what is not found there counts. */
  readonly isReadTwice?: true;
  /** It is read elsewhere, too, where values of it are broken: what is found here is the whole of what is found there. */
  readonly isMended?: true;
}

/** The text around each cut. */
function seamsOf(text: string, pieces: readonly Piece[]): PieceToRead[] {
  return pieces.slice(1).map(({ start: cut }) => {
    const start = Math.max(0, cut - SEAM);
    return {
      start,
      text: text.slice(start, cut + SEAM),
      counted: (span) => (span.start < cut + SEAM / 2 && span.end > cut - SEAM / 2 ? span : undefined),
    };
  });
}

/** The pieces, those that go on with a table or a list behind its head. */
function withHeads(text: string, pieces: readonly Piece[], rows: Rows): PieceToRead[] {
  let head = '';
  return pieces.map(({ start, text: piece }, index) => {
    const read = head === '' ? piece : sequential(head + piece);
    const from = start - head.length;
    const next = pieces[index + 1];
    if (next !== undefined) head = knownHead(text, rows, next.start) || headOfList(read, next.text) || headOfTable(read);
    return {
      start: from,
      text: read,
      counted: (span) => (span.end > start ? { ...span, start: Math.max(span.start, start) } : undefined),
    };
  });
}

export interface SegmentPlan {
  readonly normalised: NormalisedText;
  /** UTF-16 code units of the label in front. */
  readonly prefix: number;
  readonly pieces: readonly PieceToRead[];
}

/** Answers with what they answer in front. */
function withQuestions(text: string, answers: readonly Answer[]): PieceToRead[] {
  return formsOfAnswers(text, answers, PIECE / 2).map((form) => ({
    start: 0,
    text: sequential(form.text),
    fields: form.fields,
    isReadTwice: true,
    counted: (span) => {
      const place = form.placeOf(span);
      return place && { ...span, ...place };
    },
  }));
}

/** The surroundings of broken values, as if these were whole. */
function withoutGaps(text: string): PieceToRead[] {
  const gaps = gapsWithinValues(text);
  if (gaps.length === 0) return [];
  const mended = new MendedText(text, gaps);
  return cutIntoPieces(mended.text).map((piece) => ({
    start: 0,
    text: sequential(piece.text),
    isMended: true,
    counted: (span) =>
      mended.placesOf({ start: span.start + piece.start, end: span.end + piece.start }).map((place) => ({ ...span, ...place })),
  }));
}

/** What is to be read of a segment. A label is read as `label: text`, so that rules with labels work on JSON trees too. */
export function planSegment({ text, label, field, asked }: SegmentToRead, ruleSet: RuleSet): SegmentPlan {
  const prefix = label === undefined ? '' : `${label}: `;
  const normalised = unwrapped(normalise(prefix + text));
  const plan = { normalised, prefix: prefix.length };
  const read = normalised.text;
  if (asked !== undefined) return { ...plan, pieces: withQuestions(read, answersTo(asked, read)) };
  const rows = read.length > PIECE ? headedRows(read, ruleSet.rules) : [];
  const pieces = cutIntoPieces(read, PIECE, rows);
  const toRead = [...withHeads(read, pieces, rows), ...seamsOf(read, pieces)];
  const mended = withoutGaps(read);
  const heads = headsOf(ruleSet.rules);
  const words = { knows: (name: string) => isKnownName(heads, name), speakers: speakerPatternsOf(ruleSet) };
  const answers = withQuestions(read, answersWithin(read, words));
  const [first] = toRead;
  if (field === undefined || first === undefined || toRead.length > 1)
    return { ...plan, pieces: [...toRead, ...mended, ...answers] };
  const whole = { field, start: normalise(prefix).text.length, end: read.length };
  return { ...plan, pieces: [{ ...first, fields: [whole] }, ...mended, ...answers] };
}
