import { readMarks } from '../../../../src/rules/reading/example-marks';

describe('marks of examples', () => {
  test('a bracket right before a mark is text, and so is one behind it', () => {
    expect(readMarks('AS [[[093Y]]] end')).toEqual({ text: 'AS [093Y] end', spans: [{ start: 4, end: 8 }] });
  });

  test.each(['[[a]] and [[b', '[[a [[b]]', 'a]]', '[[]]'])('marks that are wrong: %s', (marked) => {
    expect(typeof readMarks(marked)).toBe('string');
  });
});
