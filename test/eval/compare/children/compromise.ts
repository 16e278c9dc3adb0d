import nlp from 'compromise';
import { serveLines } from './serve-lines';

type Term = Readonly<Record<'pre' | 'text' | 'post', string>>;

/** What its view has beside the typed methods: terms by sentence, and where a selection stands as [sentence, start, end]. */
interface View {
  readonly document: readonly (readonly Term[])[];
  readonly fullPointer: readonly (readonly [number, number, number, ...unknown[]])[];
}

/**
 * Everything compromise alone finds of a person: all its selections of that kind, and what it tags as a date. Offsets are read in one
 * walk over its terms; its own `json({ offset: true })` takes quadratic time for the same.
 */
function find(text: string): [number, number][] {
  const doc = nlp(text);
  const offsets = termOffsets((doc as unknown as View).document, text);
  const views = [
    doc.people(),
    doc.places(),
    doc.organizations(),
    doc.emails(),
    doc.phoneNumbers(),
    doc.urls(),
    doc.atMentions(),
    doc.match('#Date+'),
  ];
  return views
    .flatMap((view) => (view as unknown as View).fullPointer)
    .map(([sentence, start, end]) => [offsets[sentence]?.[start]?.[0] ?? 0, offsets[sentence]?.[end - 1]?.[1] ?? 0]);
}

function termOffsets(document: View['document'], text: string): [number, number][][] {
  let at = 0;
  const offsets = document.map((sentence) =>
    sentence.map((term): [number, number] => {
      const start = at + term.pre.length;
      const end = start + term.text.length;
      at = end + term.post.length;
      return [start, end];
    }),
  );
  if (at !== text.length) throw new RangeError('terms do not add up to the text');
  return offsets;
}

void serveLines(find);
