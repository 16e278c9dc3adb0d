import type { CompiledRule, RecognizerKind, RuleSet, WordList } from '../rules/types';
import { createMatchText } from './match-text';
import { type NormalisedText, normalise, toSource } from './normalise';
import { recognizeColumns } from './recognizers/columns';
import { recognizeDate } from './recognizers/date';
import { recognizeDictionary } from './recognizers/dictionary';
import { recognizeName } from './recognizers/name';
import { recognizePattern } from './recognizers/pattern';
import { recognizePhone } from './recognizers/phone';
import { recognizeSiblings } from './recognizers/siblings';
import { insertSorted, trimToWords, uncovered } from './resolve-overlaps';
import { sequential } from './sequential-string';
import { arbitrate } from './tagger/arbitrate';
import type { Candidate, MatchText, Recognizer, RecognizerContext, Rejected, Segment, Span } from './types';

/** Longest piece of text, in UTF-16 code units, that recognizers see at once: bounds their memory, and time between checkpoints. */
const PIECE = 65_536;

/**
 * How far both sides of a cut are read once more, for what the cut went through or parted from its label; in UTF-16 code
 * units. What is found in the inner half of them counts.
 */
const SEAM = 256;

const RECOGNIZERS: Readonly<Record<RecognizerKind, Recognizer>> = {
  pattern: recognizePattern,
  dictionary: recognizeDictionary,
  phone: recognizePhone,
  date: recognizeDate,
  name: recognizeName,
};

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

function createContext(rule: CompiledRule, ruleSet: RuleSet, checkpoint: () => void): RecognizerContext {
  return {
    rule,
    ruleSet,
    checkpoint,
    list(name: string): WordList {
      const list = ruleSet.lists.get(name);
      if (list === undefined) throw new Error(`rule ${rule.id} needs the list ${name}`);
      return list;
    },
  };
}

function recognizePiece(text: MatchText, ruleSet: RuleSet, checkpoint: () => void): Candidate[] {
  const candidates: Candidate[] = [];
  for (const rule of ruleSet.rules) {
    checkpoint();
    for (const candidate of RECOGNIZERS[rule.recognizer](text, createContext(rule, ruleSet, checkpoint))) {
      const value = text.lower.slice(candidate.start, candidate.end);
      if (!rule.allowList.has(value)) candidates.push(candidate);
    }
  }
  candidates.push(...recognizeColumns(text, ruleSet.rules, checkpoint));
  return [...candidates, ...recognizeSiblings(text, candidates, checkpoint)];
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

/** The text around each cut. */
function seamsOf(text: string, pieces: readonly Piece[]): { readonly piece: Piece; readonly cut: number }[] {
  return pieces.slice(1).map(({ start: cut }) => {
    const start = Math.max(0, cut - SEAM);
    return { piece: { start, text: text.slice(start, cut + SEAM) }, cut };
  });
}

/**
 * Finds PHI in one segment, by itself: nothing of other segments is known here, so a segment's result never depends on what follows
 * it in the request. A label is read as `label: text`, so that rules with labels work on JSON trees too.
 */
export function detectSegment(segment: Segment, ruleSet: RuleSet, checkpoint: () => void): SegmentDetection {
  const prefix = segment.label === undefined ? '' : `${segment.label}: `;
  const normalised = normalise(prefix + segment.text);
  const winners: Candidate[] = [];
  const rejected: Rejected[] = [];
  const read = (piece: Piece, counts: (span: Span) => boolean): void => {
    const resolved = arbitrate(piece.text, recognizePiece(createMatchText(piece.text), ruleSet, checkpoint), ruleSet);
    const placed = <T extends Candidate>(list: readonly T[]): T[] => {
      const shifted = list.map((one) => ({ ...one, start: one.start + piece.start, end: one.end + piece.start }));
      return toSegment(shifted.filter(counts), normalised, prefix.length, segment.text.length);
    };
    const replaced = resolved.winners.filter(({ stays }) => stays !== true);
    addUncovered(segment.text, placed(replaced), winners);
    rejected.push(...placed([...resolved.rejected, ...keptOnes(resolved.winners)]));
  };
  const pieces = cutIntoPieces(normalised.text);
  for (const piece of pieces) read(piece, () => true);
  for (const { piece, cut } of seamsOf(normalised.text, pieces))
    read(piece, ({ start, end }) => start < cut + SEAM / 2 && end > cut - SEAM / 2);
  return { winners, rejected };
}
