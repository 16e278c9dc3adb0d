import type { Candidate, MatchText, RecognizerContext } from '../../types';

const REACH = 24;
const DAY = 0.65;
const NO_DAY = 0.2;
const ENDINGS: Readonly<Record<string, string>> = { '1': 'st', '2': 'nd', '3': 'rd' };
const CUE =
  /\b(?:on|by|until|till|thru|through|since|after|before|due|from|to|and|or|of|for|around|returns?|come|came|next|last|starting|ending|between|is|was|meds|seen|started|stopped|scheduled|sched|bday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thurs?|fri|sat|sun)[ ,(]{1,2}$/;

/** "21st" but not "21th". */
function isOrdinal(value: string): boolean {
  const [, digits = '', ending = ''] = /(\d+)(\w\w)$/.exec(value) ?? [];
  const teen = /1\d$/.test(digits);
  return ending === (teen ? 'th' : (ENDINGS[digits.slice(-1)] ?? 'th'));
}

/**
 * Whether "the 14th" is a day: not if the noun behind makes it a rank ("5th floor", "25th percentile"), and with "the", a cue in front or
 * nothing behind.
 */
export function dayOfMonthScore(text: MatchText, { start, end }: Candidate, context: RecognizerContext): number {
  const value = text.lower.slice(start, end);
  if (!isOrdinal(value)) return NO_DAY;
  const behind = text.lower.slice(end, end + REACH);
  const next = /^[ -]([\p{L}]+)/u.exec(behind)?.[1];
  if (next !== undefined && context.list('ordinal-nouns').has(next)) return NO_DAY;
  const before = text.lower.slice(Math.max(0, start - REACH), start);
  if (/\b(?:a|an|his|her|my|their|our|your|this|every|each|per|grade|stage|cranial|mom's|dad's)[ -]$/.test(before)) return NO_DAY;
  if (/\d$/.test(before) || /^ ?(?:century|&|percent)/.test(behind)) return NO_DAY;
  const loose =
    next === undefined ||
    /^(?:at|and|to|of|but|so|she|he|i|we|they|for|with|or|when|because|if|was|is|by|in|before|after|from|then|mom|dad|am|pm|no|as|thru|through|who|that|since|until|it|its|you|a|per|dept|not)$/.test(
      next,
    );
  if (/^[a-z]{3,9},? /.test(value) && !value.startsWith('the')) return DAY;
  if (value.startsWith('the ')) return loose || CUE.test(before) ? DAY : 0.55;
  return CUE.test(before) && loose ? DAY : /\($/.test(before) && /^\)/.test(behind) ? DAY : 0.4;
}

/** Whether "on the fourteenth" is a day: no noun behind makes it a rank ("on the second floor"). */
export function spokenDayScore(text: MatchText, { end }: Candidate, context: RecognizerContext): number {
  const next = /^[ -]([\p{L}]+)/u.exec(text.lower.slice(end, end + REACH))?.[1];
  if (next === undefined) return DAY;
  const loose =
    /^(?:at|on|and|to|but|so|she|he|i|we|they|for|with|or|when|because|if|was|is|by|in|before|after|from|then|as|sharp)$/.test(
      next,
    );
  return loose && !context.list('ordinal-nouns').has(next) ? DAY : NO_DAY;
}
