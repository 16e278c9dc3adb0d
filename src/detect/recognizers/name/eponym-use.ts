import { FLAG } from './flags';
import { FORMS, type Form, type Proposal } from './proposal';
import { has, isGiven, isSurname, type NameToken } from './token';

/** Cues from this score on outweigh a medical noun behind: "Mr. Bell's palsy". */
const SURE = 0.85;
const WEAK = 0.7;

/** A frequent first name that is no eponym makes the words a person ("Thomas Foley"). */
function holdsFirstName(words: readonly NameToken[]): boolean {
  return words.some((word) => word.nameClass === 'listed' && isGiven(word) && word.gap !== '-' && !has(word, FLAG.eponym));
}

/** "Lambert-Eaton", "Zollinger-Ellison". */
function isCompoundEponym(words: readonly NameToken[]): boolean {
  const compound = words.length > 1 && words.slice(1).every((word) => word.gap === '-');
  return (
    compound && words.some((word) => has(word, FLAG.eponym)) && !words.some((word) => isGiven(word, 3) && !has(word, FLAG.eponym))
  );
}

/** "Fazekas 2": a rare family name with a small number behind is a scale. */
function isScale(last: NameToken, next: NameToken, form: Form): boolean {
  return last.facts.given === 0 && next.gap === ' ' && next.shape === 'digits' && next.text.length < 3 && FORMS[form] < WEAK;
}

function isThingBehind(last: NameToken, next: NameToken, eponym: boolean): boolean {
  if (!/^[ -]$/.test(next.gap)) return false;
  if (has(next, FLAG.medicalHead) && (next.shape !== 'upper' || next.text.length > 2)) return true;
  return eponym && (has(next, FLAG.medical) || next.shape === 'digits' || last.possessive);
}

/** "Foley catheter", "Bell's palsy", "Guillain-Barré syndrome", "Gleason 7": the thing named after a person, not the person. */
export function isEponymUse(tokens: readonly NameToken[], { from, to, form }: Proposal): boolean {
  const words = tokens.slice(from, to);
  const last = words.at(-1);
  const next = tokens[to];
  if (last === undefined || FORMS[form] >= SURE) return false;
  if (isCompoundEponym(words)) return true;
  const eponym = words.some((word) => has(word, FLAG.eponym)) && !holdsFirstName(words);
  if (next === undefined || (!eponym && words.length > 1)) return false;
  return (words.length === 1 && isScale(last, next, form)) || isThingBehind(last, next, eponym);
}

/** Words on each side, on the same line, that are looked at. */
const LIST_REACH = 8;
const FEWEST_EPONYMS = 3;
/** Eponyms that are frequent family names too say nothing about a list. */
const RARE_SURNAME = 3;

function isTelling(token: NameToken): boolean {
  return has(token, FLAG.eponym) && token.shape !== 'lower' && token.facts.given === 0 && !isSurname(token, RARE_SURNAME - 1);
}

/** The words of the line on one side of the proposal, nearest first. */
function neighbours(tokens: readonly NameToken[], { from, to }: Proposal, step: 1 | -1): NameToken[] {
  const found: NameToken[] = [];
  for (let index = step > 0 ? to : from - 1; found.length < LIST_REACH; index += step) {
    const token = tokens[index];
    const crossed = step > 0 ? token : tokens[index + 1];
    if (token === undefined || crossed?.lineStart === true) break;
    found.push(token);
  }
  return found;
}

/** "Kocher, Mayo, Metzenbaum, Richardson": in a list of eponyms the names that no list knows as eponyms are some as well. */
export function isAmongEponyms(tokens: readonly NameToken[], proposal: Proposal): boolean {
  if (FORMS[proposal.form] >= SURE && proposal.form !== 'last-first') return false;
  const around = [...neighbours(tokens, proposal, -1), ...neighbours(tokens, proposal, 1)];
  return around.filter(isTelling).length >= FEWEST_EPONYMS;
}
