import { findTriggerWords } from '../../../src/rules/trigger-words';

test.each<[string, { words: string[]; atStart: boolean; before?: number } | undefined, string]>([
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
    { words: ['clinic', 'school'], atStart: false, before: 21 },
    'words inside the match',
  ],
  [String.raw`mrn (?<value>\d)`, undefined, 'the word could be the end of a longer one'],
  [String.raw`\bmrn(?<value>\w)`, undefined, 'the word could go on'],
  [String.raw`\b(?:mrn|#) (?<value>\d)`, undefined, 'one way in has no word'],
  [String.raw`\bun\w{1,5} (?<value>\d)`, undefined, 'not all letters are known'],
  [String.raw`\b(?<value>\d{9})\b`, undefined, 'no letters'],
])('%s has %j: %s', (regex, expected) => {
  expect(findTriggerWords(regex)).toEqual(expected && { before: 0, ...expected });
});
