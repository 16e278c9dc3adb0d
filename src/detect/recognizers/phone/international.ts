import type { Candidate, MatchText, RecognizerContext } from '../../types';

/** libphonenumber-js is worse than linear on long runs of digits; pieces this long stay harmless. */
const MOST_CHARACTERS = 4096;
const WORTH_ASKING = /(?:\+|\b00|\b011)[ (]?\d/;
const SEVEN_DIGITS = /\d(?:[^\d\n]{0,3}\d){6}/;

type Finder = typeof import('libphonenumber-js/min').findPhoneNumbersInText;

/** The package takes 80 ms to load and most texts hold no such number: load it when the first one does. */
function loadFinder(): Finder {
  return (require('libphonenumber-js/min') as typeof import('libphonenumber-js/min')).findPhoneNumbersInText;
}

function* linesWorthAsking(text: string): Generator<{ start: number; line: string }> {
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = Math.min(newline < 0 ? text.length : newline, start + MOST_CHARACTERS);
    const line = text.slice(start, end);
    if (WORTH_ASKING.test(line) && SEVEN_DIGITS.test(line)) yield { start, line };
    start = end === newline ? end + 1 : end;
  }
}

/**
 * Numbers with a country code, checked against the numbering plans (ITU-T E.164, by libphonenumber-js). Only lines that hold `+`, `00`
 * or `011` before digits are read.
 */
export function findInternational(text: MatchText, context: RecognizerContext): Candidate[] {
  if (!WORTH_ASKING.test(text.text)) return [];
  const { id, entity, priority } = context.rule;
  const find = loadFinder();
  const found: Candidate[] = [];
  for (const { start, line } of linesWorthAsking(text.text)) {
    context.checkpoint();
    for (const { startsAt, endsAt } of find(line, 'US')) {
      const span = { start: start + startsAt, end: start + endsAt };
      found.push({
        ...span,
        entity,
        score: 0.9,
        rule: id,
        pattern: 'international',
        priority,
        evidence: { base: 0.9, note: 'a number of a numbering plan' },
      });
    }
  }
  return found;
}
