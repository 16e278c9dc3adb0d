import { createMatchText } from '../../../src/detect/match-text';
import { findWindows } from '../../../src/detect/recognizers/search-windows';
import type { Span } from '../../../src/detect/types';
import { findTriggerWords } from '../../../src/rules/trigger-words';
import { patternRule } from '../../support/rule-set';

test.each<[string, { words: string[]; atStart: boolean } | undefined, string]>([
  [String.raw`\bMRNs? (?<value>\d)`, { words: ['mrn', 'mrns'], atStart: true }, 'optional letters give two words'],
  [
    String.raw`(?<![\w-])(?:acct|acc(?:ession)?)(?!\w)(?<value>.)`,
    { words: ['acct', 'acc', 'accession'], atStart: true },
    'a negative look-ahead ends a word',
  ],
  [String.raw`\b(?:licen[sc]e) (?<value>\d)`, { words: ['license', 'licence'], atStart: true }, 'classes of letters'],
  [String.raw`\bcard[:#]? ?(?<value>\d)`, { words: ['card'], atStart: true }, 'signs end a word'],
  [
    String.raw`\b(?<value>[A-Z]\w{1,9} (?:Clinic|School))\b`,
    { words: ['clinic', 'school'], atStart: false },
    'words inside the match',
  ],
  [String.raw`mrn (?<value>\d)`, undefined, 'the word could be the end of a longer one'],
  [String.raw`\bmrn(?<value>\w)`, undefined, 'the word could go on'],
  [String.raw`\b(?:mrn|#) (?<value>\d)`, undefined, 'one way in has no word'],
  [String.raw`\bun\w{1,5} (?<value>\d)`, undefined, 'not all letters are known'],
  [String.raw`\b(?<value>\d{9})\b`, undefined, 'no letters'],
])('%s has %j: %s', (regex, expected) => {
  expect(findTriggerWords(regex)).toEqual(expected);
});

test('windows reach from the line before a word to the end of its line, and are merged', () => {
  const lines = Array.from({ length: 60 }, (_, index) => (index === 20 || index === 21 ? 'see clinic' : `line ${index} is here`));
  const text = createMatchText(lines.join('\n'));
  const pattern = {
    name: 'x',
    regex: /x/gu,
    sticky: /x/uy,
    located: /x/duy,
    score: 1,
    validator: undefined,
    prefilter: undefined,
  };
  const windowsFor = (word: string): readonly Span[] => {
    const triggered = { ...pattern, triggers: { words: [word], atStart: false } };
    return findWindows(text, triggered, [{ ...patternRule('ID', '(?<value>x)'), patterns: [triggered] }]);
  };
  const windows = windowsFor('clinic');
  expect(windows).toHaveLength(1);
  const seen = text.text.slice(windows[0]?.start, windows[0]?.end);
  expect(seen.startsWith('line 19')).toBe(true);
  expect(seen).toContain('line 22');
  expect(windowsFor('school')).toEqual([]);
});
