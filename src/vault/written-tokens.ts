import { LABELS } from './token-grammar';

/** Longest token as the proxy writes it, in UTF-16 code units. */
const REACH = 32;
const LABEL = `(?:${LABELS.join('|')})`;
/** Up to four digits in brackets, three without: `MRN_482917` is more likely a number of a chart than a token. */
const WRITTEN = new RegExp(
  `\\[${LABEL}_[1-9]\\d{0,3}(?::[a-z]{1,8})?\\]|(?<![A-Za-z0-9_])${LABEL}_[1-9]\\d{0,2}(?:_[a-z]{1,8})?(?![A-Za-z0-9_])`,
  'g',
);

/** Whether a span of the client's text is all or part of a token that already stands there; such text is sent untouched. */
export function liesInWrittenToken(text: string, start: number, end: number): boolean {
  if (end - start > REACH) return false;
  const from = Math.max(0, start - REACH);
  for (const match of text.slice(from, end + REACH).matchAll(WRITTEN)) {
    const at = from + match.index;
    if (at <= start && end <= at + match[0].length) return true;
  }
  return false;
}
