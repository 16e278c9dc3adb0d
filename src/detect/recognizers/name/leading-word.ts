import { FLAG } from './flags';
import type { NameLexicon } from './lexicon';
import type { NameScan } from './proposal';
import { has, isCapitalised, isGiven, isSurname } from './token';

/** The most common words, which hardly anyone is called: "After", "Because", "With". */
const MOST_COMMON = 10;

/** Rank bucket of names that many have. */
const OFTEN = 3;
const SENTENCE_START = /(?:^|\n|[.!?;] |[-*>] )$/;

/** How Karen men are addressed, which is part of their names ("Saw Thar Gay"); the lists know it as a verb only. */
const PART_OF_NAMES = 'saw';

/** "compare", "plan", "verify": a word with two forms of a verb. */
function isVerb(word: string, lexicon: NameLexicon): boolean {
  const isWord = (form: string): boolean => form !== word && lexicon.facts(form).tier > 0;
  const going = [`${word}ing`, `${word.replace(/e$/, '')}ing`, `${word}${word.slice(-1)}ing`];
  return going.some(isWord) && [`${word}s`, `${word}es`, word.replace(/y$/, 'ies')].some(isWord);
}

/** "Book Maria", "See Young, Mary": one of the most common words, a verb that begins the sentence, though a few are called so. */
export function isVerbBeforeName({ text, tokens, lexicon }: NameScan, index: number): boolean {
  const token = tokens[index];
  if (token?.nameClass !== 'ambiguous' || token.facts.tier !== MOST_COMMON || !isCapitalised(token)) return false;
  if (isGiven(token, OFTEN) || isSurname(token, OFTEN) || !isVerb(token.lower, lexicon)) return false;
  const [next, behind] = [tokens[index + 1], tokens[index + 2]];
  if (next?.gap !== ' ' || !isCapitalised(next)) return false;
  const isLastFirst = isCapitalised(behind) && behind.gap === ', ' && behind.nameClass === 'listed' && isGiven(behind);
  if (!isLastFirst && !(next.nameClass === 'listed' && isGiven(next))) return false;
  return SENTENCE_START.test(text.slice(Math.max(0, token.start - 3), token.start));
}

/** "Compare Aaron Beck", "After Maria Lopez": a word of the sentence in front of a name, a word that nobody is called. */
export function isWordBeforeName({ tokens, lexicon }: NameScan, index: number): boolean {
  const token = tokens[index];
  const next = tokens[index + 1];
  if (token?.nameClass !== 'ordinary' || token.lower === PART_OF_NAMES || token.facts.given > 0 || has(token, FLAG.functionWord))
    return false;
  if (next?.gap !== ' ' || !isCapitalised(next) || !(next.nameClass === 'listed' || isGiven(next))) return false;
  return token.facts.tier === MOST_COMMON || isVerb(token.lower, lexicon);
}
