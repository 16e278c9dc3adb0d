import type { RuleSet } from '../../rules/types';
import type { Candidate } from '../types';

/** A full stop behind a word that is hardly an abbreviation, and a word with a capital: "Adams. Peter", but not "Wm. Trask", "Chas. R. Vidrine". */
const SENTENCE_END = /(?<=\p{L}{4})\.\s{1,3}(?=\p{Lu}\p{L})/gu;
const LAST_WORD = /\p{L}+$/u;

/**
 * Names on both sides of a sentence's end are those of two persons ("saw Dr. Adams. Peter agreed"): under one token a model could
 * not tell them apart, and an answer about one would name both.
 *
 * @param winners sorted, disjoint
 * @returns the same, sorted and disjoint
 */
export function splitAtSentences(text: string, winners: readonly Candidate[], { lists }: RuleSet): readonly Candidate[] {
  const titles = lists.get('name-titles');
  return winners.flatMap((winner) => {
    if (winner.entity !== 'NAME') return [winner];
    const value = text.slice(winner.start, winner.end);
    const parts: Candidate[] = [];
    let { start } = winner;
    for (const { 0: end, index } of value.matchAll(SENTENCE_END)) {
      if (titles?.has(LAST_WORD.exec(value.slice(0, index))?.[0].toLowerCase() ?? '') === true) continue;
      parts.push({ ...winner, start, end: winner.start + index });
      start = winner.start + index + end.length;
    }
    return [...parts, { ...winner, start }];
  });
}
