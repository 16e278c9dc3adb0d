import { FLAG } from './flags';
import { runEnd } from './name-run';
import type { NameFinder } from './proposal';
import { has, isCapitalised, type NameToken } from './token';

/** What only people do or are, behind the name in a question after them. */
const ASKED_AFTER =
  /^ (?:(?:need|have|get|start|stop|come|go|want|like|keep|stay|still|take|eat|drink|sleep|walk|drive|wear|feel|see|skip|ever|really|already|on|due|ok|okay|so|doing|feeling|eating|sleeping)\b|(?:her|his|their) )/;
/** In the rest of such a question: who is meant, or what is done for people who are ill. */
const OF_CARE = new RegExp(
  `\\b(?:${[
    'he|she|his|hers?|him|to fast',
    'eat(?:ing)?|drink(?:ing)?|sleep(?:y|ing)?|throw(?:ing)? up|vomit(?:ing)?|cough(?:ing)?|cry(?:ing)?',
    'shots?|vaccines?|meds?|medicines?|medications?|pills?|dos(?:es?|age)|refills?|insulin|inhaler|antibiotics?',
    'blood|labs?|appts?|appointments?|check-?up|doctors?|dr|nurses?|er|icu|hospital|clinic|rehab|hospice|surgery',
    'mri|ct|x-?rays?|ultrasound|echo|scans?|biopsy|colonoscopy|dialysis|chemo|physical therapy|oxygen|o2|cpap',
    'walker|wheelchair|casts?|stitches|staples|foley|catheter',
    'fever|flu|covid|pain|hurt(?:s|ing)?|feeling|diet|tooth|teeth|ear tubes|discharged?|admitted',
  ].join('|')})\\b`,
);
/** "does rosemary stop vomiting", "can ginger get rid of pain" ask after a thing that has the name. */
const OF_THINGS =
  /^ (?:(?:stop|start|keep|get rid|get in|like)\b(?! (?:her|his|taking|eating|throwing|having|getting)\b)|still (?:an?|the|used|safe|good)\b|ok(?:ay)? (?:with|for|to (?:take|use|eat|drink))\b)/;
/** How far behind the name a question is read. */
const REACH = 90;
const QUESTION_WORD = /^(?:does|did|has|can|could|should|is|was|will|would|hows|how's|when's|why's)$/;

function mayBeAskedAfter(token: NameToken): boolean {
  const { given, tier, flags } = token.facts;
  if (token.text.length < 3 || token.glued || given === 0 || given > 4 || (flags & ~FLAG.medicalHead) !== 0) return false;
  if (token.nameClass === 'listed') return true;
  if (token.nameClass !== 'ambiguous') return false;
  return isCapitalised(token) || (given <= 3 && tier > 20);
}

/** Words of the clause that are looked at for a drug. */
const DRUG_REACH = 8;

function namesDrug(tokens: readonly NameToken[], from: number): boolean {
  for (let index = from; index < from + DRUG_REACH; index += 1) {
    const token = tokens[index];
    if (token === undefined || /[?.!\n;]/.test(token.gap)) return false;
    if (has(token, FLAG.drug)) return true;
  }
  return false;
}

/** The end of a question's first clause. */
function restOf(text: string, from: number): string {
  const rest = text.slice(from, from + REACH).toLowerCase();
  const end = rest.search(/[?.!\n;]/);
  return end < 0 ? rest : rest.slice(0, end);
}

/** "does milo need to fast before the ultrasound", "Can Penny eat before the test?", "hows yousef feeling". */
export const findAskedAfter: NameFinder = ({ text, tokens }, index) => {
  const token = tokens[index];
  const before = tokens[index - 1];
  if (token === undefined || before === undefined || token.gap !== ' ' || !mayBeAskedAfter(token)) return undefined;
  if (!QUESTION_WORD.test(before.possessive ? `${before.lower}'s` : before.lower)) return undefined;
  const to = isCapitalised(token) ? runEnd(tokens, index, 'cased') : index + 1;
  const rest = restOf(text, tokens[to - 1]?.end ?? token.end);
  if (!ASKED_AFTER.test(rest) || !(OF_CARE.test(rest) || (token.nameClass === 'listed' && namesDrug(tokens, to))))
    return undefined;
  return token.facts.tier > 0 && OF_THINGS.test(rest) ? undefined : { from: index, to, form: 'asked-after' };
};

const GIVEN_TO = /^(?:gave|give|giving|gives)$/;
/** "tylenol at 4", "5ml", "his meds" */
const WHAT_IS_GIVEN =
  /^ (?:\d{1,4}(?:\.\d)? ?(?:m[lg]|mcg|units?|tabs?|puffs?|drops?|pills?|doses?)\b|(?:his|her|a|an|the|some|more|half a?) ?(?:\w{1,15} )?(?:meds?|pills?|dose|shot|inhaler|neb|insulin|bottle|enema|tab|bath)\b)/;

/** "i gave owen tylenol at 4", "give tunde 5ml". */
export const findGivenTo: NameFinder = ({ text, tokens }, index) => {
  const token = tokens[index];
  const before = tokens[index - 1];
  const next = tokens[index + 1];
  if (token === undefined || before === undefined || next === undefined || !GIVEN_TO.test(before.lower)) return undefined;
  if (token.gap !== ' ' || next.gap !== ' ' || token.nameClass !== 'listed' || !mayBeAskedAfter(token)) return undefined;
  const isGiven = has(next, FLAG.drug) || WHAT_IS_GIVEN.test(restOf(text, token.end));
  return isGiven ? { from: index, to: index + 1, form: 'asked-after' } : undefined;
};
