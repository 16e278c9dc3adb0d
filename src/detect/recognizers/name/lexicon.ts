import type { WordList } from '../../../rules/types';
import { letteredThingsOf } from '../../lettered-things';
import { oncePer } from '../../once-per';
import { type ThingReader, thingReaderOf } from '../../records/things';
import { fold } from '../../text/value-key';
import type { RecognizerContext } from '../../types';
import type { CareWords } from './care-frames';
import { FLAG } from './flags';
import { classOf, type ListedFacts, type NameClass } from './name-class';

/** Facts about one word, with the class that follows from them. */
export interface WordFacts extends ListedFacts {
  readonly nameClass: NameClass;
}

/** Phrases of a list with their numbers; most words end none, which one look-up tells. */
export interface Phrases {
  readonly numbers: WordList;
  readonly lastWords: ReadonlySet<string>;
}

export interface NameLexicon {
  facts(lower: string): WordFacts;
  readonly labels: Phrases;
  readonly cues: Phrases;
  readonly greetings: Phrases;
  readonly initialsCues: WordList;
  readonly notInitials: WordList;
  readonly notSignatures: WordList;
  readonly careWords: CareWords;
  readonly things: ThingReader;
  readonly letteredThings: WordList;
  readonly boardSlots: WordList;
  readonly boardMatters: WordList;
  readonly meantOtherwise: WordList;
  readonly doingsOfSmallNames: WordList;
}

const PLAIN_ASCII = /^[a-z]*$/;
const UNKNOWN: ListedFacts = { given: 0, surname: 0, tier: 0, flags: 0 };
const UNLISTED: WordFacts = { ...UNKNOWN, nameClass: 'unlisted' };
const BLOCKED: WordFacts = { ...UNKNOWN, nameClass: 'blocked' };

/** List name and the bit that its words get. */
const FLAG_LISTS: readonly (readonly [string, number])[] = [
  ['not-names', FLAG.notName],
  ['drugs', FLAG.drug],
  ['eponyms', FLAG.eponym],
  ['credentials', FLAG.credential],
  ['name-titles', FLAG.title],
  ['kinship', FLAG.kin],
  ['care-roles', FLAG.role],
  ['name-verbs', FLAG.verb],
  ['name-particles', FLAG.particle],
  ['medical-words', FLAG.medical],
  ['medical-heads', FLAG.medicalHead],
  ['function-words', FLAG.functionWord],
];

/** The bit that words with an odd number get besides. */
const FLAG_OF_FIRSTS: ReadonlyMap<number, number> = new Map([
  [FLAG.title, FLAG.sureTitle],
  [FLAG.credential, FLAG.ambiguousCredential],
  [FLAG.verb, FLAG.verbOfThings],
]);

/** The facts of a word in one number: 130,000 objects take longer to make. */
const GIVEN = 1;
const SURNAME = 8;
const TIER = 64;
const FLAGS = 4096;

function unpack(facts: number): ListedFacts {
  return { given: facts & 7, surname: (facts >> 3) & 7, tier: (facts >> 6) & 63, flags: facts >> 12 };
}

function merge(context: RecognizerContext): Map<string, number> {
  const all = new Map<string, number>();
  const add = (name: string, unit: number, most: number): void => {
    for (const [word, number] of context.list(name)) all.set(word, (all.get(word) ?? 0) | (Math.min(number, most) * unit));
  };
  add('given-names', GIVEN, 7);
  add('surnames', SURNAME, 7);
  add('common-words', TIER, 63);
  for (const [name, flag] of FLAG_LISTS) {
    for (const [word, number] of context.list(name)) {
      const flags = flag | ((number & 1) === 1 ? (FLAG_OF_FIRSTS.get(flag) ?? 0) : 0);
      all.set(word, (all.get(word) ?? 0) | (flags * FLAGS));
    }
  }
  for (const [word, facts] of all) if (!PLAIN_ASCII.test(word)) all.set(word, adopt(facts, all.get(fold(word)) ?? 0));
  return all;
}

/** "sjögren" stands in a name list with its accent, in the list of eponyms without. */
function adopt(facts: number, plain: number): number {
  const { tier } = unpack(facts);
  return facts | (plain & ~(FLAGS - 1)) | (tier === 0 ? plain & (63 * TIER) : 0);
}

const MEDICAL: WordFacts = { ...UNKNOWN, flags: FLAG.medical, nameClass: 'blocked' };

/** Tells by endings which words are medical, since no list holds all of them. */
function medicalEnding(endings: WordList): (lower: string) => boolean {
  const longest = Math.max(0, ...Array.from(endings.keys(), ({ length }) => length));
  const ends = (word: string): boolean => {
    for (let length = longest; length > 0; length -= 1) if (endings.has(word.slice(-length))) return true;
    return false;
  };
  return (lower) => lower.length > 6 && (ends(lower) || (lower.endsWith('s') && ends(lower.slice(0, -1))));
}

function guess(lower: string, isMedical: (lower: string) => boolean): WordFacts {
  if (lower.includes("'") && classOf(lower, UNKNOWN) === 'blocked') return BLOCKED;
  return isMedical(lower) ? MEDICAL : UNLISTED;
}

function phrasesOf(numbers: WordList): Phrases {
  return { numbers, lastWords: new Set(Array.from(numbers.keys(), (phrase) => phrase.slice(phrase.lastIndexOf(' ') + 1))) };
}

/** The word lists that the name rules use, merged into one look-up: merging 130,000 words takes 0.1 s. */
export const nameLexicon = oncePer(
  (context: RecognizerContext): NameLexicon => {
    const words = createLookUp(merge(context));
    const isMedical = medicalEnding(context.list('medical-endings'));
    return {
      facts: (lower) => words(lower) ?? factsOfUnlisted(words, lower, isMedical),
      labels: phrasesOf(context.list('name-labels')),
      cues: phrasesOf(context.list('name-cues')),
      greetings: phrasesOf(context.list('name-greetings')),
      initialsCues: context.list('initials-cues'),
      notInitials: context.list('not-initials'),
      notSignatures: context.list('not-signatures'),
      careWords: {
        actions: context.list('care-actions'),
        behindActions: context.list('behind-care-actions'),
        belongings: context.list('care-belongings'),
        doings: context.list('care-doings'),
        papers: context.list('care-papers'),
        states: context.list('care-states'),
      },
      things: thingReaderOf(context.ruleSet),
      letteredThings: letteredThingsOf(context.ruleSet),
      boardSlots: context.list('board-slots'),
      boardMatters: context.list('board-matters'),
      meantOtherwise: context.list('names-meant-otherwise'),
      doingsOfSmallNames: context.list('doings-of-small-names'),
    };
  },
  ({ ruleSet }) => ruleSet.lists,
);

type LookUp = (word: string) => WordFacts | undefined;

/** Words of which the lists say the same share their facts; how an English contraction is spelled counts besides. */
function createLookUp(words: ReadonlyMap<string, number>): LookUp {
  const known = new Map<number, WordFacts>();
  return (word) => {
    const packed = words.get(word);
    if (packed === undefined) return undefined;
    const same = known.get(packed);
    if (same !== undefined && !word.includes("'")) return same;
    const facts = unpack(packed);
    const classed = { ...facts, nameClass: classOf(word, facts) };
    if (!word.includes("'")) known.set(packed, classed);
    return classed;
  };
}

/** "katieee", "sooooo": one letter three times or more, in a word of five or more. */
const LENGTHENED = /^(?=.{5}).*(\p{L})\1\1/su;

/** Tries the word without accents and apostrophes, and without what was lengthened, then tells by its ending. */
function factsOfUnlisted(words: LookUp, lower: string, isMedical: (lower: string) => boolean): WordFacts {
  if (!PLAIN_ASCII.test(lower)) {
    const plain = words(fold(lower)) ?? words(fold(lower).replaceAll("'", ''));
    if (plain !== undefined) return plain;
  }
  if (LENGTHENED.test(lower)) {
    const meant = words(lower.replace(/(\p{L})\1{2,}/gu, '$1')) ?? words(lower.replace(/(\p{L})\1{2,}/gu, '$1$1'));
    if (meant !== undefined) return meant;
  }
  return guess(lower, isMedical);
}
