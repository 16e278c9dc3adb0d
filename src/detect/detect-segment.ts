import type { CompiledRule, RecognizerKind, RuleSet, WordList } from '../rules/types';
import { createMatchText } from './match-text';
import { type NormalisedText, normalise, toSource } from './normalise';
import { recognizeDate } from './recognizers/date';
import { recognizeDictionary } from './recognizers/dictionary';
import { recognizeName } from './recognizers/name';
import { recognizePattern } from './recognizers/pattern';
import { recognizePhone } from './recognizers/phone';
import { resolveOverlaps } from './resolve-overlaps';
import type { Candidate, MatchText, Recognizer, RecognizerContext, Rejected, Segment } from './types';

/** Longest piece of text, in UTF-16 code units, that recognizers see at once: bounds their memory, and time between checkpoints. */
const PIECE = 65_536;

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
      limit;
    pieces.push({ start, text: window.slice(0, cut) });
    start += cut;
  }
  pieces.push({ start, text: text.slice(start) });
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
  return candidates;
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

/**
 * Finds PHI in one segment, by itself: nothing of other segments is known here, so a segment's result never depends on what follows
 * it in the request. A label is read as `label: text`, so that rules with labels work on JSON trees too.
 */
export function detectSegment(segment: Segment, ruleSet: RuleSet, checkpoint: () => void): SegmentDetection {
  const prefix = segment.label === undefined ? '' : `${segment.label}: `;
  const normalised = normalise(prefix + segment.text);
  const winners: Candidate[] = [];
  const rejected: Rejected[] = [];
  for (const piece of cutIntoPieces(normalised.text)) {
    const resolved = resolveOverlaps(piece.text, recognizePiece(createMatchText(piece.text), ruleSet, checkpoint));
    const shifted = <T extends Candidate>(list: readonly T[]): T[] =>
      list.map((one) => ({ ...one, start: one.start + piece.start, end: one.end + piece.start }));
    winners.push(...toSegment(shifted(resolved.winners), normalised, prefix.length, segment.text.length));
    rejected.push(...toSegment(shifted(resolved.rejected), normalised, prefix.length, segment.text.length));
  }
  return { winners, rejected };
}
