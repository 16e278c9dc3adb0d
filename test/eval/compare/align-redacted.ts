import type { Span } from '../../../src/detect/types';

/** Stands for one sign that was replaced. */
export const SIGN_MARK = '\uE000';
/** Stands for a name of unknown length that was replaced. */
export const NAME_MARK = '\uE001';

/**
 * Where in a text the marks of its redacted form stand. A name's length is not known: it ends where what follows in the redacted form
 * is next found in the text, one sign after its start at the earliest.
 *
 * @throws RangeError if the redacted form cannot come from the text
 */
export function alignRedacted(text: string, redacted: string): Span[] {
  const parts = redacted.split(NAME_MARK);
  const spans: Span[] = [];
  let at = 0;
  parts.forEach((part, index) => {
    const start = index === 0 ? 0 : placeOf(part, { text, from: at + 1, last: index === parts.length - 1 });
    if (start < 0 || !fits(part, text, start)) throw new RangeError('the redacted form does not fit the text');
    if (index > 0) spans.push({ start: at, end: start });
    for (const match of part.matchAll(/\uE000+/g)) {
      spans.push({ start: start + match.index, end: start + match.index + match[0].length });
    }
    at = start + part.length;
  });
  if (at !== text.length) throw new RangeError('the redacted form does not fit the text');
  return spans;
}

function placeOf(part: string, { text, from, last }: { text: string; from: number; last: boolean }): number {
  const end = text.length - part.length;
  if (last) return end >= from ? end : -1;
  for (let start = from; start <= end; start += 1) if (fits(part, text, start)) return start;
  return -1;
}

function fits(part: string, text: string, start: number): boolean {
  if (start + part.length > text.length) return false;
  for (let index = 0; index < part.length; index += 1) {
    const sign = part[index];
    if (sign !== SIGN_MARK && sign !== text[start + index]) return false;
  }
  return true;
}
