import { FLAG } from './flags';
import type { NameFinder, NameScan } from './proposal';
import { has, isGiven, type NameToken } from './token';

/**
 * First names written small that are ordinary words as well ("grace", "frank", "hope"): only where the words around leave no doubt that a
 * person is meant.
 */

/** First names that are hardly ever one where they are written small. */
const NEVER =
  /^(?:brain|son|van|guy|young|major|unknown|numbers|sung|sang|hung|gay|april|june|may|august|autumn|summer|will|jesus)$/;
/** People say this of themselves, too: "im rich", "im christian". */
const ADJECTIVES = /^(?:christian|rich|frank|sunny|sandy|rocky|rusty|misty|dusty|stormy|royal|noble|precious|max|sterling)$/;
const NO_NAME = FLAG.verb | FLAG.functionWord | FLAG.kin | FLAG.role | FLAG.title | FLAG.drug;
const HAS_VOWEL = /[aeiouy]/;

function isKnown(token: NameToken): boolean {
  return (
    isGiven(token, 3) &&
    (token.nameClass === 'ambiguous' || token.nameClass === 'listed') &&
    !has(token, NO_NAME) &&
    !NEVER.test(token.lower)
  );
}

/** No list knows it, and it is no slip of the keyboard as far as can be told. */
function isUnlisted({ nameClass, text, lower, facts }: NameToken): boolean {
  return nameClass === 'unlisted' && text.length > 3 && facts.flags === 0 && /^[a-z']+$/.test(lower) && HAS_VOWEL.test(lower);
}

/** Where a sentence or clause begins. */
const START =
  /(?:^|[\n.!?;:("*]|[.!?;:,-] |\b(?:and|then|so|but|cuz|because|bc|when|well|yes|yeah|no|um|uh|that|if|while|after|before|until|til|today|yesterday|tonight)[ ,]{1,2})["']?$/;

/** What stands in front of a name and behind it. `open`: also of a name that no list knows. */
interface Frame {
  readonly before: RegExp;
  readonly behind: RegExp;
  readonly open?: boolean;
  readonly notOf?: RegExp;
}

const KIN =
  '(?:husband|wife|hubby|spouse|partner|ex|boyfriend|girlfriend|bf|gf|fianc[eé]e?|son|daughter|kid|baby|mom|mum|mother|dad|father|brother|bro|sister|sis|cousin|aunt|uncle|niece|nephew|grand\\w{2,9}|granny|step\\w{3,9}|roommate|roomie|neighbou?r|boss|landlord|landlady|sponsor|caregiver|caseworker|case worker|best friend|bestie|co-?worker)';
const DID_TO =
  '(?:hit|bit|kicked|slapped|punched|pushed|shoved|hurt|broke|cut|burn(?:ed|t)|scratched|sprained|twisted|fractured|banged|bumped|bruised|tore|lost|forgot|skipped|missed|dropped|took|takes|ate|quit|left|told|called|finished|stopped|hates|loves)';
const OWN = '(?:his|her|himself|herself)';
const AILS =
  '(?:relapsed|overdosed|vomited|puked|miscarried|fainted|snores|wheezes|passed out|threw up|peed|pooped|moved (?:in|out)|got (?:arrested|discharged|expelled|evicted)|went into labou?r|wet the bed)';
const ENDS = '(?:[.,!?]|\\s*$|\\n)';

const FRAMES: readonly Frame[] = [
  // "bill is my husband", "christian hit his sister", "hope relapsed", "june is teething"
  { before: START, behind: new RegExp(`^ is (?:also )?my ${KIN}\\b`), open: true },
  { before: START, behind: new RegExp(`^ ${DID_TO}(?: (?:on|off|in|to|at))? ${OWN}\\b`) },
  { before: START, behind: new RegExp(`^ ${AILS}\\b`) },
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
    notOf: ADJECTIVES,
  },
  {
    before: /(?:^|\n|[.!?] )(?:its|it's|this is) $/,
    behind: /^(?:,? (?:again|calling|from)\b|, (?:i|my|need|can|could|calling)\b)/,
    notOf: ADJECTIVES,
  },
  // "her name is hope", "everyone calls me frank", "married to grace"
  { before: /\b(?:my|his|her|their|'s) name(?:'s| is| was) $/, behind: /^/ },
  {
    before: /\b(?:calls?|called) me $|\bgo(?:es|ing)? by $/,
    behind: new RegExp(`^(?:${ENDS}| (?:but|and|cuz|so|bc|for short|now)\\b)`),
  },
  { before: /\bmarried to $/, behind: /^/, open: true },
  // "faith's appt", "bill's meds"
  {
    before: /(?:^|[\s("])$/,
    behind:
      /^'s (?:next |last |new )?(?:appt|appointment|meds|a1c|labs|refill|surgery|birthday|bday|inhaler|pediatrician|mom|mum|dad|mother|father|husband|wife|teacher|insurance|iep)\b/,
  },
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
  const known = isKnown(token);
  if (!known && !isUnlisted(token)) return undefined;
  const found = { from: index, to: index + 1, form: 'framed' } as const;
  if (signsBelow(scan, token)) return found;
  const behind = scan.text.slice(token.end, token.end + BEHIND);
  const fitting = FRAMES.filter((frame) => (known || frame.open === true) && frame.behind.test(behind));
  if (fitting.length === 0) return undefined;
  const before = scan.text.slice(Math.max(0, token.start - BEFORE), token.start).toLowerCase();
  return fitting.some((frame) => frame.before.test(before) && frame.notOf?.test(token.lower) !== true) ? found : undefined;
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
