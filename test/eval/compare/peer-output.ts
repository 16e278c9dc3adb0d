import type { Span } from '../../../src/detect/types';
import { utf16Offsets } from '../read-documents';
import { alignRedacted } from './align-redacted';

/** Reads what a peer answered for a text. Throws RangeError if it does not fit the text. */
export type ReadOutput = (output: unknown, text: string) => Span[];

/** `[[start, end], …]` in UTF-16 code units. */
export const readOffsets: ReadOutput = (output, text) => {
  if (!Array.isArray(output)) throw new RangeError('not a list of spans');
  return output.map((pair: unknown) => toSpan(pair, text.length));
};

/** `[[start, end], …]` in code points, as Python counts. */
export const readCodePointOffsets: ReadOutput = (output, text) => {
  const offsets = [...utf16Offsets(text), text.length];
  if (!Array.isArray(output)) throw new RangeError('not a list of spans');
  return output
    .map((pair: unknown) => toSpan(pair, offsets.length - 1))
    .map(({ start, end }) => ({ start: offsets[start] ?? text.length, end: offsets[end] ?? text.length }));
};

/** The text with marks in place of what was found, see `align-redacted.ts`. */
export const readRedacted: ReadOutput = (output, text) => {
  if (typeof output !== 'string') throw new RangeError('not a text');
  return alignRedacted(text, output);
};

function toSpan(pair: unknown, length: number): Span {
  const [start, end] = Array.isArray(pair) ? (pair as unknown[]) : [];
  const inside = Number.isInteger(start) && Number.isInteger(end) && 0 <= Number(start) && Number(end) <= length;
  if (!inside || Number(start) > Number(end)) throw new RangeError('a span outside the text');
  return { start: Number(start), end: Number(end) };
}

/**
 * Spans without overlaps, in order. Some engines report one place under several labels; each place is to count once as a false positive.
 * Spans that only touch stay apart.
 */
export function mergeOverlaps(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && span.start < last.end) merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    else merged.push(span);
  }
  return merged;
}
