import { FLAG } from './flags';
import { behindPhrases } from './list-phrases';
import { ELSEWHERE, isMeantOtherwise } from './meant-otherwise';
import type { NameFinder, NameScan } from './proposal';
import { has, isGiven, type NameToken } from './token';

/**
 * First names written small that are ordinary words as well ("grace", "frank", "hope"): only where the words around leave no doubt that a
 * person is meant.
 */

const NO_NAME = FLAG.verb | FLAG.functionWord | FLAG.kin | FLAG.role | FLAG.title | FLAG.drug;
const HAS_VOWEL = /[aeiouy]/;

function isKnown({ lexicon }: NameScan, token: NameToken): boolean {
  return (
    isGiven(token, 3) &&
    (token.nameClass === 'ambiguous' || token.nameClass === 'listed') &&
    !has(token, NO_NAME) &&
    !isMeantOtherwise(token, lexicon.meantOtherwise, ELSEWHERE.small)
  );
}

/** No list knows it, and it is no slip of the keyboard as far as can be told. */
function isUnlisted({ nameClass, text, lower, facts }: NameToken): boolean {
  return nameClass === 'unlisted' && text.length > 3 && facts.flags === 0 && /^[a-z']+$/.test(lower) && HAS_VOWEL.test(lower);
}

/** Where a sentence or clause begins. */
const START =
  /(?:^|[\n.!?;:("*]|[.!?;:,-] |\b(?:and|then|so|but|cuz|because|bc|when|well|yes|yeah|no|um|uh|that|if|while|after|before|until|til|today|yesterday|tonight)[ ,]{1,2})["']?$/;

/** Tells by words of the lists whether what stands behind a name is of a person. */
type Tells = (behind: string, scan: NameScan, token: NameToken) => boolean;

/** "is my husband" */
const IS_MY = /^ is (?:also )?my (?:(?<best>best friend)(?!\w)|(?:case )?(?<who>\p{L}+(?:-\p{L}+)*))/u;
/** Faith and hope are so, too. */
const OF_VIRTUES = new Set(['friend', 'buddy', 'companion']);

/** Roles that no firm has. */
const OF_PERSONS = new Set(['caregiver', 'caseworker', 'worker']);

/** "bill is my husband": of a name that no list knows kin and few roles tell, since "Kaiser" is a provider. */
const isKinOfMine: Tells = (behind, { lexicon }, { nameClass }) => {
  const { best, who } = IS_MY.exec(behind)?.groups ?? {};
  if (best !== undefined || who === undefined) return best !== undefined;
  const wanted = nameClass === 'unlisted' ? FLAG.kin : FLAG.kin | FLAG.role;
  const tells = (one: string): boolean => (lexicon.facts(one).flags & wanted) !== 0 || OF_PERSONS.has(one);
  return [who, who.replace(/-.*/, '')].some((one) => tells(one) && !OF_VIRTUES.has(one));
};

/** What must follow a doing, by its number in the list: whose what is hurt or lost is. */
const BEHIND_DOINGS: readonly RegExp[] = [/^/, /^(?: (?:on|off|in|to|at))? (?:his|her|himself|herself)\b/];

/** "christian hit his sister", "hope relapsed" */
const doesAlone: Tells = (behind, { lexicon }) => {
  if (!behind.startsWith(' ')) return false;
  for (const [rest, number] of behindPhrases(behind.slice(1), lexicon.doingsOfSmallNames))
    if (BEHIND_DOINGS[number]?.test(rest) === true) return true;
  return false;
};

const POSSESSIVE = /^'s (?:next |last |new )?/;
/** The number in `rules/lists/care-belongings.txt` of what is also of a name written small. */
const OF_SMALL_NAMES = 1;

/** "faith's appt", "bill's meds" */
const hasOwn: Tells = (behind, { lexicon }) => {
  const possessive = POSSESSIVE.exec(behind)?.[0].length;
  if (possessive === undefined) return false;
  for (const [, number] of behindPhrases(behind.slice(possessive), lexicon.careWords.belongings))
    if (number === OF_SMALL_NAMES) return true;
  return false;
};

/** What stands in front of a name and behind it. `open`: also of a name that no list knows. */
interface Frame {
  readonly before: RegExp;
  readonly behind: RegExp | Tells;
  readonly open?: boolean;
  /** Not of what people say of themselves, too: "im rich", "im christian". */
  readonly ofOneself?: true;
}

const ENDS = '(?:[.,!?]|\\s*$|\\n)';

const FRAMES: readonly Frame[] = [
  { before: START, behind: isKinOfMine, open: true },
  { before: START, behind: doesAlone },
  // "june is teething"
  {
    before: START,
    behind:
      /^ (?:is (?:teething|potty|pregnant|in labou?r|breast-?feeding|nursing|\d{1,2} ?(?:yo|y\/o|yrs?|years?)\b)|was born\b|turn(?:s|ed) (?:\d|one|two|three|four|five|six|seven|eight|nine|ten)\b)/,
  },
  // "grace said it would", "faith can u call me", "max (4) needs"
  { before: START, behind: /^ (?:said|says) (?:it|he|she|i|im|i'm|u|you|no|yes|that|to|they|we|my|his|her)\b/ },
  { before: /(?:^|\n)$/, behind: /^,? (?:can|could|will|would|did|do|are|r) (?:u|you|ya)\b/ },
  { before: START, behind: /^ \(\d{1,2}(?: ?(?:mo|m|y|yo|yrs?|f))?\),? (?:needs?|has|is|was|got|and)\b/ },
  // "i told mark about it", "what did grace say", "found frank on the floor", "talked to dawn in billing"
  {
    before: /\b(?:i|she|he|we|they) (?:told|asked|texted|hugged|divorced|kissed) $|\btell $/,
    behind: new RegExp(`^(?: (?:about|that|i|im|i'm|to|he|she|if|why|when|how|last|yesterday|today|we|not)\\b|${ENDS})`),
  },
  { before: /\bwhat (?:did|would) $/, behind: /^ (?:say|tell|want|eat|do)\b/ },
  {
    before: /\bfound $/,
    behind: /^ (?:on the (?:floor|bathroom|kitchen|couch|bed|ground|toilet)|unresponsive|passed out|dead|crying|unconscious)\b/,
  },
  {
    before: /\b(?:talked|spoke|speaking|talking|spoken) (?:to|with|w) $/,
    behind: new RegExp(`^(?: (?:in|at|from|about|yesterday|today|last|this)\\b|${ENDS})`),
  },
  { before: /\bpicked up $/, behind: /^ from (?:school|daycare|practice|work|her|his|rehab)\b/ },
  {
    before: /\bliv(?:e|es|ing) (?:w|with) $/,
    behind: /^(?:, (?:my|his|her|our|and)\b| (?:and|n|&) (?:my|his|her|our|the|\d|two|three)\b)/,
  },
  // "jack and i want", "me and hope broke up"
  { before: START, behind: /^ (?:and|n|&) (?:i|me|i'm|i've|im|ive|my \p{L}{2,12})\b/u },
  { before: /\bme (?:and|n|&) $/, behind: /^(?! (?:to|you|u|that|for|this|it|my|the|an?|he|she|they|we|i|him|her)\b)/ },
  // "it was frank who found me"
  { before: /\bit (?:was|wasn't|wasnt|is) $/, behind: /^ who\b/, open: true },
  { before: /\bit (?:was|wasn't|wasnt) $/, behind: /^ that (?:called|found|told|hit|drove|took|came|brought|gave|said)\b/ },
  // "frank here.", "hi its joy, need a refill", "this is hope again"
  { before: /(?:^|\n|\b(?:hi|hey|hello|yo)[ ,!.]{1,2})$/, behind: /^ here(?:[.,!;]|$|\n| (?:again|calling|from)\b)/ },
  {
    before:
      /(?:^|\n|[.!?] )(?:hi|hey|hello|yo|gm|hiya|hola|good (?:morning|afternoon|evening))[ ,!.]{1,3}(?:(?:dr|doc|there|everyone|all|yall)[ ,!.]{1,3})?(?:its|it's|this is|im|i'm|i am) $/,
    behind: new RegExp(`^(?:${ENDS}| (?:again|from|calling|here|i\\b|and i\\b|n i\\b|need|can|could))`),
    ofOneself: true,
  },
  {
    before: /(?:^|\n|[.!?] )(?:its|it's|this is) $/,
    behind: /^(?:,? (?:again|calling|from)\b|, (?:i|my|need|can|could|calling)\b)/,
    ofOneself: true,
  },
  // "her name is hope", "everyone calls me frank", "married to grace"
  { before: /\b(?:my|his|her|their|'s) name(?:'s| is| was) $/, behind: /^/ },
  {
    before: /\b(?:calls?|called) me $|\bgo(?:es|ing)? by $/,
    behind: new RegExp(`^(?:${ENDS}| (?:but|and|cuz|so|bc|for short|now)\\b)`),
  },
  { before: /\bmarried to $/, behind: /^/, open: true },
  { before: /(?:^|[\s("])$/, behind: hasOwn },
  // "love, grace", "thx\nfrank", "- hope" at the end of all
  {
    before:
      /(?:^|[\n.!?] ?)(?:love|luv|thx|thanks|thank you|ty|tysm|xoxo|best|sincerely|regards|take care|hugs)(?:[ ,!.~-]{1,3}|[,!. ]{0,2}\n[-~ ]{0,2})$/,
    behind: /^[.!]?\s*$/,
  },
  { before: /(?:^|\n)(?:love|luv|xoxo|hugs|sincerely|regards)(?:, |,?\n)$/, behind: /^[.!]?\s*$/, open: true },
];

/** Most that a frame reads in front of a name, and behind it. */
const BEFORE = 48;
const BEHIND = 32;

/** "- grace" under a message, but not as the last item of a list. */
function signsBelow({ text }: NameScan, token: NameToken): boolean {
  const before = text.slice(Math.max(0, token.start - 200), token.start);
  return (
    /\n[-~] ?$/.test(before) && !/(?:^|\n) {0,4}[-~*•] ?\S/.test(before) && text.slice(token.end, token.end + 8).trim() === ''
  );
}

/** A first name written small in words that only stand around a person. */
export const findFramed: NameFinder = (scan, index) => {
  const token = scan.tokens[index];
  if (token?.shape !== 'lower' || token.glued || token.text.length < 3) return undefined;
  const known = isKnown(scan, token);
  if (!known && !isUnlisted(token)) return undefined;
  const found = { from: index, to: index + 1, form: 'framed' } as const;
  if (signsBelow(scan, token)) return found;
  const behind = scan.text.slice(token.end, token.end + BEHIND);
  const fits = ({ behind: tells }: Frame): boolean => (tells instanceof RegExp ? tells.test(behind) : tells(behind, scan, token));
  const fitting = FRAMES.filter((frame) => (known || frame.open === true) && fits(frame));
  if (fitting.length === 0) return undefined;
  const before = scan.text.slice(Math.max(0, token.start - BEFORE), token.start).toLowerCase();
  const isOfOneself = isMeantOtherwise(token, scan.lexicon.meantOtherwise, ELSEWHERE.ofOneself);
  return fitting.some((frame) => frame.before.test(before) && !(isOfOneself && frame.ofOneself === true)) ? found : undefined;
};

/** What families do, and things hardly do. */
const FAMILY_DOES =
  /^(?: (?:next door|down the (?:street|road|hall)|live|lived|invited|(?:are|were|r|all) (?:coming|here|moving|visiting|all|both|my|our|in)|came|said)\b)/;

/** "the okafors are coming": people of a family name that is no word. */
export const findSmallFamily: NameFinder = ({ text, tokens, lexicon }, index) => {
  const token = tokens[index];
  if (token?.shape !== 'lower' || token.gap !== ' ' || token.nameClass !== 'unlisted' || tokens[index - 1]?.lower !== 'the')
    return undefined;
  const single = /[sxz]es$/.test(token.lower) ? token.lower.slice(0, -2) : token.lower.slice(0, -1);
  const { nameClass, surname } = lexicon.facts(single);
  if (!token.lower.endsWith('s') || nameClass !== 'listed' || surname === 0 || surname > 5) return undefined;
  return FAMILY_DOES.test(text.slice(token.end, token.end + BEHIND)) ? { from: index, to: index + 1, form: 'framed' } : undefined;
};
