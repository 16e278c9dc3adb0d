import { checkRegex } from '../../../../src/rules/regexes/regex-house-rules';

describe('patterns that keep the house rules', () => {
  test.each([
    ['a labelled number', String.raw`\bMRN\s{0,3}[:#]?\s{0,3}(?<value>[A-Z0-9-]{5,12})\b`],
    ['an address of e-mail', String.raw`\b(?<value>[a-z0-9._%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})\b`],
    ['a name before a fixed word', String.raw`\b(?<value>(?:[A-Z][a-z]{1,20} ){1,4}(?:Hospital|Clinic))\b`],
    [
      'optional pieces between label and value',
      String.raw`\bmedical(?:\s{1,3}record)?(?:\s{1,3}(?:no|number))?\.?\s{0,3}[:#=]?\s{0,3}(?<value>\d{5,12})`,
    ],
    ['a value in a look-ahead', String.raw`\bid(?=\s(?<value>\d{3}))`],
    ['property classes', String.raw`\b(?<value>\p{Lu}\p{Ll}{1,30})(?= \d{5}\b)`],
    ['a look-ahead that ends a repeat', String.raw`x[\s_-]{0,90}(?=[A-Z0-9])(?<value>[\w-]{1,90})`],
    ['fields of HL7', String.raw`\bPID\|(?:[^|\n]{0,250}\|){2,30}(?<value>\d{5})`],
    ['a choice that begins another, in few rounds', String.raw`x(?<value>(?:\d|\d\d){1,9})!`],
    ['a choice that begins another, told by what is behind', 'x(?<value>(?:ab|abc){1,60})!'],
    ['rounds of one way each', String.raw`x(?<value>y(?: [^\s\d]{0,20}\d\S{0,20}){0,5})!`],
    ['rounds looked at ahead', String.raw`x(?<value>y(?: (?=\S{0,20}\d\S{0,20}(?: |$))\S{1,41}){0,5})!`],
    ['a repeated choice that may be empty', 'x(?<value>y(?:a|){1,3})!'],
    ['a fixed count of anything', String.raw`x[^\n]{40}(?<value>\d{4})`],
  ])('%s', (_why, source) => {
    expect(checkRegex(source, false)).toEqual([]);
  });
});

test.each([31, 300, 1000, 5000])('groups %d deep are refused at once', (depth) => {
  const [reason] = checkRegex(`x${'(?:a|'.repeat(depth)}b${')?'.repeat(depth)}(?<value>c)`, false);
  expect(reason).toMatch(depth < 5000 ? /^has groups in groups more than 30 deep/u : /^(?:has groups|does not compile)/u);
});

test('parentheses that are characters are no groups', () => {
  expect(checkRegex(`x${'[(]\\('.repeat(40)}(?<value>c)`, false)).toEqual([]);
});

describe('patterns that break them', () => {
  test.each([
    ['syntax error', String.raw`(?<value>\d{3}`, 'does not compile with flag u: Unterminated group'],
    ['needless escape', String.raw`(?<value>\d{3}\-\d)`, 'does not compile with flag u'],
    ['star', String.raw`MRN\s*(?<value>\d{4})`, String.raw`the repeat \s* has no upper bound; write \s{0,20}`],
    ['plus', String.raw`(?<value>\d+)`, String.raw`the repeat \d+ has no upper bound; write \d{1,20}`],
    ['open end', String.raw`(?<value>\d{30,})`, String.raw`write \d{30,30}`],
    ['long repeat', '(?<value>x{1,2000})', 'is longer than 1000'],
    ['leading space', String.raw`\s{0,3}MRN (?<value>\d{4})`, String.raw`begins with the repeat \s{0,3}`],
    ['leading space behind a boundary', String.raw`\b\s{0,3}MRN (?<value>\d{4})`, 'begins with the repeat'],
    ['leading space in an optional group', String.raw`(?:\s{1,9}x)?MRN (?<value>\d{4})`, 'begins with the repeat'],
    ['leading class with a space', String.raw`[\w ]{1,9}:(?<value>\d{4})`, 'begins with the repeat'],
    ['back-reference', String.raw`(["'])(?<value>\w{3})\1`, String.raw`the back-reference \1`],
    ['no value', String.raw`MRN \d{4}`, 'has no named group value'],
    ['a range beyond Latin-1', '(?<value>[A-ZÀ-Ž]x)', 'the range À-Ž reaches beyond Latin-1'],
    ['a typographic hyphen', String.raw`\bward–(?<value>\d{3})`, 'write plain quotes'],
    ['an escaped one', String.raw`\bward\u2013(?<value>\d{3})`, 'write plain quotes'],
    ['an escaped symbol', String.raw`x\u2192(?<value>\d{4})`, String.raw`write → in place of \u2192`],
    ['a repeated choice between the same characters', String.raw`(?<value>(?:\d|\w){2,30}z)`, 'share characters'],
    ['a repeated choice that begins another', String.raw`x(?<value>(?:\d|\d\d){1,60})!`, 'share characters'],
    ['a repeated choice that two others make', `x(?<value>(?:ab|a|b){1,60})!`, 'share characters'],
    ['repeated choices of the same text', `x(?<value>(?:a[bc]|[ax]c){20})!`, 'share characters'],
    ['letters that are one in plain form', '(?<value>(?:ł|l){1,30}z)', 'share characters'],
    ['empty value', String.raw`MRN (?<value>\d{0,4})`, 'the group value can be empty'],
    ['value in one alternative', String.raw`MRN (?:(?<value>\d{4})|none)`, 'can match without its group value'],
    ['optional value', String.raw`MRN(?: (?<value>\d{4}))?`, 'can match without its group value'],
    ['value in a negative look-ahead', String.raw`MRN(?!(?<value>\d{4}))`, 'can match without its group value'],
    ['empty match', String.raw`(?=(?<value>\d{4}))`, 'can match the empty string'],
    ['nested and long', `(?<value>(?:[a-z]{1,60}-){1,200})`, 'holds a repeat of up to 60, together more than 10000'],
    ['neighbours', String.raw`x[\w ]{0,70}(?<value>\w{1,30})`, 'can share the same characters in 2130 ways'],
    [
      'neighbours over an optional piece',
      String.raw`x\d{0,70}-?(?<value>\d{1,30})`,
      'can share the same characters in 2130 ways',
    ],
    [
      'neighbours over a shared fixed piece',
      String.raw`x[\d.]{0,70}\.(?<value>[\d.]{1,30})`,
      'can share the same characters in 2130 ways',
    ],
    ['three neighbours', String.raw`x\s{0,12}\s{0,12}\s{0,12}(?<value>\d)`, 'can share the same characters in 2197 ways'],
    ['a repeat that shares with itself', `x(?<value>(?:[a-z]{1,9}){1,9})`, 'can share characters with itself in over 2000 ways'],
    ['rounds of several ways each', String.raw`x(?<value>y(?: \S{0,20}\d\S{0,20}){0,5})!`, 'match the same text in 4084101 ways'],
    ['rounds in rounds', String.raw`x(?<value>y(?:;(?: \S{0,3}\d\S{0,3}){0,3}){0,3})!`, 'match the same text in 262144 ways'],
    ['optional letters in a repeat', `x(?<value>-(?:a?b?){1,20}c)`, 'ways'],
    ['a look-ahead behind a repeat', String.raw`x\w{1,60}(?=\w{1,60}!)(?<value>y)`, 'can share the same characters in 3600 ways'],
  ])('%s', (_why, source, reason) => {
    expect(checkRegex(source, false).join('\n')).toContain(reason);
  });

  test('repeats that meet in several choices are named once', () => {
    expect(checkRegex('x(?<value>a[a-z-]{0,70})[ -](?:a[a-z]{0,30}|b[a-z]{0,30})!', false)).toHaveLength(1);
  });
});

test('ignoring case makes letters of either case shared', () => {
  const source = 'x[A-Z]{1,60}(?<value>[a-z]{1,60})';
  expect(checkRegex(source, false)).toEqual([]);
  expect(checkRegex(source, true).join()).toContain('3600 ways');
});

test('what only later versions of Node compile is reported, not thrown', () => {
  const before = globalThis.RegExp;
  // Stands for such a version: it compiles whatever it is given.
  globalThis.RegExp = function later() {} as unknown as RegExpConstructor;
  try {
    expect(checkRegex(String.raw`(?i:locker) (?<value>\d{3})`, false).join()).toContain(
      'does not compile with flag u: Invalid group',
    );
  } finally {
    globalThis.RegExp = before;
  }
});
