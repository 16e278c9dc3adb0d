import { type WordClasses, wordClass, wordGroup } from '../../rules/learned/word-classes';
import type { RuleSet } from '../../rules/types';
import { oncePer } from '../once-per';
import { hashText, mix } from './hash';
import { createPhrases, type ListedPhrases, phraseBits } from './listed-phrases';

/** What is known of a word by itself, as numbers; computed once per distinct word and text. */
export interface WordFacts {
  /** Hash of the lower-case word; digits count only by their number, except small numbers and years. */
  readonly word: number;
  readonly shape: number;
  readonly prefix2: number;
  readonly prefix3: number;
  readonly suffix2: number;
  readonly suffix3: number;
  /** Rank buckets in the lists of given names and surnames, in one number. */
  readonly nameRank: number;
  /** Tier in the list of common words. */
  readonly tier: number;
  /** Lists of people's surroundings: titles, credentials, kinship, roles, cues, verbs. */
  readonly roles: number;
  /** Lists of things: drugs, eponyms, medical words, places. */
  readonly things: number;
  /** Class of words that are used alike, and the group of classes it belongs to. */
  readonly wordClass: number;
  readonly wordGroup: number;
  /** Which names of the lists of phrases it begins or is, as bits (`phraseBits`). */
  readonly phrases: number;
  /** Whether it is a common word of English, a sign or a small number, of which the facts are kept from text to text. */
  readonly isCommon: boolean;
}

/** Facts of something that no list knows and that is no word. */
export const NO_FACTS: WordFacts = {
  word: 0,
  shape: 0,
  prefix2: 0,
  prefix3: 0,
  suffix2: 0,
  suffix3: 0,
  nameRank: 0,
  tier: 0,
  roles: 0,
  things: 0,
  wordClass: 0,
  wordGroup: 0,
  phrases: 0,
  isCommon: false,
};

const ROLE_LISTS = [
  'name-titles',
  'credentials',
  'kinship',
  'care-roles',
  'name-verbs',
  'name-particles',
  'name-labels',
  'name-cues',
  'name-greetings',
];
const THING_LISTS = [
  'drugs',
  'eponyms',
  'medical-words',
  'medical-heads',
  'not-names',
  'us-cities',
  'world-cities',
  'generic-organization-words',
  'function-words',
];

/** What the lists say of a word, in one number: 190,000 objects take longer to make. */
const LISTED = { given: 0, surname: 3, tier: 6, roles: 9, things: 18 } as const;
type Listed = keyof typeof LISTED;
const WIDTHS: Readonly<Record<Listed, number>> = { given: 7, surname: 7, tier: 7, roles: 511, things: 511 };

function listedFact(listed: number, fact: Listed): number {
  return (listed >> LISTED[fact]) & WIDTHS[fact];
}

/** All lists of a rule set, looked up at once. Words of entries with several words count as well, but for common words. */
export interface TaggerLexicon {
  readonly words: ReadonlyMap<string, number>;
  readonly classes: WordClasses | undefined;
  /** Names of organisations, and of places of several words. */
  readonly phrases: ListedPhrases;
  /** Facts of common words, signs and small numbers, as they are asked for. A memory of a pure function, bounded by the list. */
  readonly common: Map<string, WordFacts>;
}

/** The lexicon of a rule set. Kept as long as its lists: it depends on nothing else. */
export const lexiconOf = oncePer(createLexicon, ({ lists }) => lists);

/** The words of a list entry; of an entry with several words the common and short ones tell nothing. */
function tellingParts(entry: string, words: ReadonlyMap<string, number>): string[] {
  const parts = entry.split(/[ .'/-]+/);
  return parts.length === 1 ? parts : parts.filter((part) => part.length > 2 && !isCommonPart(words.get(part)));
}

function isCommonPart(listed: number | undefined): boolean {
  return listed !== undefined && listedFact(listed, 'tier') <= 3;
}

function createLexicon(ruleSet: RuleSet): TaggerLexicon {
  const words = new Map<string, number>();
  const add = (word: string, fact: Listed, value: number): void => {
    words.set(word, (words.get(word) ?? 0) | (Math.min(value, WIDTHS[fact]) << LISTED[fact]));
  };
  for (const [word, rank] of ruleSet.lists.get('given-names') ?? []) add(word, 'given', rank);
  for (const [word, rank] of ruleSet.lists.get('surnames') ?? []) add(word, 'surname', rank);
  for (const [word, tier] of ruleSet.lists.get('common-words') ?? []) add(word, 'tier', Math.ceil(tier / 10));
  const mark = (names: readonly string[], fact: 'roles' | 'things'): void => {
    for (const [bit, name] of names.entries()) {
      const entries = ruleSet.lists.get(name) ?? new Map<string, number>();
      for (const part of [...entries.keys()].flatMap((entry) => tellingParts(entry, words))) add(part, fact, 1 << bit);
    }
  };
  mark(ROLE_LISTS, 'roles');
  mark(THING_LISTS, 'things');
  return { words, classes: ruleSet.wordClasses, phrases: createPhrases(ruleSet.lists), common: new Map() };
}

function letterShape(text: string, lower: string): number {
  if (text === lower) return 1;
  if (text === text.toUpperCase()) return text.length === 1 ? 2 : 3;
  const first = text.charAt(0);
  if (first !== lower.charAt(0) && text.slice(1) === lower.slice(1)) return 4;
  return first === lower.charAt(0) ? 5 : 6;
}

/** Whether a word begins with a capital, by its shape. */
export function beginsWithCapital({ shape }: WordFacts): boolean {
  return shape >= 16 && shape < 56 && shape >> 3 !== 5;
}

function lengthBucket(length: number): number {
  if (length <= 6) return Math.min(length, 5);
  return length <= 9 ? 6 : 7;
}

/** Numbers up to which one- and two-digit numbers are alike: months, days, ages that are no PHI. */
const SMALL_NUMBERS = [0, 12, 31, 89, 99];

function digitClass(text: string): number {
  const value = Number(text);
  if (text.length === 4 && value >= 1900 && value <= 2039) return 101;
  return text.length <= 2 ? 102 + SMALL_NUMBERS.findIndex((most) => value <= most) : 110 + Math.min(text.length, 16);
}

/** Numbers of one or two digits are kept as common words are: a few texts hold them all, so that it tells nothing of any. */
const COMMON_NUMBER = /^[0-9]{1,2}$/;

function digitFacts(text: string, lexicon: TaggerLexicon): WordFacts {
  const shape = 50 + digitClass(text);
  const word = mix(7001, text.length <= 2 ? Number(text) + 1000 * text.length : shape);
  return {
    ...NO_FACTS,
    word,
    shape,
    prefix2: hashText(text, 0, 2),
    prefix3: hashText(text, 0, 3),
    phrases: phraseBits(lexicon.phrases, hashText(text)),
    isCommon: COMMON_NUMBER.test(text),
  };
}

/** Words up to this tier are common: some 10,900. */
const COMMON_TIER = 2;
/** Longest spelling that is kept, in UTF-16 code units; a word has few spellings, which differ in case. */
const LONGEST_COMMON = 14;

/** Facts of a token's text. */
export function wordFacts(text: string, isDigits: boolean, lexicon: TaggerLexicon): WordFacts {
  const known = lexicon.common.get(text);
  if (known !== undefined) return known;
  const facts = isDigits ? digitFacts(text, lexicon) : letterFacts(text, lexicon);
  if (facts.isCommon) lexicon.common.set(text, facts);
  return facts;
}

/** `the`, `The` and `THE`, but no spelling that says something of who wrote it. */
function isPlainSpelling(shape: number): boolean {
  return shape === 1 || shape === 3 || shape === 4;
}

/** A single sign or letter of ASCII, or a common word. */
function isCommonText(text: string, tier: number, shape: number): boolean {
  if (text.length === 1 && text.charCodeAt(0) < 128) return true;
  return tier > 0 && tier <= COMMON_TIER && text.length <= LONGEST_COMMON && isPlainSpelling(shape);
}

function letterFacts(text: string, lexicon: TaggerLexicon): WordFacts {
  const lower = text.toLowerCase();
  const listed = lexicon.words.get(lower) ?? 0;
  const tier = listedFact(listed, 'tier');
  const { length } = lower;
  const word = hashText(lower);
  const known = lexicon.classes === undefined ? 0 : wordClass(lexicon.classes, word);
  const shape = letterShape(text, lower);
  return {
    word,
    shape: shape * 8 + lengthBucket(text.length),
    prefix2: hashText(lower, 0, Math.min(2, length)),
    prefix3: hashText(lower, 0, Math.min(3, length)),
    suffix2: hashText(lower, Math.max(0, length - 2)),
    suffix3: hashText(lower, Math.max(0, length - 3)),
    nameRank: listedFact(listed, 'given') * 8 + listedFact(listed, 'surname'),
    tier,
    roles: listedFact(listed, 'roles'),
    things: listedFact(listed, 'things'),
    wordClass: known,
    wordGroup: wordGroup(known),
    phrases: phraseBits(lexicon.phrases, word),
    isCommon: isCommonText(text, tier, shape),
  };
}
