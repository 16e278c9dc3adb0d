import type { RuleSet } from '../../rules/types';
import { firstIndex } from '../first-index';
import { type NormalisedText, toSource } from '../text/normalise';
import type { Candidate, Rejected } from '../types';
import { insertSorted, remainsOf, uncovered } from '../winners/resolve-overlaps';
import type { SegmentToRead } from './equal-segments';
import { planSegment } from './plan-segment';
import type { PieceReader } from './read-piece';

export interface SegmentDetection {
  /** Sorted, disjoint; offsets in the segment's own text. */
  readonly winners: readonly Candidate[];
  readonly rejected: readonly Rejected[];
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
    for (const part of remainsOf(text, candidate, winners)) insertSorted(winners, { ...candidate, ...part });
  }
}

/** Whether a candidate is no other reading of what was found, nor more of it, unless of a name. */
function isNewIn(candidate: Candidate, winners: readonly Candidate[]): boolean {
  const [part] = uncovered(candidate, winners);
  return candidate.entity === 'NAME' || (part?.start === candidate.start && part.end === candidate.end);
}

/** Adds a value that is broken in the text as a whole, in place of parts of it that were found. */
function addWhole(text: string, candidate: Candidate, winners: Candidate[]): void {
  let { start, end } = candidate;
  const first = firstIndex(winners.length, (index) => (winners[index] as Candidate).end > candidate.start);
  let behind = first;
  while ((winners[behind]?.start ?? candidate.end) < candidate.end) behind += 1;
  const others: Candidate[] = [];
  for (const winner of winners.slice(first, behind)) {
    if (winner.start <= candidate.start && winner.end >= candidate.end) return;
    const isWithin = winner.start >= candidate.start && winner.end <= candidate.end;
    if (isWithin) continue;
    if (winner.entity === candidate.entity) {
      start = Math.min(start, winner.start);
      end = Math.max(end, winner.end);
    } else others.push(winner);
  }
  winners.splice(first, behind - first, ...others);
  addUncovered(text, [{ ...candidate, start, end }], winners);
}

function keptOnes(winners: readonly Candidate[]): Rejected[] {
  return winners.filter(({ stays }) => stays === true).map((one) => ({ ...one, reason: 'the policy keeps it' }));
}

/**
 * Finds PHI in one segment, by itself: nothing of other segments is known here, so a segment's result never depends on what follows
 * it in the request.
 */
export function detectSegment(segment: SegmentToRead, read: PieceReader, ruleSet: RuleSet): SegmentDetection {
  const { normalised, prefix, pieces } = planSegment(segment, ruleSet);
  const winners: Candidate[] = [];
  const rejected: Rejected[] = [];
  for (const piece of pieces) {
    const found = read(piece);
    const placed = <T extends Candidate>(list: readonly T[]): T[] => {
      const shifted = list.map((one) => ({ ...one, start: one.start + piece.start, end: one.end + piece.start }));
      const counted = shifted.flatMap((one) => piece.counted(one) ?? []);
      return toSegment(counted, normalised, prefix, segment.text.length);
    };
    const replaced = placed(found.winners.filter(({ stays }) => stays !== true));
    if (piece.isMended) {
      for (const candidate of replaced) addWhole(segment.text, candidate, winners);
    } else addUncovered(segment.text, piece.isReadTwice ? replaced.filter((one) => isNewIn(one, winners)) : replaced, winners);
    rejected.push(...placed([...found.rejected, ...keptOnes(found.winners)]));
  }
  return { winners, rejected };
}
