import { normalise } from '../detect/normalise';
import type { GoldDocument } from './marked-note';

/** First place in ascending offsets for which `holds`; their number if there is none. */
function firstOf(offsets: Int32Array, holds: (offset: number) => boolean): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(offsets[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The note as recognizers and tagger will see such a text, its spans with it: what is learned of a bullet must be found at one. */
export function normaliseNote(note: GoldDocument): GoldDocument {
  const { text, starts, ends } = normalise(note.text);
  if (starts === undefined || ends === undefined) return note;
  const spans = note.spans.map((span) => ({
    ...span,
    start: firstOf(ends, (end) => end > span.start),
    end: firstOf(starts, (start) => start >= span.end),
  }));
  return { ...note, text, spans: spans.filter(({ start, end }) => end > start) };
}
