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
  const eponym = words.some((word) => has(word, FLAG.eponym)) && !words.some((word) => word.nameClass === 'listed' && word.facts.given > 0 && word.facts.given <= 4 && word.gap !== '-' && !has(word, FLAG.eponym));
  const compound = words.length > 1 && words.slice(1).every((word) => word.gap === '-');
  if (compound && words.some((word) => has(word, FLAG.eponym)) && !words.some((word) => word.facts.given > 0 && word.facts.given <= 3 && !has(word, FLAG.eponym))) return true;
  if (next === undefined || (!eponym && words.length > 1)) return false;
  if (words.length === 1 && last.facts.given === 0 && next.gap === ' ' && next.shape === 'digits' && next.text.length < 3 && FORMS[form] < 0.7) return true;
  const beside = /^[ -]$/.test(next.gap);
  if (beside && has(next, FLAG.medicalHead) && (next.shape !== 'upper' || next.text.length > 2)) return true;
  return eponym && (beside && (has(next, FLAG.medical) || next.shape === 'digits') || (last.possessive && beside));
}
