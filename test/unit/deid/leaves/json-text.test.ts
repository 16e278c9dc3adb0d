import { jsonTextLeaves } from '../../../../src/deid/leaves/json-text';

/** Replaces every leaf whose text is `from` by `to`; returns the whole text as written, or undefined when nothing was. */
function replaced(text: string, from: string, to: string): string | undefined {
  let written: string | undefined;
  const leaves = jsonTextLeaves(text, 'p', (changed) => {
    written = changed;
  });
  for (const leaf of leaves) if (leaf.segment.text === from) leaf.write(to);
  for (const finish of new Set(leaves.map((leaf) => leaf.finish))) finish?.();
  return written;
}

const segments = (text: string): unknown[] =>
  jsonTextLeaves(text, 'p', () => undefined).map(({ segment: { field: _, ...segment } }) => segment);

describe('bytes outside the replaced leaves stay', () => {
  test.each([
    ['a value', '{"a":"Mary"}', '{"a":"[NAME_1]"}'],
    ['white space', '{ "a" :\n\t"Mary" , "b": 1 }', '{ "a" :\n\t"[NAME_1]" , "b": 1 }'],
    ['a key', '{"Mary":1}', '{"[NAME_1]":1}'],
    ['an element', '["x","Mary",null]', '["x","[NAME_1]",null]'],
    ['the same twice', '["Mary","Mary"]', '["[NAME_1]","[NAME_1]"]'],
    ['escapes elsewhere', '{"a":"\\u00e9\\/","b":"Mary"}', '{"a":"\\u00e9\\/","b":"[NAME_1]"}'],
    [
      'numbers elsewhere',
      '{"a":1.00,"b":1e5,"c":9223372036854775807,"d":"Mary"}',
      '{"a":1.00,"b":1e5,"c":9223372036854775807,"d":"[NAME_1]"}',
    ],
    ['a value written with escapes', '{"a":"M\\u0061ry"}', '{"a":"[NAME_1]"}'],
    ['white space before', '\n [ "Mary" ]', '\n [ "[NAME_1]" ]'],
  ])('%s', (_reason, text, expected) => {
    expect(replaced(text, 'Mary', '[NAME_1]')).toBe(expected);
  });

  test('a replaced number becomes a string, so that the JSON stays valid', () => {
    expect(replaced('{"mrn": 482917, "x":482917.5}', '482917', '[MRN_1]')).toBe('{"mrn": "[MRN_1]", "x":482917.5}');
  });

  test('what is put in is escaped', () => {
    expect(replaced('{"a":"Mary"}', 'Mary', 'x "y"\n\\')).toBe('{"a":"x \\"y\\"\\n\\\\"}');
  });

  test('nothing replaced: nothing written', () => {
    expect(replaced('{"a":"b"}', 'Mary', 'x')).toBeUndefined();
  });
});

describe('leaves', () => {
  test.each<[string, string, unknown[]]>([
    ['a key labels its value', '{"patientName":"x"}', [{ text: 'patientName' }, { text: 'x', label: 'patient Name' }]],
    [
      'a key labels the elements of its list',
      '{"dob":["a",1]}',
      [{ text: 'dob' }, { text: 'a', label: 'dob' }, { text: '1', label: 'dob' }],
    ],
    [
      'what a key beside it says',
      '{"key":"acct","value":5}',
      [{ text: 'key' }, { text: 'acct', label: 'key' }, { text: 'value' }, { text: '5', label: 'acct' }],
    ],
    ['text that is no JSON', 'Mary {', [{ text: 'Mary {' }]],
    ['text that looks like JSON', '{"a":', [{ text: '{"a":' }]],
    ['JSON with a key that stands twice is text', '{"a":1,"a":2}', [{ text: '{"a":1,"a":2}' }]],
    ['a bare string is text', '"Mary"', [{ text: '"Mary"' }]],
    ['nothing', '', [{ text: '' }]],
  ])('%s', (_reason, text, expected) => {
    expect(segments(text)).toEqual(expected);
  });
});

test('a string of millions of signs is read like any other', () => {
  const long = 'a word and '.repeat(700_000);
  expect(segments(JSON.stringify({ note: `${long}\\" end` }))).toEqual([
    { text: 'note' },
    { text: `${long}\\" end`, label: 'note' },
  ]);
});
