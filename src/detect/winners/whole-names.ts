import { isInLists, ordinaryLists } from '../../rules/ordinary-word';
import type { RuleSet } from '../../rules/types';
import { fold } from '../text/value-key';
import type { Candidate } from '../types';

/** What begins with a capital, or with small words of a name and then a capital ("los Santos"). */
const WRITTEN_LARGE = /^(?:\p{Ll}{1,4}[ '-]){0,2}\p{Lu}/u;

/**
 * Small words of family names right in front of a name. Left out are those that are more often something else in small letters: numbers
 * ("ten"), verbs ("do"), and the article that Spanish puts before given names ("la Maria").
 */
const PARTICLES =
  /(?<![\p{L}\p{N}'-])(?:(?:van|von)(?: (?:de|den|der|het|'t))?|den|(?:aan|op|in) (?:de|den|der|het)|vander|vanden|ter|de(?: (?:la|las|los|el))?|dela|dello|della|del|da|das|dos|di|du|des|le|zu|zur|bin|bint|ibn) $|(?<![\p{L}\p{N}'-])(?:al|ul|el|as|ash|an|ar|at|az)-$|(?<![\p{L}\p{N}'-])d'$/u;
/** The longest of them, and the word in front. */
const REACH = 40;

const WORD_BEFORE = /(?<![\p{L}\p{N}'-])(\p{L}+) $/u;
/** "the van Marcus drives", "her bin". */
const DETERMINERS = new Set(['the', 'a', 'his', 'her', 'my', 'our', 'your', 'their', 'this', 'that', 'which', 'whose']);
const THINGS = /^(?:van|bin|den)(?!\p{L})/u;

/**
 * Where the particles in front of a name begin. In a text of another language the same words are prepositions ("hijo de Maria"): behind
 * a word that is no English one they stay.
 */
function startOfParticles(text: string, start: number, floor: number, isEnglish: (word: string) => boolean): number {
  const before = text.slice(Math.max(floor, start - REACH), start);
  const found = PARTICLES.exec(before);
  if (found === null) return start;
  const word = WORD_BEFORE.exec(before.slice(0, found.index))?.[1];
  if (word !== undefined && (!isEnglish(word) || (THINGS.test(found[0]) && DETERMINERS.has(word.toLowerCase())))) return start;
  return start - found[0].length;
}

/**
 * Names with the particles in front of them ("de Silva", "van den Bosch", "al-Hashimi"): rules and tagger often find only the word with
 * the capital.
 *
 * @param winners sorted, disjoint
 * @returns the same, sorted and disjoint
 */
export function wholeNames(text: string, winners: readonly Candidate[], ruleSet: RuleSet): Candidate[] {
  const lists = ordinaryLists(ruleSet);
  const isEnglish = (word: string): boolean => isInLists(fold(word), lists);
  return winners.map((winner, index) => {
    const { entity, stays, start, end } = winner;
    if (entity !== 'NAME' || stays === true || !WRITTEN_LARGE.test(text.slice(start, end))) return winner;
    const from = startOfParticles(text, start, winners[index - 1]?.end ?? 0, isEnglish);
    return from === start ? winner : { ...winner, start: from };
  });
}
