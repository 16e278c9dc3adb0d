import type { ContextRule } from '../../rules/types';
import type { MatchText, Span } from '../types';

/**
 * The rule's context words that stand near the span, on the same line: within `before` characters in front of it or `after`
 * behind it. They must be whole words (plural s allowed), so that "act" is not found in "contact".
 */
export function findContextWords(text: MatchText, span: Span, rule: ContextRule): string[] {
  const before = text.lower.slice(Math.max(0, span.start - rule.before), span.start);
  const after = text.lower.slice(span.end, span.end + rule.after);
  const sameLineBefore = before.slice(before.lastIndexOf('\n') + 1);
  const lineEnd = after.indexOf('\n');
  const sameLineAfter = lineEnd < 0 ? after : after.slice(0, lineEnd);
  return rule.words.filter((word) => holdsWord(sameLineBefore, word) || holdsWord(sameLineAfter, word));
}

function holdsWord(haystack: string, word: string): boolean {
  for (let index = haystack.indexOf(word); index >= 0; index = haystack.indexOf(word, index + 1)) {
    if (!isLetter(haystack, index - 1) && isWordEnd(haystack, index + word.length)) return true;
  }
  return false;
}

function isWordEnd(haystack: string, index: number): boolean {
  return !isLetter(haystack, index) || (haystack[index] === 's' && !isLetter(haystack, index + 1));
}

function isLetter(haystack: string, index: number): boolean {
  return /\p{L}/u.test(haystack[index] ?? '');
}
