import { firstIndex } from '../detect/first-index';
import { normalise } from '../detect/text/normalise';
import type { GoldDocument } from './marked-note';

/** The note as recognizers and tagger will see such a text, its spans with it: what is learned of a bullet must be found at one. */
export function normaliseNote(note: GoldDocument): GoldDocument {
  const { text, starts, ends } = normalise(note.text);
  if (starts === undefined || ends === undefined) return note;
  const spans = note.spans.map((span) => ({
    ...span,
    start: firstIndex(ends.length, (at) => (ends[at] as number) > span.start),
    end: firstIndex(starts.length, (at) => (starts[at] as number) >= span.end),
  }));
  return { ...note, text, spans: spans.filter(({ start, end }) => end > start) };
}
