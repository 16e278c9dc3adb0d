import type { RuleSet } from '../../rules/types';

/**
 * Bare names in messages: "Repeat CXR on Anderson in the am". Tagger and network learned from notes, in which a family name that is also an
 * eponym, a word or a town is seldom a person's unless more of the name stands there; in one line that is all that is said of a person. There
 * a frequent name is taken for one sooner. Measured on lines by a hand that knew no rule: of names that had been missed tagger and network
 * together gave 60 % more than `PLAIN`, of eponyms, towns and authors hardly any.
 */

/** Probability of PHI from which on a frequent name is one, where nothing but a person's is likely, and elsewhere. */
const PLAIN = 0.06;
export const LEAST_OF_BARE_NAMES = PLAIN;
const AMBIGUOUS = 0.15;
/**
 * The same of a name that fewer have. Boards, labels and queues ("WALKIN KEENE SUTURE OUT", "TISSUE L BREAST DRAPER") name people so: of 200
 * such lines of a hand that knew no rule a quarter lost their name; authors and firms with rarer names stay below it.
 */
const RARER = 0.25;

/** Rank buckets of names that many have, and of those that fewer have. */
const FREQUENT_GIVEN = 3;
const FREQUENT_SURNAME = 2;
const KNOWN_GIVEN = 4;
const KNOWN_SURNAME = 4;

/** "Hurst", "McGrath", "KEENE"; three capitals are an abbreviation as often. */
const PERSONS_NAME = /^(?:\p{Lu}\p{Ll}{2,}|(?:Mac|Mc)\p{Lu}\p{Ll}{2,}|\p{Lu}{4,})$/u;
const SENTENCE_START = /(?:^|[\n.!?:;("\u201c*])\s*$/u;
/** Lists whose words are no bare names, and those whose words are other things as often. */
export const NO_BARE_NAMES = ['function-words', 'drugs', 'name-titles', 'kinship', 'care-roles', 'not-names'];
const NEVER_IN_CAPITALS = [...NO_BARE_NAMES, 'medical-words', 'medical-heads', 'credentials'];
const PLACES = ['world-cities', 'states-and-countries'];
const PLACES_AND_WORDS = [...PLACES, 'common-words'];

/** Whether a word is written as a name and no part of a longer word. */
function looksLikeName(text: string, start: number, end: number): boolean {
  const isPartOfMore = /[-\u2019'\w]/.test(text.charAt(start - 1)) || text.charAt(end) === '-';
  return !isPartOfMore && PERSONS_NAME.test(text.slice(start, end));
}

/** From which probability on a word of a message is a name; undefined for a word that is not a frequent one. */
export function bareNameThreshold(text: string, start: number, end: number, { lists }: RuleSet): number | undefined {
  if (!looksLikeName(text, start, end)) return undefined;
  const word = text.slice(start, end);
  const key = word.toLowerCase();
  const rank = (list: string): number => lists.get(list)?.get(key) ?? Number.POSITIVE_INFINITY;
  const isWithin = (given: number, surname: number): boolean => rank('given-names') <= given || rank('surnames') <= surname;
  if (!isWithin(KNOWN_GIVEN, KNOWN_SURNAME)) return undefined;
  const isIn = (names: readonly string[]): boolean => names.some((name) => lists.get(name)?.has(key) === true);
  const isUpper = word === word.toUpperCase();
  if (isIn(isUpper ? NEVER_IN_CAPITALS : NO_BARE_NAMES)) return undefined;
  const isStart = SENTENCE_START.test(text.slice(Math.max(0, start - 4), start));
  // Thousands of towns are called as people are: "Lincoln shelter is full", but "page ortho about Lincoln".
  if (isStart && isIn(['us-cities'])) return undefined;
  if (!isWithin(FREQUENT_GIVEN, FREQUENT_SURNAME)) return RARER;
  if (isIn(isUpper ? PLACES_AND_WORDS : PLACES)) return AMBIGUOUS;
  return isStart && isIn(['eponyms', 'common-words']) ? AMBIGUOUS : PLAIN;
}
