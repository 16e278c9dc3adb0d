import type { WordList } from '../../../rules/types';

/** Phrases of lists at the beginning or the end of a text. In lists of phrases a number is written with a 0 for each digit. */

/** A word with one capital is part of a name of its own as a rule: "See Miller Clinic". Days of the week are none. */
const NAMED = /(?<![\p{L}-])(?!(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b)\p{Lu}\p{Ll}+(?!\p{L})/u;
const NUMBER = /(?<![\p{L}\d])\d+/gu;
const ENDS_OF_WORDS = /(?<=\S)(?![\w-])/g;
const STARTS_OF_WORDS = /(?<![\w-])(?=\S)/g;

/** What follows the phrases of a list with which a text begins, with the number of each. */
export function* behindPhrases(text: string, list: WordList): Generator<readonly [rest: string, number: number]> {
  const named = NAMED.exec(text)?.index ?? text.length;
  const written = text.toLowerCase().replace(NUMBER, (number) => '0'.repeat(number.length));
  for (const { index } of text.matchAll(ENDS_OF_WORDS)) {
    if (index > named) return;
    const number = list.get(written.slice(0, index));
    if (number !== undefined) yield [text.slice(index), number];
  }
}

/** Whether a text begins with a phrase of a list. */
export const beginsWith = (text: string, list: WordList): boolean => behindPhrases(text, list).next().done === false;

/** Whether a text ends with a phrase of a list that has this number. */
export function endsWith(text: string, list: WordList, number: number): boolean {
  const written = text.toLowerCase();
  for (const { index } of written.matchAll(STARTS_OF_WORDS)) if (list.get(written.slice(index)) === number) return true;
  return false;
}
