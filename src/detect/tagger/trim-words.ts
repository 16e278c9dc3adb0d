import type { Entity, RuleSet } from '../../rules/types';
import type { Candidate } from '../types';

const WORDY: ReadonlySet<Entity> = new Set<Entity>(['NAME', 'ADDRESS', 'ORG']);
/** A candidate's first word before another, and its first and last words in small letters. */
const FIRST = /^(\p{L}+) (?=\p{L})/u;
const FIRST_SMALL = /^(\p{Ll}+) (?=\p{L})/u;
const LAST_SMALL = / (\p{Ll}+)$/u;
/** Organisations often begin with it. */
const ARTICLE = 'the';

/**
 * Words that begin a sentence before a name ("Call Eric") are none of it, whatever their capital suggests; no more are those that lead to an
 * organisation ("at Elm Grove Clinic") or on from any ("Alachua County by").
 */
export function trimWords(text: string, candidates: readonly Candidate[], { lists }: RuleSet): Candidate[] {
  const isIn = (name: string, word: string): boolean => lists.get(name)?.has(word.toLowerCase()) === true;
  const leads = (word: string, entity: Entity): boolean =>
    entity === 'NAME'
      ? isIn('not-names', word) || isIn('function-words', word)
      : word !== ARTICLE && isIn('function-words', word);
  return candidates.map((candidate) => {
    const { entity } = candidate;
    let { start, end } = candidate;
    if (!WORDY.has(entity)) return candidate;
    const [led = '', first = ''] = (entity === 'NAME' ? FIRST : FIRST_SMALL).exec(text.slice(start, end)) ?? [];
    if (entity !== 'ADDRESS' && first !== '' && leads(first, entity)) start += led.length;
    for (;;) {
      const [behind = '', last = ''] = LAST_SMALL.exec(text.slice(start, end)) ?? [];
      if (last === '' || !isIn('function-words', last)) return { ...candidate, start, end };
      end -= behind.length;
    }
  });
}
