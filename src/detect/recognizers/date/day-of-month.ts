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

const RANK_BEFORE = /\b(?:a|an|his|her|my|their|our|your|this|every|each|per|grade|stage|cranial|mom's|dad's)[ -]$|\d$/;
const RANK_BEHIND = /^ ?(?:century|& ?(?:\d|the)|percent)/;
const WEEKDAY_FIRST = /^(?!the)[a-z]{3,9},? /;
/** Words that go on after a day, not nouns that it would count. */
const LOOSE =
  /^(?:at|and|to|of|but|so|she|he|i|we|they|for|with|or|when|because|if|was|is|by|in|before|after|from|then|mom|dad|am|pm|no|as|thru|through|who|that|since|until|it|its|you|a|per|dept|not)$/;

function isRank(before: string, behind: string, next: string | undefined, context: RecognizerContext): boolean {
  return (next !== undefined && context.list('ordinal-nouns').has(next)) || RANK_BEFORE.test(before) || RANK_BEHIND.test(behind);
}

/**
 * Whether "the 14th" is a day: not if the noun behind makes it a rank ("5th floor", "25th percentile"), and with "the", a cue in front or
 * nothing behind.
 */
export function dayOfMonthScore(text: MatchText, { start, end }: Candidate, context: RecognizerContext): number {
  const value = text.lower.slice(start, end);
  const behind = text.lower.slice(end, end + REACH);
  const before = text.lower.slice(Math.max(0, start - REACH), start);
  const next = /^[ -]([\p{L}]+)/u.exec(behind)?.[1];
  if (!isOrdinal(value) || isRank(before, behind, next, context)) return NO_DAY;
  if (WEEKDAY_FIRST.test(value)) return DAY;
  const loose = next === undefined || LOOSE.test(next);
  const cue = CUE.test(before);
  if (value.startsWith('the ')) return loose || cue ? DAY : 0.55;
  if (cue && loose) return DAY;
  return before.endsWith('(') && behind.startsWith(')') ? DAY : 0.4;
}

/** Whether "on the fourteenth" is a day: no noun behind makes it a rank ("on the second floor"). */
export function spokenDayScore(text: MatchText, { end }: Candidate, context: RecognizerContext): number {
  const next = /^[ -]([\p{L}]+)/u.exec(text.lower.slice(end, end + REACH))?.[1];
  if (next === undefined) return DAY;
  const loose =
    /^(?:at|on|and|to|but|so|she|he|i|we|they|for|with|or|when|because|if|was|is|by|in|before|after|from|then|as|not|sharp)$/.test(
      next,
    );
  return loose && !context.list('ordinal-nouns').has(next) ? DAY : NO_DAY;
}
