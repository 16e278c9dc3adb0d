import type { MatchText, RecognizerContext, Span } from '../types';

/**
 * Cuts off leading words that stand in one of the rule's lists ("The", "Transferred", "Cardiology"). Nothing stays when fewer than two words
 * are left: then only generic words made up the value ("The Pain Clinic").
 */
export function trimLeadingWords(span: Span, text: MatchText, context: RecognizerContext): [] | [Span] {
  const lists = context.rule.lists.map((name) => context.list(name));
  const first = text.wordAt(span.start);
  let last = first;
  while ((text.words[last]?.end ?? Number.POSITIVE_INFINITY) <= span.end) last++;
  let index = first;
  while (index < last && lists.some((list) => list.has(text.words[index]?.lower ?? ''))) index++;
  const start = index === first ? span.start : text.words[index]?.start;
  return last - index < 2 || start === undefined ? [] : [{ start, end: span.end }];
}
