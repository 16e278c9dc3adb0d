import type { RuleSet } from '../../rules/types';
import type { Segment } from '../types';
import { firstEqual, MOST_COMPARED } from './equal-segments';
import { PIECE, planSegment } from './plan-segment';
import type { PieceReader, Reading } from './read-piece';

/** Pieces of long requests can be read by several threads: each takes every n-th piece, and one of them puts the readings together. */

export interface Share {
  /** Which piece is the first, from 0 on. */
  readonly first: number;
  /** How many threads share the pieces. */
  readonly of: number;
}

/** Every thread gets all of the text, and all of it is normalised by each. */
const MOST_SHARES = 8;

/**
 * Among how many threads reading is worth sharing at most: each has a whole piece to read or more. Of equal texts under one label one counts, as
 * but one of them is read; what else decides that (`firstEqual`) takes longer to tell than it is worth here.
 */
export function mostShares(segments: readonly Segment[]): number {
  const seen = new Set<string>();
  let length = 0;
  for (const { text, label = '', knownOnly } of segments) {
    const key = `${label}\u0000${text}`;
    if (knownOnly === true || seen.has(key)) continue;
    if (text.length <= MOST_COMPARED) seen.add(key);
    length += text.length;
    if (length >= MOST_SHARES * PIECE) return MOST_SHARES;
  }
  return Math.floor(length / PIECE);
}

/** Reads a share of the pieces of all segments. What lost is not kept: it is for explanations alone. */
export function readShare(segments: readonly Segment[], { first, of }: Share, read: PieceReader, ruleSet: RuleSet): Reading[] {
  const firsts = firstEqual(segments);
  const isRead = ({ knownOnly }: Segment, index: number): boolean => knownOnly !== true && firsts[index] === index;
  const pieces = segments.filter(isRead).flatMap((segment) => planSegment(segment, ruleSet).pieces);
  const readings: Reading[] = [];
  for (let index = first; index < pieces.length; index += of) {
    const piece = pieces[index];
    if (piece !== undefined) readings.push({ winners: read(piece).winners, rejected: [] });
  }
  return readings;
}

/**
 * Gives the readings of all pieces one after the other, in the order of `planSegment`, as `detect` asks for them.
 *
 * @param shares of the same segments, the first one first
 */
export function joinShares(shares: readonly (readonly Reading[])[]): PieceReader {
  let index = 0;
  return () => {
    const reading = shares[index % shares.length]?.[Math.floor(index / shares.length)];
    index += 1;
    if (reading === undefined) throw new Error('a piece was not read');
    return reading;
  };
}
