import { KIND, tokenise } from '../../../../src/detect/tagger/tokens';

function tokensOf(text: string): string[] {
  const { count, starts, ends } = tokenise(text);
  return Array.from({ length: count }, (_, index) => text.slice(starts[index], ends[index]));
}

test.each([
  ['Dr. Núñez, 3/14', ['Dr', '.', 'Núñez', ',', '3', '/', '14'], 'letters with accents, signs one by one'],
  ['a\n\nb', ['a', '\n', '\n', 'b'], 'line ends are tokens'],
  ['MRN00482917', ['MRN', '00482917'], 'letters and digits part'],
  ['  \t ', [], 'blanks are none'],
  ['', [], 'nothing'],
  ["O'Neil's", ['O', "'", 'Neil', "'", 's'], 'apostrophes are signs'],
])('%j gives %j (%s)', (text, expected) => {
  expect(tokensOf(text)).toEqual(expected);
});

test('kinds tell letters, digits, signs and line ends apart', () => {
  expect([...tokenise('ab 12 - \n').kinds]).toEqual([KIND.letters, KIND.digits, KIND.sign, KIND.lineEnd]);
});
