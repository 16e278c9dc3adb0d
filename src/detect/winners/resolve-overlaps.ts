import { firstIndex } from '../first-index';
import { isAlphanumeric } from '../text/character-class';
import type { Candidate, Rejected, Span } from '../types';

/** A candidate scoring less is dropped. */
export const THRESHOLD = 0.5;

const BANDS = [0.9, 0.7, THRESHOLD];

function band(score: number): number {
  const index = BANDS.findIndex((floor) => score >= floor - 1e-9);
  return index < 0 ? BANDS.length : index;
}

/**
 * The precedence of overlapping candidates: the surer band of score first (0.9 and more, 0.7 and more, 0.5 and more), then what is
 * replaced before what the policy keeps, then the longer, then the rule's priority, then the score, then the earlier, then the rule's name.
 */
export function comparePrecedence(left: Candidate, right: Candidate): number {
  return (
    band(left.score) - band(right.score) ||
    Number(left.stays === true) - Number(right.stays === true) ||
    right.end - right.start - (left.end - left.start) ||
    right.priority - left.priority ||
    right.score - left.score ||
    left.start - right.start ||
    (left.rule < right.rule ? -1 : Number(left.rule > right.rule))
  );
}

/** Parts of `span` that none of `taken` (sorted, disjoint) covers. */
export function uncovered(span: Span, taken: readonly Span[]): Span[] {
  const parts: Span[] = [];
  let start = span.start;
  for (let index = firstEndingAfter(taken, span.start); index < taken.length; index += 1) {
    const other = taken[index];
    if (other === undefined || other.start >= span.end) break;
    if (other.start > start) parts.push({ start, end: other.start });
    start = Math.max(start, other.end);
  }
  if (start < span.end) parts.push({ start, end: span.end });
  return parts;
}

function firstEndingAfter(taken: readonly Span[], offset: number): number {
  return firstIndex(taken.length, (index) => (taken[index] as Span).end > offset);
}

/** Inserts into a sorted, disjoint list. */
export function insertSorted<T extends Span>(taken: T[], span: T): void {
  taken.splice(firstEndingAfter(taken, span.start), 0, span);
}

/** The part without white space and separators at its edges; undefined when no letter or digit is in it. */
export function trimToWords(text: string, { start, end }: Span): Span | undefined {
  // Most have nothing to be trimmed.
  if (start < end && isAlphanumeric(text.charCodeAt(start)) && isAlphanumeric(text.charCodeAt(end - 1))) return { start, end };
  const inner = text.slice(start, end);
  const first = inner.search(/[\p{L}\p{N}]/u);
  if (first < 0) return undefined;
  const tail = /[^\p{L}\p{N}]*$/u.exec(inner.slice(first))?.[0].length ?? 0;
  return { start: start + first, end: end - tail };
}

/** What none of `taken` (sorted, disjoint) covers: the span as it is, or its parts without white space and separators at their edges. */
export function remainsOf(text: string, span: Span, taken: readonly Span[]): Span[] {
  return uncovered(span, taken).flatMap((part) => {
    const isWhole = part.start === span.start && part.end === span.end;
    return isWhole ? part : (trimToWords(text, part) ?? []);
  });
}

/** Candidates of one entity that overlap become one: recognizers often find a part each. What stays is merged apart. */
function mergeSameEntity(candidates: readonly Candidate[]): Candidate[] {
  const byEntity = new Map<string, Candidate[]>();
  const keyOf = ({ entity, stays }: Candidate): string => (stays === true ? `${entity} stays` : entity);
  for (const candidate of [...candidates].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const list = byEntity.get(keyOf(candidate)) ?? [];
    byEntity.set(keyOf(candidate), list);
    const last = list.at(-1);
    if (last !== undefined && candidate.start < last.end) {
      const better = comparePrecedence(last, candidate) <= 0 ? last : candidate;
      list[list.length - 1] = { ...better, start: last.start, end: Math.max(last.end, candidate.end) };
    } else list.push(candidate);
  }
  return [...byEntity.values()].flat();
}

const POSSESSIVE = /^['\u2019]s$/i;

/** Gives the end of a possessive that is left ("Gus's" of "Gus") to the winner in front: an "s" by itself says nothing. */
function takesPossessive(text: string, winners: Candidate[], { start, end }: Span): boolean {
  if (end - start !== 2 || !POSSESSIVE.test(text.slice(start, end))) return false;
  const index = firstEndingAfter(winners, start) - 1;
  const winner = winners[index];
  if (winner?.end !== start || winner.stays === true) return false;
  winners[index] = { ...winner, end };
  return true;
}

function keepRest(text: string, winners: Candidate[], rest: Candidate): void {
  const trimmed = trimToWords(text, rest);
  if (trimmed !== undefined && !takesPossessive(text, winners, rest)) insertSorted(winners, { ...rest, ...trimmed });
}

/**
 * Turns overlapping candidates into sorted, disjoint ones that cover the same letters and digits: a loser keeps what no winner
 * covers, so a replaced character is never given back.
 *
 * @param text the text that the offsets refer to
 */
export function resolveOverlaps(text: string, candidates: readonly Candidate[]): { winners: Candidate[]; rejected: Rejected[] } {
  const rejected: Rejected[] = [];
  const strong: Candidate[] = [];
  for (const candidate of candidates) {
    if (candidate.score >= THRESHOLD) strong.push(candidate);
    else rejected.push({ reason: `score ${candidate.score.toFixed(2)} is below ${THRESHOLD}`, ...candidate });
  }
  const winners: Candidate[] = [];
  for (const candidate of mergeSameEntity(strong).sort(comparePrecedence)) {
    const parts = uncovered(candidate, winners);
    const whole = parts.length === 1 && parts[0]?.start === candidate.start && parts[0].end === candidate.end;
    if (whole) {
      insertSorted(winners, candidate);
      continue;
    }
    // The first that it overlaps: part of it is covered.
    const winner = winners[firstEndingAfter(winners, candidate.start)];
    rejected.push({ reason: `overlaps ${winner?.entity ?? ''} of ${winner?.rule ?? ''}, which takes precedence`, ...candidate });
    for (const part of parts) keepRest(text, winners, { ...candidate, ...part });
  }
  return { winners, rejected };
}
