import { parseMarkedNote } from '../../../src/training/marked-note';

describe('parseMarkedNote', () => {
  test('strips the marks and counts UTF-16 units', () => {
    expect(parseMarkedNote('😀 ⟦NAME|Ann Lee⟧, ⟦?DATE|2011⟧.', 'note.txt')).toEqual({
      text: '😀 Ann Lee, 2011.',
      spans: [
        { start: 3, end: 10, entity: 'NAME', optional: false },
        { start: 12, end: 16, entity: 'DATE', optional: true },
      ],
    });
  });

  test.each([
    ['a\n⟦NAME|Ann', 'note.txt:2: opening mark never closed'],
    ['a⟧ b', 'note.txt:1: closing mark without an opening one'],
    ['⟦NAME|Ann ⟦DATE|x⟧', 'note.txt:1: mark opened inside a mark'],
    ['⟦Ann⟧', 'note.txt:1: mark does not begin TYPE| or ?TYPE|'],
    ['⟦PERSON|Ann⟧', 'note.txt:1: unknown entity PERSON'],
    ['⟦NAME| Ann⟧', 'note.txt:1: empty mark, or space at its edge'],
    ['⟦NAME|Ann\nLee⟧', 'note.txt:1: mark runs over a line end'],
  ])('refuses %j', (raw, message) => {
    expect(() => parseMarkedNote(raw, 'note.txt')).toThrow(message);
  });
});
