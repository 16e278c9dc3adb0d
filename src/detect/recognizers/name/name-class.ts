import { FLAG } from './flags';

/**
 * What kind of word it is for names: `listed` in a name list and no ordinary word; `ambiguous` both ("Hope", "Bell"); `unlisted`
 * nowhere; `ordinary` a common word; `blocked` a drug, brand, heading or other word that is no name.
 */
export type NameClass = 'listed' | 'ambiguous' | 'unlisted' | 'ordinary' | 'blocked';

/** What the word lists say about one word. Rank buckets run from 1 (most frequent) to 6, tiers from 10 (most common) to 60; 0 is "not listed". */
export interface ListedFacts {
  readonly given: number;
  readonly surname: number;
  readonly tier: number;
  /** Bits of `FLAG`. */
  readonly flags: number;
}

const ENGLISH_ENDING = /'(?:m|d|ll|ve|re|t)$/;

/** Surnames this rare in the census are also random letter strings; they count only where the word is no known one. */
const RARE = 6;

function isNameListed({ given, surname }: ListedFacts): boolean {
  return (given > 0 && given < RARE) || (surname > 0 && surname < RARE);
}

const NEVER = FLAG.notName | FLAG.drug | FLAG.medical;

/** "Sheila", "Gus": in a dictionary too, but in a part of it that hardly anyone uses. */
function isHardlyAWord({ given, tier, flags }: ListedFacts): boolean {
  return tier >= 50 && given > 0 && given <= 3 && (flags & ~FLAG.verb) === 0;
}

/** Brands, headings and drugs that are frequent names too ("Allegra", "April"). */
function classOfBlocked({ given, surname }: ListedFacts): NameClass {
  return (given > 0 && given <= 4) || (given === 0 && surname > 0 && surname <= 3) ? 'ambiguous' : 'blocked';
}

/** The class of a word by what the lists say about it. */
export function classOf(lower: string, facts: ListedFacts): NameClass {
  if (ENGLISH_ENDING.test(lower)) return 'blocked';
  if ((facts.flags & FLAG.functionWord) !== 0) return 'ordinary';
  if (isHardlyAWord(facts)) return 'listed';
  if ((facts.flags & NEVER) !== 0) return classOfBlocked(facts);
  if ((facts.flags & FLAG.eponym) !== 0) return 'ambiguous';
  const named = isNameListed(facts);
  if (facts.tier > 0) return named ? 'ambiguous' : 'ordinary';
  return named || facts.surname > 0 ? 'listed' : 'unlisted';
}
