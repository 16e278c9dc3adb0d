import { FLAG } from './flags';
import type { NameFinder, NameScan } from './proposal';
import { has, isCapitalised, isGiven, type NameToken } from './token';

/**
 * First names with a capital that are words, places or brands as well ("Bill", "Georgia", "Max"): where a sentence begins a capital says
 * nothing, so only what is done or said to a person tells.
 */

/** Kin in short ("Mo states"), and words with a capital that nobody is called here. */
const NEVER = /^(?:mo|fa|ma|pa|al|ed|german|tuesday|may|will|an|son|dona|unknown|star|king|prince|baby|major)$/;
const NO_NAME = FLAG.functionWord | FLAG.kin | FLAG.role | FLAG.drug | FLAG.credential;

function isKnown(token: NameToken): boolean {
  const isName = token.nameClass === 'ambiguous' || token.nameClass === 'listed';
  return isName && isGiven(token, 3) && !has(token, NO_NAME) && !NEVER.test(token.lower);
}

/** Where a sentence or clause begins. */
const START = /(?:^|\n|[.!?;:] |, (?:and|but|so) |["\u201c(])$/;
const SAYS =
  '(?:says|said|states|stated|reports|reported|denies|denied|insists|thinks|feels|felt|wants|wanted|admits|agreed|promised)';
/** What hurts, and who else is spoken of: laws and states say other things. */
const OF_PERSONS =
  '(?:she|he|her|his|(?:the |some |no )?(?:pain|knee|back|head|hip|chest|leg|arm|cough|nausea|fever|sleep|meds|baby|kids)|to (?:her|his|him|me|us)|me|us|I)';

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
const BEFORE = 24;
const BEHIND = 40;

function isFramed({ text }: NameScan, token: NameToken): boolean {
  const behind = text.slice(token.end, token.end + BEHIND);
  const fitting = FRAMES.filter((frame) => frame.behind.test(behind));
  if (fitting.length === 0) return false;
  const before = text.slice(Math.max(0, token.start - BEFORE), token.start);
  return fitting.some((frame) => frame.before.test(before));
}

/** "Bill says her knee hurts", "I talked to Don today": a first name that is a word, among words that only stand around a person. */
export const findFramedCapital: NameFinder = (scan, index) => {
  const token = scan.tokens[index];
  if (!isCapitalised(token) || token.glued || token.possessive || !isKnown(token)) return undefined;
  return isFramed(scan, token) ? { from: index, to: index + 1, form: 'framed' } : undefined;
};
