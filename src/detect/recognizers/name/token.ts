import type { MatchText, Span, Word } from '../../types';
import type { NameLexicon, WordFacts } from './lexicon';
import type { NameClass } from './name-class';

/** How a word is written. `initial` is a single capital letter, `mixed` has a capital inside ("McKay", "LaShonda"). */
export type Shape = 'lower' | 'title' | 'mixed' | 'upper' | 'initial' | 'digits';

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

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** "XXXXX" and the like stand for a name that is left out. */
const PLACEHOLDER = /^(?:x{3,}|_+)$/;

/** How far a transcript is searched for further turns of the same speaker. */
const TRANSCRIPT_REACH = 3000;

/** The text around a word. */
export function transcriptAround(text: string, { start }: NameToken): string {
  return text.slice(Math.max(0, start - TRANSCRIPT_REACH), start + TRANSCRIPT_REACH);
}

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

function shapeOf(text: string, lower: string): Shape {
  if (text === lower || text.charAt(0) === lower.charAt(0)) return 'lower';
  if (text.length === 1) return 'initial';
  if (text.slice(1) === lower.slice(1)) return 'title';
  return text === text.toUpperCase() ? 'upper' : 'mixed';
}

/** Two words of capitals. Only the first two capitals are tried as a beginning: of a gene's sequence every two would be. */
const CAPITALS_TWICE = /^(?:(?!\p{Lu}{2}).)*\p{Lu}{2}.*\P{L}\p{Lu}{2}/mu;

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
      this.caps = !/\p{Ll}/u.test(line) && CAPITALS_TWICE.test(line);
    }
    return this.caps;
  }
}

const NO_FACTS: WordFacts = { given: 0, surname: 0, tier: 0, flags: 0, nameClass: 'ordinary' };

function makeToken(
  word: Word,
  gap: string,
  first: boolean,
  context: { text: MatchText; lines: CapsLines; lexicon: NameLexicon },
): NameToken {
  const possessive = word.lower.endsWith("'s") && word.lower.length > 2;
  const text = possessive ? word.text.slice(0, -2) : word.text;
  const lower = possessive ? word.lower.slice(0, -2) : word.lower;
  const facts = word.kind === 'digits' ? NO_FACTS : context.lexicon.facts(lower);
  const glued = (gap === '' && !first) || isDigit(context.text.text.charCodeAt(word.end)) || PLACEHOLDER.test(lower);
  return {
    start: word.start,
    end: possessive ? word.end - 2 : word.end,
    text,
    lower,
    shape: word.kind === 'digits' ? 'digits' : shapeOf(text, lower),
    facts,
    nameClass: glued ? 'blocked' : facts.nameClass,
    possessive,
    gap,
    lineStart: first || gap.includes('\n'),
    capsLine: context.lines.has(word.start),
    glued,
  };
}

/** The same lexicon for one text: most words stand in it more than once, and telling an unlisted one takes a regular expression. */
function rememberFacts(lexicon: NameLexicon): NameLexicon {
  const known = new Map<string, WordFacts>();
  const facts = (lower: string): WordFacts => {
    const found = known.get(lower) ?? lexicon.facts(lower);
    known.set(lower, found);
    return found;
  };
  return { ...lexicon, facts };
}

/** The text's words, ready for the name rules. Linear. */
export function nameTokens(text: MatchText, lexicon: NameLexicon): NameToken[] {
  const context = { text, lines: new CapsLines(text), lexicon: rememberFacts(lexicon) };
  let previousEnd = 0;
  return text.words.map((word, index) => {
    const gap = text.text.slice(previousEnd, word.start);
    previousEnd = word.end;
    return makeToken(word, gap, index === 0, context);
  });
}
