import { dateKey, fold, linkKey, runsOf, valueKey } from '../../../../src/detect/text/value-key';

test.each([
  ['(774) 555-0111', '774.555.0111', 'separators of a phone number'],
  ['NÚÑEZ', 'Nunez', 'case and accents'],
  ['Delgado-Ruiz', 'delgado ruiz', 'hyphen or space'],
  ["O'Neil", 'ONEIL', 'apostrophe'],
  ['Jose\u0301', 'jos\u00E9', 'composed or not'],
  ['MRN-00482917', 'mrn 00482917', 'label inside the value'],
])('%s and %s have one key (%s)', (left, right) => {
  expect(valueKey(left)).toBe(valueKey(right));
});

test.each([
  ['Maria', 'Mario'],
  ['00482917', '482917'],
  ['555-0111', '555-0112'],
])('%s and %s have not', (left, right) => {
  expect(valueKey(left)).not.toBe(valueKey(right));
});

test('runs are letters or digits, with their places', () => {
  expect([...runsOf('Ann-3b')]).toEqual([
    { start: 0, end: 3, key: 'ann' },
    { start: 4, end: 5, key: '3' },
    { start: 5, end: 6, key: 'b' },
  ]);
});

test('folding leaves plain text alone', () => {
  expect(fold('Ångström')).toBe('angstrom');
  expect(fold('PLAIN 1')).toBe('plain 1');
});

describe('dates', () => {
  test.each([
    ['3/14/1958', '1958-3-14', 'month first'],
    ['03-14-1958', '1958-3-14', 'leading zero, hyphens'],
    ['3.14.58', '1958-3-14', 'two-digit year of the last century'],
    ['3/14/21', '2021-3-14', 'two-digit year of this century'],
    ['1958-03-14', '1958-3-14', 'ISO'],
    ['1958-03-14T08:00:00Z', '1958-3-14', 'ISO with time'],
    ['19580314', '1958-3-14', 'HL7'],
    ['March 14, 1958', '1958-3-14', 'name of the month'],
    ['14 Mar 1958', '1958-3-14', 'day first with a name'],
    ['MARCH 14', '3-14', 'no year'],
    ['3/14/38', '1938-3-14', 'a year of birth'],
    ['14.03.1958', '1958-3-14', 'day first, as no month has that number'],
    ['1958/03/14', '1958-3-14', 'year first with slashes'],
    ['3/14', '3-14', 'numbers without a year'],
    ['11/2', '11-2', 'numbers that are not run together'],
    ['martes 2 de abril de 2024', '2024-4-2', 'Spanish weekday, which is no March'],
    ['mardi 2 avril 2024', 'mardi2avril2024', 'a month that is not known'],
    ['1/12 2:30', '1x12x2x30', 'cannot be read: its numbers stay apart'],
    ['the 14th', 'the14th', 'cannot be read: its plain key'],
  ])('%s → %s (%s)', (text, expected) => {
    expect(dateKey(text)).toBe(expected);
    expect(linkKey('DATE', text)).toBe(expected);
  });

  test.each([
    ['PHONE', '+1 774 555 0111', '(774) 555-0111', true],
    ['PHONE', '+49 774 555 0111', '(774) 555-0111', false],
    ['ID', '17745550111', '7745550111', false],
    ['IP', '10.1.11.5', '10.11.1.5', false],
    ['ADDRESS', '1 21st Street', '12 1st Street', false],
    ['ADDRESS', '12 Elm St., Apt 4', '12 Elm St Apt 4', true],
  ] as const)('%s: %s and %s are one value: %s', (entity, left, right, expected) => {
    expect(linkKey(entity, left) === linkKey(entity, right)).toBe(expected);
  });

  test('only dates are read as dates', () => {
    expect(linkKey('ID', '3/14/1958')).toBe('3141958');
  });
});
