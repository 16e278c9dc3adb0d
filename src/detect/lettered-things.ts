import type { RuleSet, WordList } from '../rules/types';

/** Numbers of `rules/lists/lettered-things.txt`: a thing of any letter, of one that stands for somebody elsewhere, and cut short with a dot. */
export const LETTERED = { always: 0, again: 1, cutShort: 2 } as const;

const NO_WORDS: WordList = new Map();

/** Things of which a letter by itself tells the kind, the number or the place ("vitamin K", "room C"). */
export function letteredThingsOf({ lists }: RuleSet): WordList {
  return lists.get('lettered-things') ?? NO_WORDS;
}
