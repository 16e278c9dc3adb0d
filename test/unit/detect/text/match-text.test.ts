import { createMatchText, sameLengthLower } from '../../../../src/detect/text/match-text';

describe('words', () => {
  test.each([
    ['an inner apostrophe belongs to the word', "O'Neil's", ["O'Neil's"]],
    ['a quotation mark does not', "'Mary'", ['Mary']],
    ['a hyphen parts words', 'Delgado-Ruiz', ['Delgado', 'Ruiz']],
    ['letters and digits are parted', 'A12b', ['A', '12', 'b']],
    ['an underscore parts words', 'mary_smith', ['mary', 'smith']],
    ['a combining mark stays with its letter', 'Jos\u0065\u0301 x', ['Jos\u0065\u0301', 'x']],
    ['letters of any script', 'Юлия 李', ['Юлия', '李']],
    ['no words', ' -- ', []],
  ])('%s', (_reason, text, expected) => {
    expect(createMatchText(text).words.map((word) => word.text)).toEqual(expected);
  });

  test('each word knows its place, kind and lower case', () => {
    expect(createMatchText('Mary 12').words).toEqual([
      { start: 0, end: 4, text: 'Mary', lower: 'mary', kind: 'letters' },
      { start: 5, end: 7, text: '12', lower: '12', kind: 'digits' },
    ]);
  });

  test.each([
    [0, 0],
    [1, 1],
    [3, 1],
    [4, 2],
    [99, 3],
  ])('the first word at or after %i is number %i', (offset, index) => {
    expect(createMatchText('ab cd ef').wordAt(offset)).toBe(index);
  });
});

test.each([
  ['İstanbul', 'a capital whose lower case is longer stays'],
  ['ΑΣ', 'final sigma'],
  ['ẞ', 'capital sharp s'],
  ['plain ABC', 'plain'],
])('lower case of %s has the same length (%s)', (text) => {
  expect(sameLengthLower(text)).toHaveLength(text.length);
});
