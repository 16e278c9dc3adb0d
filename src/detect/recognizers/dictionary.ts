import type { WordList } from '../../rules/types';
import { oncePer } from '../once-per';
import type { MatchText, Recognizer, RecognizerContext, Span } from '../types';
import { matchPatterns } from './pattern';

/**
 * Finds entries of a rule's word lists. The rule's patterns are frames: they say where an entry may stand ("in X", "X, TX") and propose a
 * value of one or more words; of it the longest beginning that is an entry is kept ("Baton Rouge General" → "Baton Rouge"). Scores as for patterns.
 */
export const recognizeDictionary: Recognizer = (text, context) => {
  const lists = context.rule.lists.map((name) => context.list(name));
  const filter = (span: Span): Span | undefined => longestEntry(text, span, lists, context);
  return matchPatterns(text, context, filter);
};

function longestEntry(text: MatchText, span: Span, lists: readonly WordList[], context: RecognizerContext): Span | undefined {
  for (let index = text.wordAt(span.end) - 1; index >= text.wordAt(span.start); index--) {
    context.checkpoint();
    const end = Math.min(text.words[index]?.end ?? span.end, span.end);
    const entry = asEntry(text.lower.slice(span.start, end));
    if (lists.some((list) => list.has(entry) || spelled(list).has(entry))) return { start: span.start, end };
  }
  return undefined;
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
