import { FLAG } from './lexicon';
import { FORMS, type Proposal } from './proposal';
import { has, type NameToken } from './token';

/** Cues from this score on outweigh a medical noun behind: "Mr. Bell's palsy". */
const SURE = 0.85;

/** "Foley catheter", "Bell's palsy", "Guillain-Barré syndrome", "Gleason 7": the thing named after a person, not the person. */
export function isEponymUse(tokens: readonly NameToken[], { from, to, form }: Proposal): boolean {
  const words = tokens.slice(from, to);
  const last = words.at(-1);
  const next = tokens[to];
  if (last === undefined || FORMS[form] >= SURE) return false;
  const eponym =
    words.some((word) => has(word, FLAG.eponym)) &&
    !words.some(
      (word) =>
        word.nameClass === 'listed' &&
        word.facts.given > 0 &&
        word.facts.given <= 4 &&
        word.gap !== '-' &&
        !has(word, FLAG.eponym),
    );
  const compound = words.length > 1 && words.slice(1).every((word) => word.gap === '-');
  if (
    compound &&
    words.some((word) => has(word, FLAG.eponym)) &&
    !words.some((word) => word.facts.given > 0 && word.facts.given <= 3 && !has(word, FLAG.eponym))
  )
    return true;
  if (next === undefined || (!eponym && words.length > 1)) return false;
  if (
    words.length === 1 &&
    last.facts.given === 0 &&
    next.gap === ' ' &&
    next.shape === 'digits' &&
    next.text.length < 3 &&
    FORMS[form] < 0.7
  )
    return true;
  const beside = /^[ -]$/.test(next.gap);
  if (beside && has(next, FLAG.medicalHead) && (next.shape !== 'upper' || next.text.length > 2)) return true;
  return eponym && ((beside && (has(next, FLAG.medical) || next.shape === 'digits')) || (last.possessive && beside));
}

/** Words on each side, on the same line, that are looked at. */
const LIST_REACH = 8;
const FEWEST_EPONYMS = 3;
/** Eponyms that are frequent family names too say nothing about a list. */
const RARE_SURNAME = 3;

/** "Kocher, Mayo, Metzenbaum, Richardson": in a list of eponyms the names that no list knows as eponyms are some as well. */
export function isAmongEponyms(tokens: readonly NameToken[], { from, to, form }: Proposal): boolean {
  if (FORMS[form] >= SURE && form !== 'last-first') return false;
  let count = 0;
  for (const step of [-1, 1]) {
    let index = step < 0 ? from : to - 1;
    for (let seen = 0; seen < LIST_REACH; seen += 1) {
      const crossed = step < 0 ? tokens[index] : tokens[index + 1];
      index += step;
      const token = tokens[index];
      if (token === undefined || crossed === undefined || crossed.lineStart) break;
      const rare = token.facts.surname === 0 || token.facts.surname >= RARE_SURNAME;
      if (has(token, FLAG.eponym) && token.shape !== 'lower' && rare && token.facts.given === 0) count += 1;
    }
  }
  return count >= FEWEST_EPONYMS;
}
