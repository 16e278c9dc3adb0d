import type { WordList } from '../../../rules/types';
import { beginsWith, behindPhrases, endsWith } from './list-phrases';

/**
 * Words of care that stand around a person's bare name only: what is done for somebody and with whom ("Discharge Sanchez tomorrow", "a note
 * for Jackson, who"), what those in care do and in which state they are ("Wilson is on oxygen"), what is theirs ("Gibson's labs"). The words
 * are lists of the rules; here stands how sentences are built of them.
 */

/** The lists `care-*` and `behind-care-actions`. */
export interface CareWords {
  readonly actions: WordList;
  readonly behindActions: WordList;
  readonly belongings: WordList;
  readonly doings: WordList;
  readonly papers: WordList;
  readonly states: WordList;
}

/** Tells whether a name may stand behind or in front of a text. */
type Side = (text: string, words: CareWords) => boolean;

/** What must stand in front of a name, and behind it. */
interface CareFrame {
  readonly before: Side;
  readonly behind: Side;
  /** Also of the most common words ("Hill", "Young"), whose capital is not that of a sentence here. */
  readonly ofWords?: true;
}

/** Where a sentence or clause begins. */
export const START = /(?:^|\n|[.!?;:] |, (?:and|but|so) |["\u201c(])$/;

const matches =
  (pattern: RegExp): Side =>
  (text) =>
    pattern.test(text);

/** What must follow a doing, by its number in the list. */
const BEHIND_DOINGS: readonly RegExp[] = [/^/, /^ (?:me|us|him|her|his|their)(?![\w-])/, /^ \w{3,12}ing(?![\w-])/];

/** "Johnson slept well" */
const does: Side = (text, { doings }) => {
  if (!text.startsWith(' ')) return false;
  for (const [rest, number] of behindPhrases(text.slice(1), doings)) if (BEHIND_DOINGS[number]?.test(rest) === true) return true;
  return false;
};

const IS = /^(?: (?:is|was|remains|looks|seems|feels)|'s) /;
const STILL = /^(?:still|now|very|a bit|so|not|back|much|really|pretty|too|getting) /;

/** "Wilson is still on oxygen" */
const isIn: Side = (text, { states }) => {
  const verb = IS.exec(text)?.[0].length;
  if (verb === undefined) return false;
  const state = text.slice(verb);
  return beginsWith(state, states) || (STILL.test(state) && beginsWith(state.replace(STILL, ''), states));
};

const PREPOSITION = / (?:in )?(?:on|with|to|after|w\/) $/i;

/** "Discharge ", "check in on " */
const isDoneTo: Side = (text, { actions }) =>
  text.endsWith(' ') &&
  (endsWith(text.slice(0, -1), actions, 0) || (PREPOSITION.test(text) && endsWith(text.replace(PREPOSITION, ''), actions, 1)));

/** " tomorrow", ", who" */
const behindAction: Side = (text, { behindActions }) => {
  const sign = /^,? /.exec(text)?.[0].length;
  return sign !== undefined && beginsWith(text.slice(sign), behindActions);
};

/** "a note for " */
const isFor: Side = (text, { papers }) => {
  const preposition = / (?:for|to|about|on|re) $/i.exec(text);
  return preposition !== null && endsWith(text.slice(0, preposition.index), papers, 0);
};

/** "'s labs", "s' labs" */
const has: Side = (text, { belongings }) => {
  const possessive = /^(?:'s|s') /.exec(text)?.[0].length;
  return possessive !== undefined && beginsWith(text.slice(possessive), belongings);
};

const room = '(?:rm|room|bed|bay)';

const FRAMES: readonly CareFrame[] = [
  { before: matches(START), behind: does },
  { before: matches(START), behind: isIn },
  { before: matches(START), behind: matches(new RegExp(`^,? in ${room} ?\\d`, 'i')) },
  // "Rm 12 Johnson NPO for OR", "Patient in 214, Reed, wants"
  {
    before: matches(new RegExp(`(?:^|[\\n.;,] ?|\\b)${room} ?#?\\d{1,4}[A-D]?[:,]? (?:is )?$`, 'i')),
    behind: matches(/^(?:[,.;]|$| (?:NPO|is|was|has|needs|wants|s\/p|POD|on|c\/o|\d{2} ?[MF])(?![\w-]))/),
    ofWords: true,
  },
  {
    before: matches(/\b(?:pt|patient|client|resident|guy|lady|man|woman|kid|one) in (?:\w{2,6} )?\d{1,4}[A-D]?, $/i),
    behind: matches(/^,/),
    ofWords: true,
  },
  // "pressors off, Wells extubated"
  {
    before: matches(/(?:^|\n|[.;,] )$/),
    behind: matches(
      /^ (?:extubated|intubated|discharged|admitted|transferred|weaned|sedated|consented|medicated|re-?admitted)(?![\w-])/,
    ),
  },
  // "Discharge Sanchez tomorrow", "How do I tell Price that"
  {
    before: isDoneTo,
    behind: (text, words) => /^(?:[.!?]?$|[.!?] |\n)/.test(text) || behindAction(text, words),
    ofWords: true,
  },
  {
    before: matches(/\b(?:gave|giv(?:e|en|ing)) $/i),
    behind: matches(/^ (?:\d|his|her|an?|some|the|another|one|two|PRN|more)(?![\w-])/),
  },
  // "a note for Jackson, who"
  {
    before: isFor,
    behind: (text, words) =>
      /^(?:[.!?]?$|[.!?:] |\n|, | (?:explaining|saying|asking|confirming|reminding|documenting)\b)/.test(text) ||
      behindAction(text, words),
    ofWords: true,
  },
  // "Gibson's labs"
  { before: matches(/(?:^|[\s("])$/), behind: has },
];

const OF_WORDS = FRAMES.filter(({ ofWords }) => ofWords === true);

/**
 * Whether a name stands among words of care.
 *
 * @param isCommonWord whether it is one of the most common words, too ("Hill"): then fewer of the frames tell
 */
export function isAmongCare(before: string, behind: string, words: CareWords, isCommonWord: boolean): boolean {
  return (isCommonWord ? OF_WORDS : FRAMES).some((frame) => frame.behind(behind, words) && frame.before(before, words));
}
