import type { CompiledPattern, WordList } from '../../rules/types';
import { oncePer } from '../once-per';
import type { MatchText, Recognizer, RecognizerContext, Span } from '../types';
import { matchPatterns } from './pattern';

/**
 * Finds entries of a rule's word lists. The rule's patterns are frames: they say where an entry may stand ("in X", "X, TX") and propose a
 * value of one or more words; of it the longest beginning that is an entry is kept ("Baton Rouge General" → "Baton Rouge"), or, of a pattern with
 * `within`, every entry in it that begins with a capital letter. Scores as for patterns.
 */
export const recognizeDictionary: Recognizer = (text, context) => {
  const lists = context.rule.lists.map((name) => context.list(name));
  const filter = (span: Span, pattern: CompiledPattern): readonly Span[] =>
    pattern.within === true ? entriesWithin(text, span, lists, context) : longestEntry(text, span, lists, context);
  return matchPatterns(text, context, filter);
};

function longestEntry(text: MatchText, span: Span, lists: readonly WordList[], context: RecognizerContext): [] | [Span] {
  for (let index = text.wordAt(span.end) - 1; index >= text.wordAt(span.start); index--) {
    context.checkpoint();
    const end = Math.min(text.words[index]?.end ?? span.end, span.end);
    const ends = text.lower.endsWith("'s", end) ? [end, end - POSSESSIVE] : [end];
    const found = ends.find((one) => isEntry(text.lower.slice(span.start, one), lists));
    if (found !== undefined) return [{ start: span.start, end: found }];
  }
  return [];
}

/** Length of "'s", which words keep. */
const POSSESSIVE = 2;

function isEntry(lower: string, lists: readonly WordList[]): boolean {
  const entry = asEntry(lower);
  return lists.some((list) => list.has(entry) || spelled(list).has(entry));
}

/** Most words of an entry that is looked for within a longer value. */
const MOST_WORDS = 6;

function entriesWithin(text: MatchText, span: Span, lists: readonly WordList[], context: RecognizerContext): Span[] {
  const found: Span[] = [];
  const last = text.wordAt(span.end) - 1;
  for (let index = text.wordAt(span.start); index <= last; index++) {
    const word = text.words[index];
    if (word === undefined || word.start < (found.at(-1)?.end ?? 0) || word.text.charAt(0) === word.lower.charAt(0)) continue;
    const end = Math.min(text.words[Math.min(index + MOST_WORDS - 1, last)]?.end ?? span.end, span.end);
    found.push(...longestEntry(text, { start: word.start, end }, lists, context));
  }
  return found;
}

/** Entries that need no such change, whichever they are. */
const AS_ENTRY = /^[a-z0-9]+(?: [a-z0-9]+)*$/;

/** What a list spells with accents, full stops, apostrophes or hyphens ("o'brien", "garcía-lópez"), as texts are looked up. */
const spelled = oncePer(
  (list: WordList): ReadonlySet<string> => new Set([...list.keys()].filter((entry) => !AS_ENTRY.test(entry)).map(asEntry)),
);

/** Texts are looked up in plain letters: no accents, no full stops ("St. Paul" is "st paul"), single spaces. */
function asEntry(lower: string): string {
  return lower
    .normalize('NFD')
    .replace(/\p{M}|\.|['ʻʼ]/gu, '')
    .replace(/[\s-]+/g, ' ')
    .trim();
}
