import type { WordList } from '../../../rules/types';
import type { NameToken } from './token';

/** Where a name means something else, by the bits of the numbers in `rules/lists/names-meant-otherwise.txt`. */
export const ELSEWHERE = { small: 1, withCapital: 2, onBoards: 4, inHashtags: 8, ofOneself: 16 } as const;

/** Whether a name is a word, a place or a firm in such a place. */
export function isMeantOtherwise(
  { lower }: Pick<NameToken, 'lower'>,
  meantOtherwise: WordList,
  place: (typeof ELSEWHERE)[keyof typeof ELSEWHERE],
): boolean {
  return ((meantOtherwise.get(lower) ?? 0) & place) !== 0;
}
