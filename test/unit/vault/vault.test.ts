import { Restorer } from '../../../src/vault/restorer';
import { Vault, type VaultKey } from '../../../src/vault/vault';

const key = (label: string, group: number, form = 'full'): VaultKey => ({ label, group, form });
const parsed = (label: string, number: number, form?: string) => ({ label, number, form, bare: false, encoded: false });

describe('issuing', () => {
  test.each<[string, [VaultKey, string][], string[]]>([
    [
      'numbers by first appearance',
      [
        [key('NAME', 7), 'A'],
        [key('NAME', 3), 'B'],
      ],
      ['[NAME_1]', '[NAME_2]'],
    ],
    [
      'labels are counted apart',
      [
        [key('NAME', 1), 'A'],
        [key('MRN', 1), 'B'],
      ],
      ['[NAME_1]', '[MRN_1]'],
    ],
    [
      'the same value again',
      [
        [key('NAME', 1), 'A'],
        [key('NAME', 1), 'A'],
      ],
      ['[NAME_1]', '[NAME_1]'],
    ],
    [
      "the same value that is another person's there",
      [
        [key('NAME', 1), 'Lee'],
        [{ ...key('NAME', 2), isApart: true }, 'Lee'],
        [key('NAME', 1), 'Lee'],
        [{ ...key('NAME', 2), isApart: true }, 'Lee'],
      ],
      ['[NAME_1]', '[NAME_2]', '[NAME_1]', '[NAME_2]'],
    ],
    [
      'the same value of another label',
      [
        [key('MRN', 1), '12'],
        [key('ID', 1), '12'],
      ],
      ['[MRN_1]', '[ID_1]'],
    ],
    [
      'a further form with a name',
      [
        [key('NAME', 1), 'Mary Lee'],
        [key('NAME', 1, 'family'), 'Lee'],
      ],
      ['[NAME_1]', '[NAME_1:family]'],
    ],
    [
      'the first form has no suffix',
      [
        [key('NAME', 1, 'family'), 'Lee'],
        [key('NAME', 1), 'Mary Lee'],
      ],
      ['[NAME_1]', '[NAME_1:full]'],
    ],
    [
      'a further form without a name',
      [
        [key('DATE', 1), 'x'],
        [key('DATE', 1, 'other'), 'y'],
      ],
      ['[DATE_1]', '[DATE_1:b]'],
    ],
    [
      'a name of a form is used once',
      [
        [key('NAME', 1), 'Lee'],
        [key('NAME', 1, 'given'), 'Mary'],
        [key('NAME', 1, 'given'), 'MARY'],
      ],
      ['[NAME_1]', '[NAME_1:given]', '[NAME_1:b]'],
    ],
    [
      'case makes another form',
      [
        [key('NAME', 1), 'Lee'],
        [key('NAME', 1), 'LEE'],
      ],
      ['[NAME_1]', '[NAME_1:full]'],
    ],
    [
      'white space makes another form',
      [
        [key('NAME', 1), 'M L'],
        [key('NAME', 1), 'M\nL'],
      ],
      ['[NAME_1]', '[NAME_1:full]'],
    ],
  ])('%s', (_reason, issues, expected) => {
    const vault = new Vault();
    expect(issues.map(([one, value]) => vault.issue(one, value).text)).toEqual(expected);
  });

  test('the alias has no brackets and no colon', () => {
    const vault = new Vault();
    vault.issue(key('NAME', 1), 'Mary Lee');
    expect(vault.issue(key('NAME', 1, 'family'), 'Lee').alias).toBe('NAME_1_family');
  });

  test('thousands of forms of one value are all told apart, in the grammar', () => {
    const vault = new Vault();
    const tokens = new Set<string>();
    for (let index = 0; index < 20_000; index += 1) tokens.add(vault.issue(key('DATE', 1, 'other'), `form ${index}`).text);
    expect(tokens.size).toBe(20_000);
    expect([...tokens].filter((token) => !/^\[DATE_1(?::[a-z]{1,8})?\]$/.test(token))).toEqual([]);
  });

  test('an unknown label is a fault of the program, told without the value', () => {
    expect(() => new Vault().issue(key('PASSWORD', 1), 'Canarysmith')).toThrow(
      expect.objectContaining({ code: 'internal_error' }),
    );
  });

  test('above its capacity it refuses', () => {
    const vault = new Vault(2);
    vault.issue(key('ID', 1), 'a');
    vault.issue(key('ID', 2), 'b');
    expect(vault.issue(key('ID', 1), 'a').text).toBe('[ID_1]');
    expect(() => vault.issue(key('ID', 3), 'c')).toThrow(expect.objectContaining({ code: 'too_many_values', status: 413 }));
    expect(vault.size).toBe(2);
  });
});

describe("token-like strings of the client's own text", () => {
  test.each([
    ['[NAME_1]', 'as issued'],
    ['[name_1:family]', 'a form, any case'],
    ['NAME_1', 'without brackets'],
    ['NAME_1_given', 'alias'],
    ['[NAME 1]', 'mangled'],
    ['\\[NAME\\_1\\]', 'escaped for Markdown'],
    ['{"a":"x\\nNAME_1"}', 'behind an escape of JSON'],
    ['x [NAME_1][NAME_2] y', 'two in a row'],
    ['let name_1 = rows[0]', 'a variable, which an answer may put in brackets'],
    ['SELECT "Name_1" FROM t', 'a column, which an answer may put in brackets'],
    ['name_1_start', 'a variable that goes on'],
    ['of __NAME_1__', 'between underscores'],
    ['Dear <Name 1>', 'a placeholder in other brackets'],
    ['Dear {{NAME-1}}', 'a placeholder with a hyphen'],
    ['Dear [NAME1]', 'a placeholder without a separator'],
  ])('%s keeps its number free (%s)', (text) => {
    const vault = new Vault();
    vault.reserve(text);
    const first = vault.issue(key('NAME', 1), 'Mary').text;
    expect(first).not.toBe('[NAME_1]');
    expect(vault.isReserved(parsed('NAME', 1))).toBe(true);
    expect(vault.find(parsed('NAME', 1))).toBeUndefined();
  });

  test.each([
    ['NAME_12', 'another number'],
    ['MY_NAME_1', 'inside a word'],
    ['my_name_1, name_1a, name_01', 'other variables'],
    ['Name 1, NAME1, (name 1)', 'no placeholders'],
    ['[PATIENT_1]', 'no label of ours'],
    ['[NAME_01]', 'no number of ours'],
  ])('%s keeps nothing free (%s)', (text) => {
    const vault = new Vault();
    vault.reserve(text);
    expect(vault.issue(key('NAME', 1), 'Mary').text).toBe('[NAME_1]');
  });

  test('numbers in a row are all kept free', () => {
    const vault = new Vault();
    vault.reserve('[NAME_1], NAME_2 and [NAME_3:family]');
    expect([1, 2].map((group) => vault.issue(key('NAME', group), `value ${group}`).text)).toEqual(['[NAME_4]', '[NAME_5]']);
  });

  test('a stream that holds a token back elsewhere does not disturb the search', () => {
    for (const mode of ['text', 'json'] as const) {
      const counts = { restored: 0, unknown: 0, withheld: 0 };
      const other = new Restorer({ vault: new Vault(), mode, urlHosts: new Set(), counts });
      other.push(`${'x '.repeat(50)}[NA`);
    }
    const vault = new Vault();
    vault.reserve('[NAME_1] and much text behind it, longer than what the other stream has seen so far, quite a bit longer even');
    expect(vault.isReserved(parsed('NAME', 1))).toBe(true);
  });
});

test('entries come in the order of issue, and are found in any spelling', () => {
  const vault = new Vault();
  vault.issue(key('NAME', 2), 'b');
  vault.issue(key('NAME', 1), 'a');
  expect([...vault.entries()].map(({ value }) => value)).toEqual(['b', 'a']);
  expect(vault.find(parsed('NAME', 1))?.value).toBe('b');
  expect(vault.find(parsed('NAME', 1, 'b'))).toBeUndefined();
});
