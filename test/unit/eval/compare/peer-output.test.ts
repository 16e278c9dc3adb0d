import { alignRedacted, NAME_MARK, SIGN_MARK } from '../../../eval/compare/align-redacted';
import { fromLine, toLine } from '../../../eval/compare/json-lines';
import { mergeOverlaps, readCodePointOffsets, readOffsets, readRedacted } from '../../../eval/compare/peer-output';

const found = (text: string, redacted: string): string[] =>
  alignRedacted(text, redacted).map(({ start, end }) => text.slice(start, end));

describe('alignRedacted', () => {
  test('signs that were replaced one by one stand where they stood', () => {
    expect(found('call 508-555-0142 now', `call ${SIGN_MARK.repeat(12)} now`)).toEqual(['508-555-0142']);
  });

  test('a name of unknown length ends where the text goes on', () => {
    expect(found('Ann Lee saw Bo.', `${NAME_MARK} saw ${NAME_MARK}.`)).toEqual(['Ann Lee', 'Bo']);
  });

  test('a name at the end and a number behind a name', () => {
    expect(found('Ann 12345, Bo', `${NAME_MARK} ${SIGN_MARK.repeat(5)}, ${NAME_MARK}`)).toEqual(['Ann', '12345', 'Bo']);
  });

  test('a text without marks has no spans', () => {
    expect(found('nothing here', 'nothing here')).toEqual([]);
  });

  test.each([['other text'], [`x${NAME_MARK}`], ['Ann Lee'.slice(0, 3)], [`Ann Lee${NAME_MARK}`]])(
    '%j is refused',
    (redacted) => {
      expect(() => alignRedacted('Ann Lee', redacted)).toThrow(RangeError);
    },
  );
});

describe('what peers answer', () => {
  test('offsets in UTF-16 code units', () => {
    expect(readOffsets([[0, 3]], 'Ann')).toEqual([{ start: 0, end: 3 }]);
  });

  test('offsets in code points are turned into code units', () => {
    expect(readCodePointOffsets([[2, 5]], '😀 Ann')).toEqual([{ start: 3, end: 6 }]);
  });

  test('a redacted text', () => {
    expect(readRedacted(`${NAME_MARK} left`, 'Ann left')).toEqual([{ start: 0, end: 3 }]);
  });

  test.each([[undefined], ['text'], [[[0, 9]]], [[[2, 1]]], [[['0', 1]]], [[7]]])('%j is refused as offsets', (output) => {
    expect(() => readOffsets(output, 'Ann')).toThrow(RangeError);
    expect(() => readCodePointOffsets(output, 'Ann')).toThrow(RangeError);
  });

  test('overlapping spans become one, spans that touch stay apart, empty ones go', () => {
    const spans = [
      { start: 8, end: 9 },
      { start: 0, end: 5 },
      { start: 2, end: 4 },
      { start: 5, end: 7 },
      { start: 3, end: 3 },
    ];
    expect(mergeOverlaps(spans)).toEqual([
      { start: 0, end: 5 },
      { start: 5, end: 7 },
      { start: 8, end: 9 },
    ]);
  });
});

describe('JSON lines', () => {
  test('hold no line end but their own, and give back the text', () => {
    const line = toLine({ text: 'a\u2028b\u2029c\r\nd' });
    expect(line.slice(0, -1)).not.toMatch(/[\r\n\u2028\u2029]/);
    expect(fromLine(line)).toEqual({ text: 'a\u2028b\u2029c\r\nd' });
  });

  test.each([['loading…'], ['null'], ['3']])('%j of a peer that prints is no answer', (line) => {
    expect(fromLine(line)).toBeUndefined();
  });
});
