import type { Candidate, MatchText, RecognizerContext } from '../../types';
import { candidateOf, scored } from '../candidate-of';

const BY_NUMBERING_PLAN = scored(0.9, 'a number of a numbering plan');

/** A country code or an international prefix, where a number may begin. */
const BEGINS = /(?:\+|\b00|\b011)[ (]?\d/g;
/** Longest written number that is looked for, in UTF-16 code units: libphonenumber-js is worse than linear on long runs of digits. */
const LONGEST = 48;
const SEVEN_DIGITS = /\d(?:[^\d\n]{0,3}\d){6}/;

type Finder = typeof import('libphonenumber-js/min').findPhoneNumbersInText;

/** The package takes 80 ms to load and most texts hold no such number: load it when the first one does. */
export function loadFinder(): Finder {
  return (require('libphonenumber-js/min') as typeof import('libphonenumber-js/min')).findPhoneNumbersInText;
}

/** What no number goes on behind. */
const ENDS = /[+\n]/g;

/** The pieces of the text that begin with a prefix and hold digits enough, each within its line and with one plus sign at most. */
function* piecesWorthAsking(text: string): Generator<{ start: number; piece: string }> {
  for (const { index: start } of text.matchAll(BEGINS)) {
    const longest = text.slice(start, start + LONGEST);
    ENDS.lastIndex = 1;
    const piece = longest.slice(0, ENDS.exec(longest)?.index);
    if (SEVEN_DIGITS.test(piece)) yield { start, piece };
  }
}

/**
 * Numbers with a country code, checked against the numbering plans (ITU-T E.164, by libphonenumber-js). Only what follows `+`, `00` or
 * `011` is read.
 */
export function findInternational(text: MatchText, context: RecognizerContext): Candidate[] {
  const found: Candidate[] = [];
  let end = 0;
  for (const { start, piece } of piecesWorthAsking(text.text)) {
    if (start < end) continue;
    context.checkpoint();
    const [first] = loadFinder()(piece, 'US');
    if (first === undefined || first.startsAt > 1) continue;
    end = start + first.endsAt;
    found.push(candidateOf(context.rule, { start: start + first.startsAt, end }, 'international', BY_NUMBERING_PLAN));
  }
  return found;
}
