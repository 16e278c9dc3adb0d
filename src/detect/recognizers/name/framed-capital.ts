import type { WordList } from '../../../rules/types';
import { isAmongCare, START } from './care-frames';
import { FLAG } from './flags';
import { ELSEWHERE, isMeantOtherwise } from './meant-otherwise';
import type { NameFinder } from './proposal';
import { has, isCapitalised, isGiven, isSurname, type NameToken } from './token';

/**
 * Names with a capital that are words, places, brands or eponyms as well ("Bill", "Georgia", "Max", "Wilson"): where a sentence begins a
 * capital says nothing, so only what is done or said to a person tells.
 */

const NO_NAME = FLAG.functionWord | FLAG.kin | FLAG.role | FLAG.drug | FLAG.credential;

function isKnown(token: NameToken, meantOtherwise: WordList): boolean {
  const isName = token.nameClass === 'ambiguous' || token.nameClass === 'listed';
  return isName && isGiven(token, 3) && !has(token, NO_NAME) && !isMeantOtherwise(token, meantOtherwise, ELSEWHERE.withCapital);
}

/** Rank bucket of family names that many have: devices are named after rarer ones ("Foley"). */
const FREQUENT = 2;
/** Tier of the most common words. */
const MOST_COMMON = 10;

/** "Wilson", "Baker", "Maria": a frequent name, though diseases, trades and places are called so. */
function isFrequent(token: NameToken, meantOtherwise: WordList): boolean {
  const isName = token.nameClass === 'ambiguous' || token.nameClass === 'listed';
  const isOften = isSurname(token, FREQUENT) || isGiven(token, FREQUENT);
  return isName && isOften && !has(token, NO_NAME) && !isMeantOtherwise(token, meantOtherwise, ELSEWHERE.withCapital);
}

const SAYS =
  '(?:says|said|states|stated|reports|reported|denies|denied|insists|thinks|feels|felt|wants|wanted|admits|agreed|promised)';
/** What hurts, and who else is spoken of: laws and states say other things. */
const OF_PERSONS =
  '(?:she|he|her|his|(?:the |some |no )?(?:pain|knee|back|head|hip|chest|leg|arm|cough|nausea|fever|sleep|meds|baby|kids)|to (?:her|his|him|me|us)|me|us|I)';

/** What must stand in front of a name, and behind it. */
interface Frame {
  readonly before: RegExp;
  readonly behind: RegExp;
}

const FRAMES: readonly Frame[] = [
  // "Bill says the knee hurts", "Georgia denied any pain"
  { before: START, behind: new RegExp(`^ ${SAYS} (?:that |any )?${OF_PERSONS}(?![\\w-])`) },
  // "Max told me", "Mark called her sister"
  { before: START, behind: /^ (?:told|called|asked|texted|phoned|hugged|hit|pushed) (?:me|us|him|her|his)(?![\w-])/ },
  // "I talked to Don today about", "spoke with Virginia yesterday"
  {
    before: /\b(?:talked|spoke|spoken|speaking|talking) (?:to|with|w\/) $/i,
    behind:
      /^ (?:today|yesterday|tonight|again|on the phone|by phone|about (?:her|his)|regarding (?:her|his)|last night|this (?:morning|afternoon|week))(?![\w-])/,
  },
  // "Don: can you cover my shift"
  { before: /(?:^|\n)$/, behind: /^: (?:can|could|will|would|did|do|are) (?:u|you|ya|we)(?![\w-])/ },
];

/** Most that a frame reads in front of a name, and behind it. */
const BEFORE = 32;
const BEHIND = 40;

/** "Bill says her knee hurts", "Wilson slept well": a name that is a word, among words that only stand around a person. */
export const findFramedCapital: NameFinder = ({ text, tokens, lexicon }, index) => {
  const token = tokens[index];
  if (!isCapitalised(token) || token.glued) return undefined;
  const isWord = !token.possessive && isKnown(token, lexicon.meantOtherwise);
  const isName = isFrequent(token, lexicon.meantOtherwise);
  if (!isWord && !isName) return undefined;
  const before = text.slice(Math.max(0, token.start - BEFORE), token.start);
  const behind = text.slice(token.end, token.end + BEHIND);
  const isFramed =
    (isWord && FRAMES.some((frame) => frame.behind.test(behind) && frame.before.test(before))) ||
    (isName && isAmongCare(before, behind, lexicon.careWords, token.facts.tier === MOST_COMMON));
  return isFramed ? { from: index, to: index + 1, form: 'framed' } : undefined;
};
