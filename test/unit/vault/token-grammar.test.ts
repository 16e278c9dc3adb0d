import { ENTITIES } from '../../../src/rules/types';
import { formatAlias, formatToken, LABELS, LONGEST_TOKEN, parseToken, TOKEN_PATTERNS } from '../../../src/vault/token-grammar';

function read(text: string, at = 0) {
  const { whole } = TOKEN_PATTERNS;
  whole.lastIndex = at;
  const match = whole.exec(text);
  return match === null ? undefined : { ...parseToken(match), length: match[0].length };
}

function canBegin(text: string): boolean {
  const { begun } = TOKEN_PATTERNS;
  begun.lastIndex = 0;
  return begun.test(text);
}

test('labels are the entities of the rules: the vault may not import these, so the list stands twice', () => {
  expect([...LABELS]).toEqual([...ENTITIES]);
});

test.each([
  ['NAME', 1, undefined, '[NAME_1]', 'NAME_1'],
  ['DATE', 12, 'b', '[DATE_12:b]', 'DATE_12_b'],
])('%s %s %s is written %s or %s', (...[label, number, form, token, alias]) => {
  expect(formatToken(label, number, form)).toBe(token);
  expect(formatAlias(label, number, form)).toBe(alias);
});

describe('reading', () => {
  test.each([
    ['[NAME_1]', 'NAME', 1, undefined],
    ['[NAME_1:family]', 'NAME', 1, 'family'],
    ['[Date_12 : B]', 'DATE', 12, 'b'],
    ['[MRN-3]', 'MRN', 3, undefined],
    ['[NAME_1_family]', 'NAME', 1, 'family'],
    ['[NAME\\_1\\_family]', 'NAME', 1, 'family'],
    ['\uFF3BNAME_1\uFF1Afamily\uFF3D', 'NAME', 1, 'family'],
    ['\uFF3BNAME\uFF3F1\uFF3D', 'NAME', 1, undefined],
    ['&lbrack;NAME&#95;1&rsqb;', 'NAME', 1, undefined],
    ['\\u005BNAME\\u005f1\\u005D', 'NAME', 1, undefined],
    ['&lsqb;NAME&lowbar;1&rsqb;', 'NAME', 1, undefined],
    ['&#91;NAME&#x5F;1&#93;', 'NAME', 1, undefined],
    ['[DATE\u20111]', 'DATE', 1, undefined],
    ['[DATE\u00A01]', 'DATE', 1, undefined],
    ['NAME_1', 'NAME', 1, undefined],
    ['NAME_1_family', 'NAME', 1, 'family'],
  ])('%s', (...[text, label, number, form]) => {
    expect(read(text)).toMatchObject({ label, number, form, length: text.length });
  });

  test.each([
    ['[NAME]', 'no number'],
    ['[NAME_0]', 'zero'],
    ['[NAME_1234567]', 'seven digits'],
    ['[PATIENT_1]', 'no label'],
    ['[NAME_1', 'open'],
    ['NAME_1b', 'a letter behind'],
    ['Name_1', 'without brackets only in capitals'],
    ['[NAME_1:toolongform]', 'a form of more than eight letters'],
  ])('%s is none (%s)', (text) => {
    expect(read(text)).toBeUndefined();
  });

  test('behind an escape of JSON and code, but not behind its letter alone', () => {
    expect(read('\\nNAME_1', 2)).toMatchObject({ label: 'NAME', number: 1 });
    expect(read('nNAME_1', 1)).toBeUndefined();
    expect(read('\\\\nNAME_1', 3)).toMatchObject({ label: 'NAME', number: 1 });
    expect(read('\\u201cNAME_1\\u201d', 6)).toMatchObject({ label: 'NAME', number: 1 });
    expect(read('\\u0041NAME_1', 6)).toBeUndefined();
  });
});

describe('every beginning of a token may become one', () => {
  const spellings = [
    '[NAME_1]',
    '[NAME_12:family]',
    '[ mrn_3 : b ]',
    '\\[NAME\\_1\\]',
    '&#91;NAME_1&#93;',
    '&lsqb;NAME&lowbar;1&rsqb;',
    '[DATE\u20111]',
    '%5BID_4%3Ab%5D',
    '\\u005bNAME_1\\u005d',
    '\uFF3BID_4\uFF3D',
    '[NAME\\_1\\_family]',
    '\uFF3BID_4\uFF1Ab\uFF3D',
    'BIOMETRIC_9_initials',
  ];
  test.each(spellings)('%s', (text) => {
    for (let length = 1; length < text.length; length += 1)
      expect([text.slice(0, length), canBegin(text.slice(0, length))]).toEqual([text.slice(0, length), true]);
    expect(text.length).toBeLessThanOrEqual(LONGEST_TOKEN);
  });

  test.each(['[x', '[NAME_x', '[NAME__', 'NAMES', '&amp', '\\n', '[NAME_1]x', '[PATIENT'])('%s cannot', (text) => {
    expect(canBegin(text)).toBe(false);
  });
});
