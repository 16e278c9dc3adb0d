import { type NormalisedText, normalise, toSource } from './normalise';
import type { PieceReader } from './read-piece';
import type { FieldText } from './recognizers/fields';
import { insertSorted, trimToWords, uncovered } from './resolve-overlaps';
import { sequential } from './sequential-string';
import type { Candidate, Rejected, Segment, Span } from './types';

/** Longest piece of text, in UTF-16 code units, that recognizers see at once, but for the head of a table in front: bounds their memory, and time between checkpoints. */
export const PIECE = 65_536;

/**
 * How far both sides of a cut are read once more, for what the cut went through or parted from its label; in UTF-16 code
 * units. What is found in the inner half of them counts.
 */
const SEAM = 256;

export interface SegmentDetection {
  /** Sorted, disjoint; offsets in the segment's own text. */
  readonly winners: readonly Candidate[];
  readonly rejected: readonly Rejected[];
}

interface Piece {
  readonly start: number;
  readonly text: string;
}

/** Cuts at the last blank line, else line end, else space before the limit, so that labels stay with their values. */
export function cutIntoPieces(text: string, limit = PIECE): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  while (text.length - start > limit) {
    const window = text.slice(start, start + limit);
    const floor = limit >> 1;
    const cut =
      [window.lastIndexOf('\n\n') + 2, window.lastIndexOf('\n') + 1, window.lastIndexOf(' ') + 1].find((at) => at > floor) ??
      (/[\uD800-\uDBFF]$/.test(window) ? limit - 1 : limit);
    pieces.push({ start, text: sequential(window.slice(0, cut)) });
    start += cut;
  }
  pieces.push({ start, text: start === 0 ? text : sequential(text.slice(start)) });
  return pieces;
}

function toSegment<T extends Candidate>(candidates: readonly T[], from: NormalisedText, shift: number, length: number): T[] {
  const mapped: T[] = [];
  for (const candidate of candidates) {
    const source = toSource(from, candidate.start, candidate.end);
    const start = Math.max(0, source.start - shift);
    const end = Math.min(length, source.end - shift);
    if (end > start) mapped.push({ ...candidate, start, end });
  }
  return mapped;
}

/** Adds what the winners so far do not cover; characters that normalise to several letters can belong to two candidates. */
function addUncovered(text: string, candidates: readonly Candidate[], winners: Candidate[]): void {
  for (const candidate of candidates) {
    for (const part of uncovered(candidate, winners)) {
      const whole = part.start === candidate.start && part.end === candidate.end;
      const kept = whole ? part : trimToWords(text, part);
      if (kept !== undefined) insertSorted(winners, { ...candidate, ...kept });
    }
  }
}

function keptOnes(winners: readonly Candidate[]): Rejected[] {
  return winners.filter(({ stays }) => stays === true).map((one) => ({ ...one, reason: 'the policy keeps it' }));
}

/** A piece of a segment's normalised text, and which of what is found in it counts. */
interface PieceToRead extends Piece {
  /** Where all of it is the value of one field. */
  readonly whole?: FieldText;
  counts(span: Span): boolean;
}

/** The text around each cut. */
function seamsOf(text: string, pieces: readonly Piece[]): PieceToRead[] {
  return pieces.slice(1).map(({ start: cut }) => {
    const start = Math.max(0, cut - SEAM);
    const counts = (span: Span): boolean => span.start < cut + SEAM / 2 && span.end > cut - SEAM / 2;
    return { start, text: text.slice(start, cut + SEAM), counts };
  });
}

/**
 * How many lines at its beginning may hold the head of a table, and how long they are at most, in UTF-16 code units: exports have
 * hundreds of columns.
 */
const HEAD = /^(?:[^\n]*\n){1,3}/;
const HEAD_LENGTH = 16_384;
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
function headOfTable(text: string): string {
  if (!text.endsWith('\n')) return '';
  const start = Math.min(...DELIMITERS.map((delimiter) => startOfLines(text, delimiter)));
  return HEAD.exec(text.slice(start, start + HEAD_LENGTH))?.[0] ?? '';
}

/** The pieces, those that go on with a table behind its head. */
function withHeads(pieces: readonly Piece[]): PieceToRead[] {
  let head = '';
  return pieces.map(({ start, text }, index) => {
    const read = head === '' ? text : sequential(head + text);
    const from = start - head.length;
    if (index + 1 < pieces.length) head = headOfTable(read);
    return { start: from, text: read, counts: ({ end }: Span): boolean => end > start };
  });
}

export interface SegmentPlan {
  readonly normalised: NormalisedText;
  /** UTF-16 code units of the label in front. */
  readonly prefix: number;
  readonly pieces: readonly PieceToRead[];
}

/** What is to be read of a segment. A label is read as `label: text`, so that rules with labels work on JSON trees too. */
export function planSegment({ text, label, field }: Segment): SegmentPlan {
  const prefix = label === undefined ? '' : `${label}: `;
  const normalised = normalise(prefix + text);
  const pieces = cutIntoPieces(normalised.text);
  const toRead = [...withHeads(pieces), ...seamsOf(normalised.text, pieces)];
  const plan = { normalised, prefix: prefix.length };
  const [first] = toRead;
  if (field === undefined || first === undefined || toRead.length > 1) return { ...plan, pieces: toRead };
  return { ...plan, pieces: [{ ...first, whole: { field, start: normalise(prefix).text.length } }] };
}

/**
 * Finds PHI in one segment, by itself: nothing of other segments is known here, so a segment's result never depends on what follows
 * it in the request.
 */
export function detectSegment(segment: Segment, read: PieceReader): SegmentDetection {
  const { normalised, prefix, pieces } = planSegment(segment);
  const winners: Candidate[] = [];
  const rejected: Rejected[] = [];
  for (const piece of pieces) {
    const found = read(piece);
    const placed = <T extends Candidate>(list: readonly T[]): T[] => {
      const shifted = list.map((one) => ({ ...one, start: one.start + piece.start, end: one.end + piece.start }));
      return toSegment(shifted.filter(piece.counts), normalised, prefix, segment.text.length);
    };
    const replaced = found.winners.filter(({ stays }) => stays !== true);
    addUncovered(segment.text, placed(replaced), winners);
    rejected.push(...placed([...found.rejected, ...keptOnes(found.winners)]));
  }
  return { winners, rejected };
}
