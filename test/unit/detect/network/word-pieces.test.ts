import { cutWordPieces } from '../../../../src/detect/network/word-pieces';
import { tokenise } from '../../../../src/detect/tagger/tokens';
import { tinyNetwork } from '../../../support/tiny-network';

const PIECES = [
  ...['[LINE]', '[UNK]', '[CLS]', '[SEP]'],
  ...[
    'j',
    'jo',
    'john',
    'johns',
    '##o',
    '##n',
    '##hn',
    '##son',
    'nunez',
    'ø',
    'a',
    '##a',
    '4',
    '42',
    '##4',
    '##2',
    '.',
    'line',
    '[',
  ],
];
const model = tinyNetwork({ pieces: PIECES });

function cut(text: string) {
  const tokens = tokenise(text);
  const { count, pieces, forms, firsts } = cutWordPieces(text, tokens, model);
  return { count, pieces: Array.from(pieces, (piece) => PIECES[piece]), forms: [...forms], firsts: [...firsts], tokens };
}

/** The pieces without the text's ends. */
function piecesOf(text: string): (string | undefined)[] {
  return cut(text).pieces.slice(1, -1);
}

test.each([
  ['john', ['john'], 'the whole word where it is known'],
  ['joson', ['jo', '##son'], 'the longest piece first'],
  ['johnson', ['johns', '##o', '##n'], 'the longest piece first, though a shorter one leaves a longer rest'],
  ['johnjohn', ['[UNK]'], 'a word whose rest is unknown'],
  ['42424', ['42', '##4', '##2', '##4'], 'digits'],
  ['zebra', ['[UNK]'], 'unknown letters'],
  ['% .', ['[UNK]', '.'], 'unknown signs and known ones'],
  ['JoHN', ['john'], 'case is dropped'],
  ['NÚÑEZ', ['nunez'], 'accents are dropped'],
  ['nu\u0301n\u0303ez', ['nunez'], 'accents by themselves'],
  ['Ø', ['ø'], 'a letter that is no other with an accent keeps its stroke'],
  ['\u0301', ['[UNK]'], 'an accent on nothing'],
  ['john\n\njo', ['john', '[LINE]', '[LINE]', 'jo'], 'line ends'],
  ['[LINE]', ['[', 'line', '[UNK]'], 'a text cannot write pieces that stand for something else'],
  ['', [], 'nothing'],
  [' \t ', [], 'blanks'],
])('%j is cut into %j (%s)', (text, expected) => {
  expect(piecesOf(text)).toEqual(expected);
});

test('an empty text has its ends alone', () => {
  expect(cut('')).toMatchObject({ count: 2, pieces: ['[CLS]', '[SEP]'], forms: [24, 24], firsts: [] });
});

const CASES = ['lower', 'digits', 'sign', 'capitals', 'capital', 'title', 'mixed', 'line end'];

test.each([
  ['john', 'lower'],
  ['iPhone', 'lower'],
  ['東京', 'lower'],
  ['JOHN', 'capitals'],
  ['ÉÀ', 'capitals'],
  ['J', 'capital'],
  ['John', 'title'],
  ['Ñandú', 'title'],
  ['McKay', 'mixed'],
  ['JOhn', 'mixed'],
  ['42', 'digits'],
  ['.', 'sign'],
  ['\n', 'line end'],
])('%j is %s', (text, expected) => {
  expect(CASES[(cut(text).forms[1] as number) / 3]).toBe(expected);
});

test.each([
  ['john.', 0],
  ['john .', 1],
  ['john\t.', 1],
  ['john  .', 2],
  ['john    .', 2],
])('of %j the sign has %i blanks in front', (text, blanks) => {
  expect((cut(text).forms[2] as number) % 3).toBe(blanks);
});

test('blanks count from the line end, and from the beginning of the text', () => {
  expect(cut('  a \n a').forms.map((form) => form % 3)).toEqual([0, 2, 1, 1, 0]);
});

test('what continues a word has a form of its own, as the ends of the text', () => {
  expect(cut('Joson 42').forms).toEqual([24, 5 * 3, 24, 1 * 3 + 1, 24]);
});

test('every token points to its first piece', () => {
  const { pieces, forms, firsts, tokens } = cut('Joson 42424\nzebra.');
  expect(firsts).toEqual([1, 3, 7, 8, 9]);
  expect(firsts.map((first) => pieces[first])).toEqual(['jo', '42', '[LINE]', '[UNK]', '.']);
  expect(firsts.every((first) => forms[first] !== 24)).toBe(true);
  expect(tokens.count).toBe(5);
});

test.each([
  [12, 12],
  [13, 12],
  [100, 12],
])('of a run of %i letters %i pieces are read', (length, count) => {
  expect(piecesOf('a'.repeat(length))).toEqual(['a', ...new Array(count - 1).fill('##a')]);
});

test.each([101, 1_000_000])('a run of %i letters is not cut at all', (length) => {
  expect(piecesOf(`${'a'.repeat(length)} john`)).toEqual(['[UNK]', 'john']);
});
