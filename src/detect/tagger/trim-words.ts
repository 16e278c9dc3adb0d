import type { Entity, RuleSet } from '../../rules/types';
import type { Candidate } from '../types';

const WORDY: ReadonlySet<Entity> = new Set<Entity>(['NAME', 'ADDRESS', 'ORG']);
/** A candidate's first word before another, and its last words in small letters. */
const FIRST = /^(\p{L}+) (?=\p{L})/u;
const LAST = / (\p{Ll}+)$/u;

/**
 * Words that begin a sentence before a name ("Call Eric") are none of it, whatever their capital suggests; no more are those that lead on
 * from it ("Alachua County by").
 */
export function trimWords(text: string, candidates: readonly Candidate[], { lists }: RuleSet): Candidate[] {
  const isIn = (name: string, word: string | undefined): boolean =>
    word !== undefined && lists.get(name)?.has(word.toLowerCase()) === true;
  return candidates.map((candidate) => {
    let { start, end } = candidate;
    if (!WORDY.has(candidate.entity)) return candidate;
    const first = candidate.entity === 'NAME' ? FIRST.exec(text.slice(start, end)) : null;
    if (first !== null && (isIn('not-names', first[1]) || isIn('function-words', first[1]))) start += first[0].length;
    for (
      let last = LAST.exec(text.slice(start, end));
      isIn('function-words', last?.[1]);
      last = LAST.exec(text.slice(start, end))
    )
      end -= last?.[0].length ?? 0;
    return { ...candidate, start, end };
  });
}
