import { numbersInUse } from '../../../src/vault/numbers-in-use';

const found = (text: string): (string | undefined)[] => [...numbersInUse(text)];

test.each([
  '[NAME_1]',
  '\\\\[ NAME\\\\_1 \\\\]',
  '&#91;NAME&lowbar;1&#93;',
  '&#x5B; name&#x5f;1 &rsqb;',
  '\\u005bNAME\\u005f1\\u005d',
  '%5BNAME_1%3Agiven%5D',
  '\uFF3BName\uFF3F1\uFF3D',
  '\u3010NAME\u00A01\u3011',
  '&lbrack;NAME1&rbrack;',
  '\\nNAME_1_family',
  'rows[name_1]',
  '<Name-1>',
])('%s uses a number', (text) => {
  expect(found(text)).toEqual(['NAME_1']);
  expect(found(`12 [ ${text}; age 5`)).toContain('NAME_1');
});

test.each([['NAME_1234567'], ['\u005bMY_NAME_1\u005d'], ['name_1a'], ['NAME 1'], ['[NAME_01]'], ['\\[NAME-1'], ['b NAME 1 b']])(
  '%s uses none',
  (text) => {
    expect(found(text).filter((number) => number !== undefined)).toEqual([]);
  },
);

test('there is a step for each number behind a label, so that others have their turn, and none for anything else', () => {
  expect(found('[NAME_1] age 5 '.repeat(500))).toHaveLength(1000);
  expect(found('NAME [ID &#91; \\[ 4 7711 name_ '.repeat(500))).toEqual([]);
});
