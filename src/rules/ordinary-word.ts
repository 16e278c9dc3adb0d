import { ORDINARY_LISTS, ORDINARY_TIER, type RuleSet, type WordList } from './types';

/** Whether a word (lower case, without accents) stands in one of the lists of ordinary words. */
export function isInLists(word: string, lists: readonly WordList[]): boolean {
  return lists.some((list) => (list.get(word) ?? Number.POSITIVE_INFINITY) <= ORDINARY_TIER);
}

/** The rule set's lists of ordinary words. */
export function ordinaryLists(ruleSet: RuleSet): WordList[] {
  return ORDINARY_LISTS.flatMap((name) => ruleSet.lists.get(name) ?? []);
}

/** Tells whether a word (any case) is an ordinary one, for the tripwire. */
export function createOrdinaryWordTest(ruleSet: RuleSet): (word: string) => boolean {
  // Looked up with the first word: a start need not wait for lists.
  let lists: readonly WordList[] | undefined;
  return (word) => {
    lists ??= ordinaryLists(ruleSet);
    const plain = word
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{M}+/gu, '');
    return isInLists(plain, lists);
  };
}
