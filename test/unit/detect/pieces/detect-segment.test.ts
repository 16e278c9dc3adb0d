import { detectSegment } from '../../../../src/detect/pieces/detect-segment';
import { cutIntoPieces } from '../../../../src/detect/pieces/plan-segment';
import { createReader } from '../../../../src/detect/pieces/read-piece';
import { patternRule, ruleSetOf } from '../../../support/rule-set';

const PIECE = 65_536;
const never = (): void => undefined;

describe('cutting long texts', () => {
  test.each([
    ['short text: one piece', 'abc', 10, ['abc']],
    ['at the last blank line', 'aaaa\n\nb\nc ddd', 9, ['aaaa\n\n', 'b\nc ddd']],
    ['else at the last line end', 'aaaaa\nb c ddd', 9, ['aaaaa\n', 'b c ddd']],
    ['else at the last space', 'aaaa bb cc dd', 9, ['aaaa bb ', 'cc dd']],
    ['never in the first half', 'a bbbbbbbbbbbbb', 9, ['a bbbbbbb', 'bbbbbb']],
    ['nowhere to cut: at the limit', 'a'.repeat(20), 9, ['aaaaaaaaa', 'aaaaaaaaa', 'aa']],
    ['empty', '', 9, ['']],
  ])('%s', (_reason, text, limit, expected) => {
    expect(cutIntoPieces(text, limit).map((piece) => piece.text)).toEqual(expected);
  });

  test('pieces join to the text, each at its start', () => {
    const text = 'line of words\n'.repeat(900);
    for (const piece of cutIntoPieces(text, 100))
      expect(text.slice(piece.start, piece.start + piece.text.length)).toBe(piece.text);
    expect(
      cutIntoPieces(text, 100)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });

  test('a character outside the basic plane is not cut in two', () => {
    for (const piece of cutIntoPieces('😀'.repeat(20), 9)) expect(piece.text.isWellFormed()).toBe(true);
  });
});

describe('one segment', () => {
  const rules = ruleSetOf([
    patternRule('MRN', '(?:MRN|chart): (?<value>\\d{5,8})'),
    patternRule('ID', '\\b(?<value>X\\d{3})\\b'),
  ]);
  const found = (text: string, label?: string): string[] =>
    detectSegment(label === undefined ? { text } : { text, label }, createReader(rules, never), rules).winners.map(
      ({ start, end }) => text.slice(start, end),
    );

  test.each<[string, string, string | undefined, string[]]>([
    ['a label in the text', 'MRN: 48291', undefined, ['48291']],
    ['a label from the key', '48291', 'MRN', ['48291']],
    ['no label', '48291', undefined, []],
    ['the label itself is never part', 'X123', 'X999', ['X123']],
    ['offsets in the source', 'a\u200B MRN:\u00A0482\u200B91', undefined, ['482\u200B91']],
  ])('%s', (_reason, text, label, expected) => {
    expect(found(text, label)).toEqual(expected);
  });

  test('values in every piece of a long text are found', () => {
    const line = `${'word '.repeat(20)}MRN: 48291\n`;
    const text = line.repeat(Math.ceil((3 * PIECE) / line.length));
    expect(found(text)).toHaveLength(text.length / line.length);
  });

  test.each([
    ['in the middle of a text without spaces', `${'x'.repeat(PIECE - 6)}chart:`, ' 48291'],
    ['behind its label', `${'word '.repeat(13_106)}MRN:`, ' 48291'],
    ['inside the value', `${'.'.repeat(PIECE - 9)}MRN: `, '48291'],
  ])('a value at the edge of a piece is found (%s)', (_reason, before, behind) => {
    expect(found(`${before}${behind} and more`.padEnd(PIECE + 100, ' and more'))).toEqual(['48291']);
  });

  test('two values that share one character of the source stay apart', () => {
    const shared = ruleSetOf([patternRule('ID', '(?<value>XN)'), patternRule('NAME', '(?<=N)(?<value>o12345)')]);
    const { winners } = detectSegment({ text: 'X\u2116' + '12345' }, createReader(shared, never), shared);
    expect(winners.map(({ entity, start, end }) => [entity, start, end])).toEqual([
      ['ID', 0, 2],
      ['NAME', 2, 7],
    ]);
  });

  test('an allow-listed value is no detection', () => {
    const rule = patternRule('ID', '\\b(?<value>[A-Z]\\d{3})\\b', { allowList: new Set(['x123']) });
    const text = 'X123 Y123';
    const { winners } = detectSegment({ text }, createReader(ruleSetOf([rule]), never), ruleSetOf([rule]));
    expect(winners.map(({ start }) => start)).toEqual([5]);
  });

  test('a rule that names a missing list fails, not finds nothing', () => {
    const rule = patternRule('NAME', '(?<value>x)', { recognizer: 'dictionary', lists: ['absent'] });
    expect(() => detectSegment({ text: 'x' }, createReader(ruleSetOf([rule]), never), ruleSetOf([rule]))).toThrow('absent');
  });
});

describe('a table of several pieces', () => {
  const rules = ruleSetOf([patternRule('ACCOUNT', '(?<value>X\\d{9})', { columns: ['acct', 'mrn'] })]);
  const read = createReader(rules, never);

  /** The text found in a table of so many rows below a text. */
  function foundBelow(above: string, row: string): string[] {
    const text = above + row.repeat(Math.ceil((2.5 * PIECE) / row.length));
    return detectSegment({ text }, read, rules).winners.map(({ start, end }) => text.slice(start, end));
  }

  test.each([
    ['CSV', 'note,acct,x\n', `${'n'.repeat(60)},104729,2.5\n`],
    ['Markdown', 'See below.\n\n| note | acct |\n|---|---|\n', `| ${'n'.repeat(60)} | 104729 |\n`],
    ['aligned', `note${' '.repeat(58)}acct    mrn\n`, `${'n'.repeat(60)}  104729  2.5\n`],
    ['right below prose, with a delimiter in it', 'Dear Ann, see:\nnote,acct,x\n', `${'n'.repeat(60)},104729,2.5\n`],
    ['aligned, with commas in cells', `name${' '.repeat(58)}acct    mrn\n`, `${'n'.repeat(54)}, Ann  104729  2.5\n`],
    ['CSV with cells of several lines', 'note,acct,x\n', `"${'n\n\n'.repeat(60)}",104729,"2.5\n\n,3"\n`],
    ['MediaWiki', '{|\n! note\n! acct\n', `|-\n| ${'n'.repeat(60)}\n| 104729\n`],
    ['AsciiDoc', '|===\n|note |acct\n\n', `|${'n'.repeat(60)}\n|104729\n\n`],
    ['a definition', 'CREATE TABLE p (note text, acct int);\nINSERT INTO p VALUES ', `('${'n, '.repeat(20)}',104729),`],
    ['in lists of JSON', '{"columns":["note","acct"],"data":[', `["${'n, '.repeat(20)}",104729],`],
    [
      'in lists of JSON, far below their heads',
      `{"columns":["note","acct"],"x":"${'.'.repeat(200)}","data":[`,
      `["${'n, '.repeat(20)}",104729],`,
    ],
    ['in SQL', 'INSERT INTO x (note, acct) VALUES\n', `('${'n (), '.repeat(20)}', 104729),\n`],
    ['in HTML', '<table><tr><th>note</th><th>acct</th></tr>', `<tr><td>${'n '.repeat(20)}</td><td>104729</td></tr>`],
    ['with the foot of a page behind each row', 'note,acct,x\n', `${'n'.repeat(60)},104729,2.5\nPage 3 of 9\n\n`],
    ['CSV with a head of hundreds of columns', `note,acct,${'item_score,'.repeat(900)}x\n`, `${'n'.repeat(60)},104729,2.5\n`],
  ])('is read with its head in each of them: %s', (_what, above, row) => {
    const rows = Math.ceil((2.5 * PIECE) / row.length);
    expect(foundBelow(above, row)).toEqual(Array.from({ length: rows }, () => '104729'));
  });

  test('is read with its head where the line before a cut holds another delimiter', () => {
    const text = `note,acct,x\n${`${'n'.repeat(60)},104729,2.5\n`.repeat(2000)}`;
    const cut = cutIntoPieces(text)[1]?.start ?? 0;
    const row = text.lastIndexOf('\n', cut - 2) + 1;
    const changed = `${text.slice(0, row)}n; n|n${text.slice(row + 6)}`;
    expect(detectSegment({ text: changed }, read, rules).winners).toHaveLength(2000);
  });

  test('what is found in the head counts once', () => {
    expect(foundBelow('note,acct,X123456789\n', `${'n'.repeat(60)},none,2.5\n`)).toEqual(['X123456789']);
  });

  test('what goes on behind a table is read without its head', () => {
    const above = `note,acct,x\n${`${'n'.repeat(60)},104729,2.5\n`.repeat(10)}\n`;
    expect(foundBelow(above, `${'word '.repeat(20)}104730\n`)).toHaveLength(10);
  });
});

describe('a list of several pieces', () => {
  const rules = ruleSetOf([patternRule('MRN', 'MRNs:\\s+(?:- |")?(?<value>\\d{6})')]);
  const read = createReader(rules, never);

  test.each([
    ['in a line', '', ', '],
    ['in a line without blanks', '', ','],
    ['in lines', '', '\n'],
    ['with points', '- ', '\n- '],
    ['of JSON', '"', '",\n"'],
  ])('is read with its label in each of them: %s', (_what, before, between) => {
    const numbers = Array.from({ length: 15_000 }, (_, index) => String(104_729 + index));
    const text = `Seen by us.\nMRNs: ${before === '- ' ? '\n' : ''}${before}${numbers.join(between)}\n\nThe end, ${'and 10472 more '.repeat(10)}`;
    const found = detectSegment({ text }, read, rules).winners.map(({ start, end }) => text.slice(start, end));
    expect(found).toEqual(numbers);
  });
});
