import type { CompiledRule } from '../../rules/types';
import type { Candidate, MatchText } from '../types';
import { candidateOf, scored } from './candidate-of';
import { codesOf, digitsIn, inOneList } from './codes';
import { type Head, type Heads, headsOf } from './fields/heads';
import { FAMILIES } from './siblings';

/**
 * Lists of numbers behind the name of a column, which may be plural: "Claims 55123; 88231", "memberIds":[551234,882310]. Only the first of a
 * list is found here: the others are its siblings.
 */

const BY_LABEL = scored(0.9, 'the label in front');
/** How far in front of a list its label begins at most, in UTF-16 code units. */
const REACH = 60;
/** The words of a label, and what stands between it and the list. */
const LABEL =
  /([A-Za-z]+(?:[ _-][A-Za-z]+){0,5})\.?["']?\s?[:=#]?\s{0,12}[[(]?\s{0,12}(?:[-*\u2022] {1,3}|1[.)] {1,3}|\{\s{0,8}"0":\s?)?["']?$/;
const COPULA = / (?:are|were|include)$/i;
/** Most words of a column's name. */
const MOST_WORDS = 3;

const singular = (word: string): string => word.replace(/ies$/, 'y').replace(/s$/, '');

/** What the words in front of a list name, if it is a column of numbers. */
function labelIn(before: string, heads: Heads): Head | undefined {
  const label = LABEL.exec(before)?.[1]?.replace(COPULA, '');
  if (label === undefined) return undefined;
  const words = label
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[ _-]/);
  for (let count = Math.min(MOST_WORDS, words.length); count > 0; count -= 1) {
    const named = words.slice(-count);
    const name = [...named.slice(0, -1), singular(named.at(-1) ?? '')].join(' ');
    const known = [...heads.named(name), ...heads.named(named.join(' '))];
    if (known.length > 0) return known.find(({ isDoubtful, rule }) => !isDoubtful && FAMILIES.has(rule.entity));
  }
  return undefined;
}

/** Fewest digits in a code of a list: "SN 2w1, 1w8" are visits. */
const FEWEST_DIGITS = 4;

/** Finds the first codes of lists behind labels. */
export function recognizeLists(matched: MatchText, rules: readonly CompiledRule[], checkpoint: () => void): Candidate[] {
  const { text } = matched;
  const heads = headsOf(rules);
  const found: Candidate[] = [];
  const codes = codesOf(matched);
  codes.forEach((code, index) => {
    const [before, next] = [codes[index - 1], codes[index + 1]];
    if (before !== undefined && inOneList(text, before, code)) return;
    if (digitsIn(code.form) < FEWEST_DIGITS || next === undefined || !inOneList(text, code, next)) return;
    checkpoint();
    const head = labelIn(text.slice(Math.max(0, code.start - REACH), code.start), heads);
    if (head === undefined) return;
    found.push(candidateOf(head.rule, code, 'list', BY_LABEL));
  });
  return found;
}
