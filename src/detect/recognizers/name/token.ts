import type { MatchText, Span, Word } from '../../types';
import { FLAG, type NameLexicon, type WordFacts } from './lexicon';

/** How a word is written. `initial` is a single capital letter, `mixed` has a capital inside ("McKay", "LaShonda"). */
export type Shape = 'lower' | 'title' | 'mixed' | 'upper' | 'initial' | 'digits';

/**
 * What kind of word it is for names: `listed` in a name list and no ordinary word; `ambiguous` both ("Hope", "Bell"); `unlisted`
 * nowhere; `ordinary` a common word; `blocked` a drug, brand, heading or other word that is no name.
 */
export type NameClass = 'listed' | 'ambiguous' | 'unlisted' | 'ordinary' | 'blocked';

/** A word with what the name rules ask about it. Its span ends before a possessive 's. */
export interface NameToken extends Span {
  readonly text: string;
  readonly lower: string;
  readonly shape: Shape;
  readonly facts: WordFacts;
  readonly nameClass: NameClass;
  readonly possessive: boolean;
  /** What stands between the word before and this one. */
  readonly gap: string;
  /** First word of its line. */
  readonly lineStart: boolean;
  /** Its line has capitals only, so that they say nothing. */
  readonly capsLine: boolean;
  /** Letters with digits right beside them, a code ("PaO2", "25G"), or a placeholder ("XXXXX"). */
  readonly glued: boolean;
}

/** Letters and digits side by side are a code ("PaO2", "25G"). */
const DIGIT = /\d/;
/** "XXXXX" and the like stand for a name that is left out. */
const PLACEHOLDER = /^(?:x{3,}|_+)$/;
const ENGLISH_ENDING = /'(?:m|d|ll|ve|re|t)$/;

export function has(token: NameToken | undefined, flag: number): boolean {
  return token !== undefined && (token.facts.flags & flag) !== 0;
}

/** A first name at least as frequent as the rank bucket. */
export function isGiven(token: NameToken | undefined, bucket = 4): boolean {
  return token !== undefined && token.facts.given > 0 && token.facts.given <= bucket;
}

/** A family name at least as frequent as the rank bucket. */
export function isSurname(token: NameToken | undefined, bucket = 6): boolean {
  return token !== undefined && token.facts.surname > 0 && token.facts.surname <= bucket;
}

/** Starts with a capital and is no abbreviation by its form. */
export function isCapitalised(token: NameToken | undefined): token is NameToken & { readonly shape: 'title' | 'mixed' } {
  return token !== undefined && (token.shape === 'title' || token.shape === 'mixed');
}

function shapeOf(word: Word): Shape {
  if (word.kind === 'digits') return 'digits';
  const { text, lower } = word;
  if (text === lower) return 'lower';
  if (text.charAt(0) === lower.charAt(0)) return 'lower';
  if (text.length === 1) return 'initial';
  if (text.slice(1) === lower.slice(1)) return 'title';
  return text === text.toUpperCase() ? 'upper' : 'mixed';
}

/** Surnames this rare in the census are also random letter strings; they count only where the word is no known one. */
const RARE = 6;

function isNameListed({ given, surname }: WordFacts): boolean {
  return (given > 0 && given < RARE) || (surname > 0 && surname < RARE);
}

const NEVER = FLAG.notName | FLAG.drug | FLAG.medical;

/** "Sheila", "Gus": in a dictionary too, but in a part of it that hardly anyone uses. */
function isHardlyAWord({ given, tier, flags }: WordFacts): boolean {
  return tier >= 50 && given > 0 && given <= 3 && (flags & ~FLAG.verb) === 0;
}

/** Brands, headings and drugs that are frequent names too ("Allegra", "April"). */
function classOfBlocked({ given, surname }: WordFacts): NameClass {
  return (given > 0 && given <= 4) || (given === 0 && surname > 0 && surname <= 3) ? 'ambiguous' : 'blocked';
}

function classOf(lower: string, facts: WordFacts): NameClass {
  if (ENGLISH_ENDING.test(lower)) return 'blocked';
  if ((facts.flags & FLAG.functionWord) !== 0) return 'ordinary';
  if (isHardlyAWord(facts)) return 'listed';
  if ((facts.flags & NEVER) !== 0) return classOfBlocked(facts);
  if ((facts.flags & FLAG.eponym) !== 0) return 'ambiguous';
  const named = isNameListed(facts);
  if (facts.tier > 0) return named ? 'ambiguous' : 'ordinary';
  return named || facts.surname > 0 ? 'listed' : 'unlisted';
}

/** Offsets of lines that hold capitals and no small letters. */
class CapsLines {
  private end = -1;
  private caps = false;

  constructor(private readonly text: MatchText) {}

  /** Asked with rising offsets. */
  has(offset: number): boolean {
    if (offset >= this.end) {
      const start = this.text.text.lastIndexOf('\n', offset) + 1;
      const newline = this.text.text.indexOf('\n', offset);
      this.end = newline < 0 ? this.text.text.length + 1 : newline + 1;
      const line = this.text.text.slice(start, this.end);
      this.caps = !/\p{Ll}/u.test(line) && /\p{Lu}{2}.*\P{L}\p{Lu}{2}/u.test(line);
    }
    return this.caps;
  }
}

/** The text's words, ready for the name rules. Linear. */
export function nameTokens(text: MatchText, lexicon: NameLexicon): NameToken[] {
  const lines = new CapsLines(text);
  let previousEnd = 0;
  return text.words.map((word, index) => {
    const gap = text.text.slice(previousEnd, word.start);
    previousEnd = word.end;
    const possessive = word.lower.endsWith("'s") && word.end - word.start > 2;
    const lower = possessive ? word.lower.slice(0, -2) : word.lower;
    const facts = lexicon.facts(lower);
    const glued = PLACEHOLDER.test(lower) || (gap === '' && index > 0) || DIGIT.test(text.text.charAt(word.end));
    return {
      start: word.start,
      end: possessive ? word.end - 2 : word.end,
      text: possessive ? word.text.slice(0, -2) : word.text,
      lower,
      shape: shapeOf(possessive ? { ...word, text: word.text.slice(0, -2), lower } : word),
      facts,
      nameClass: glued ? 'blocked' : classOf(lower, facts),
      possessive,
      gap,
      lineStart: index === 0 || gap.includes('\n'),
      capsLine: lines.has(word.start),
      glued,
    };
  });
}
