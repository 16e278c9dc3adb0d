import { parseWordList } from '../../../../src/rules/reading/word-list';

const HEAD = '# source: written for this test\n# licence: Apache-2.0\n';

function wordsOf(lines: string): [string, number][] {
  const { words, problems } = parseWordList('lists/a.txt', HEAD + lines);
  expect(problems).toEqual([]);
  return [...words];
}

test('entries with and without a number', () => {
  expect(wordsOf('smith\t1\nde la cruz\n')).toEqual([
    ['smith', 1],
    ['de la cruz', 0],
  ]);
});

test.each([
  ['yıldız\t3\n', [['yildiz', 3]], 'letters that the searched text holds in plain form'],
  ['łukasz\n', [['lukasz', 0]], 'a crossed letter'],
  ['garcía\n', [['garcía', 0]], 'marks of Latin-1 stay, in the text too'],
  ['иванов\n', [['иванов', 0]], 'other scripts stay'],
])('%j is entered as %j (%s)', (lines, entered) => {
  expect(wordsOf(lines)).toEqual(entered);
});

test.each(['yıldız\t3\nyildiz\t5\n', 'yildiz\t5\nyıldız\t3\n'])(
  'what a list says of the plain spelling counts more: %j',
  (lines) => {
    expect(wordsOf(lines)).toEqual([['yildiz', 5]]);
  },
);

test.each([
  ['smith\nsmith\n', 'entry occurs twice'],
  ['yıldız\nyıldız\n', 'entry occurs twice'],
  ['Smith\n', 'entries must be in lower case and in normal form NFKC'],
  ['smith\tone\n', 'after the tab there must be one whole number'],
  ['o\u2019neil\n', "write plain quotes (') and hyphens (-), as in the text that is searched"],
])('%j: %s', (lines, reason) => {
  const { problems } = parseWordList('lists/a.txt', HEAD + lines);
  expect(problems.map((problem) => problem.reason)).toEqual([reason]);
});
