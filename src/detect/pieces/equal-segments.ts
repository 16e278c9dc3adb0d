import type { Segment } from '../types';

/** All that decides how a segment is read by itself. */
export type SegmentToRead = Pick<Segment, 'text' | 'label' | 'field' | 'asked'>;

/** Longer texts are hardly equal, and comparing them takes room; in UTF-16 code units, with what stands around them. */
export const MOST_COMPARED = 4096;

/** More fields beside one are not compared. */
const MOST_BESIDE = 32;

/** What is the same of segments that are read alike; undefined where that is not worth telling. */
function keyOf({ text, label = '', field, asked = [] }: SegmentToRead): string | undefined {
  if (field !== undefined && field.beside.length > MOST_BESIDE) return undefined;
  const around = [...asked, ...(field?.names ?? []), ...(field?.beside ?? [])];
  const length = around.reduce((sum, { length }) => sum + length, text.length + label.length);
  return length > MOST_COMPARED ? undefined : JSON.stringify([text, label, field, asked]);
}

/**
 * Of each segment the index of the first one that is read as it is, which may be its own. Tools answer thousands of calls of one request alike,
 * and what is found in a text by itself is the same each time.
 */
export function firstEqual(segments: readonly Segment[]): number[] {
  const firsts = new Map<string, number>();
  return segments.map((segment, index) => {
    const key = segment.knownOnly === true ? undefined : keyOf(segment);
    if (key === undefined) return index;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, index);
    return first ?? index;
  });
}
