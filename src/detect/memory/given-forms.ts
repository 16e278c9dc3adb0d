import type { RuleSet } from '../../rules/types';
import { oncePer } from '../once-per';
import type { PersonCues } from './person-cues';

/** What is known of given names: which are short for which, and whose they are. */
export interface GivenForms {
  /** Whether two written given names may be one person's: "Bob" and "Robert", "J" and "James". */
  agree(one: string, other: string): boolean;
  /** The given names that a short form may stand for. */
  fullOf(short: string): readonly string[];
  /** Whether many are called so. */
  isGiven(word: string): boolean;
  /** Whether it is nearly always a woman's or a man's. */
  sexOf(given: string): PersonCues['sex'];
}

/** Without lists: one begins as the other. */
export const BY_LETTERS: GivenForms = {
  agree: (one, other) => one.startsWith(other) || other.startsWith(one),
  fullOf: () => [],
  isGiven: () => false,
  sexOf: () => undefined,
};

/** Rank bucket of given names up to which one is surely a name by itself. */
const FREQUENT = 4;
/** So many letters two short forms of one name share. */
const ALIKE = 3;
const SEXES = [undefined, 'male', 'female'] as const;

function makeForms({ lists }: RuleSet): GivenForms {
  const [given, sexes] = [lists.get('given-names'), lists.get('given-name-sexes')];
  const fulls = new Map<string, string[]>();
  for (const [entry] of lists.get('short-given-names') ?? []) {
    const [short = '', full = ''] = entry.split(' ');
    fulls.set(short, [...(fulls.get(short) ?? []), full]);
  }
  const fullOf = (short: string): readonly string[] => fulls.get(short) ?? [];
  /** The beginning of a name that nobody is called by itself: "Srini", but not "Ann" of "Anna", "Robert" of "Roberta". */
  const isBeginning = (short: string, long: string): boolean =>
    long.startsWith(short) && (short.length === 1 || given?.has(short) !== true);
  const isShortOf = (short: string, long: string): boolean => fullOf(short).includes(long) || isBeginning(short, long);
  /** "Ed" and "Eddie", but not "Chuck" and "Charlie": hardly anyone goes by two. */
  const areAlike = (one: string, other: string): boolean =>
    one.startsWith(other.slice(0, ALIKE)) || other.startsWith(one.slice(0, ALIKE));
  const areOfOne = (one: string, other: string): boolean => fullOf(one).some((full) => fullOf(other).includes(full));
  return {
    agree: (one, other) =>
      one === other || isShortOf(one, other) || isShortOf(other, one) || (areAlike(one, other) && areOfOne(one, other)),
    fullOf,
    isGiven: (word) => (given?.get(word) ?? Number.POSITIVE_INFINITY) <= FREQUENT,
    sexOf: (word) => SEXES[sexes?.get(word) ?? 0],
  };
}

/** By the rule set's lists; without a list of given names by letters alone. */
export const givenFormsOf = oncePer(
  (ruleSet: RuleSet): GivenForms => (ruleSet.lists.has('given-names') ? makeForms(ruleSet) : BY_LETTERS),
  ({ lists }) => lists,
);
