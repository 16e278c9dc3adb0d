import { parseMarkedNote } from '../../../src/training/marked-note';
import { normaliseNote } from '../../../src/training/normalise-note';

test.each([
  ['plain ⟦NAME|Ann Lee⟧, seen', 'plain Ann Lee, seen', ['Ann Lee'], 'nothing to do'],
  ['• ⟦NAME|O’Neil⟧ → ⟦DATE|3–5 May⟧', "· O'Neil > 3-5 May", ["O'Neil", '3-5 May'], 'characters for characters'],
  ['😀 ⟦NAME|Ra\uFB00erty⟧ x', '¦ Rafferty x', ['Rafferty'], 'one character for two, two for one'],
  ['a\u200B⟦NAME|A\u00ADnn⟧\u200B b', 'aAnn b', ['Ann'], 'invisible characters'],
  ['O ⟦NAME|Mu&ntilde;oz⟧&nbsp;⟦ID|7⟧', 'O Muñoz 7', ['Muñoz', '7'], 'HTML entities'],
])('%s', (raw, text, values) => {
  const note = normaliseNote({ id: 'a', ...parseMarkedNote(raw, 'a.txt') });
  expect(note.text).toBe(text);
  expect(note.spans.map(({ start, end }) => note.text.slice(start, end))).toEqual(values);
});
