import { KINDS_OF_NUMBERS } from '../kinds-of-entities';
import { isAlphanumeric } from '../text/character-class';
import type { Candidate } from '../types';
import { comparePrecedence } from './resolve-overlaps';

/** What goes on for longer than this behind an identifier are encoded bytes; UTF-16 code units. */
const LONGEST_REST = 256;

/** Whether letters and digits run on across this place. */
function runsAcross(text: string, place: number): boolean {
  return isAlphanumeric(text.charCodeAt(place - 1)) && isAlphanumeric(text.charCodeAt(place));
}

/** Names, dates and places may well stand in one run with something else ("MR4471SMITH"). */
function isIdentifier({ entity, stays }: Candidate): boolean {
  return stays !== true && KINDS_OF_NUMBERS.has(entity);
}

/** The end of the run of letters and digits that goes on at `from`, at `limit` the latest. */
function endOfRun(text: string, from: number, limit: number): number {
  const last = Math.min(limit, from + LONGEST_REST + 1);
  let end = from;
  while (end < last && isAlphanumeric(text.charCodeAt(end))) end += 1;
  return end;
}

/**
 * Whether what goes on behind an identifier belongs to it: it has a digit, or is more letters behind letters. Letters behind a digit
 * may be the next word ("338-0188or").
 */
function belongs(text: string, end: number, rest: string): boolean {
  return rest.length <= LONGEST_REST && (/\d/.test(rest) || !/\d/.test(text.charAt(end - 1)));
}

/** Longer words behind a digit, found by themselves, are hardly the end of its number ("123-45-6789DOB"). */
const LONGEST_SUFFIX = 2;

/** Whether a neighbour in a run of letters and digits is the other part of an identifier. */
function continues(text: string, last: Candidate, next: Candidate): boolean {
  if (last.end !== next.start || !isIdentifier(last) || !isIdentifier(next) || !runsAcross(text, last.end)) return false;
  return next.end - next.start <= LONGEST_SUFFIX || belongs(text, last.end, text.slice(next.start, next.end));
}

/**
 * Identifiers as whole runs of letters and digits: neighbours within a run become one ("88412" and "C" of 88412C), and one that ends
 * within a run takes the rest of it along. Half an identifier that is left standing is a leak.
 *
 * @param winners sorted, disjoint
 * @returns the same, sorted and disjoint
 */
export function wholeIdentifiers(text: string, winners: readonly Candidate[]): Candidate[] {
  const whole: Candidate[] = [];
  winners.forEach((winner, index) => {
    const last = whole.at(-1);
    if (last !== undefined && continues(text, last, winner))
      whole[whole.length - 1] = {
        ...(comparePrecedence(last, winner) <= 0 ? last : winner),
        start: last.start,
        end: winner.end,
      };
    else whole.push(winner);
    const current = whole.at(-1) as Candidate;
    const next = winners[index + 1]?.start ?? text.length;
    if (!isIdentifier(current) || current.end >= next || !runsAcross(text, current.end)) return;
    const end = endOfRun(text, current.end, next);
    if (belongs(text, current.end, text.slice(current.end, end))) whole[whole.length - 1] = { ...current, end };
  });
  return whole;
}
