import { findTriggerWords } from '../../../../src/rules/regexes/trigger-words';

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
  [
    String.raw`\b(?<value>[A-Z]\w{1,9})(?= (?:plant|office)\b)`,
    { words: ['plant', 'office'], atStart: false, before: 21 },
    'words that must follow',
  ],
  [
    String.raw`\b(?<value>\d{2,4}(?: dot (?:com|org)){1,2})\b`,
    { words: ['dot'], atStart: false, before: 9 },
    'words of the first round of a repeat',
  ],
  [
    String.raw`\b(?<value>\d{1,3} Township|[A-Z]{2,5} COUNTY|\d COUNTY OF \d)(?!\w)`,
    { words: ['township', 'county'], atStart: false, before: 11 },
    'a word of each alternative',
  ],
  [String.raw`\b(?<value>\d{1,3} Township|[A-Z]{2,5}\d)(?!\w)`, undefined, 'an alternative without a word'],
  [String.raw`\b(?<value>\d{1,3}(?: Township)?)(?!\w)`, undefined, 'a word that may be missing'],
  [String.raw`(?<![A-Z])mrn (?<value>\d{6})`, undefined, 'what keeps capitals away lets small letters touch the word'],
  [String.raw`\bMRN(?![a-z])(?<value>[A-Z]?\d{6})`, undefined, 'so at its end'],
  [String.raw`\bM[üö]ller (?<value>\w{3})`, { words: ['m'], atStart: true }, 'what stands in front of a letter beyond ASCII'],
  [
    String.raw`\b(?<value>[A-Z]\w{1,9} (?:Clinic|Clínica))(?!\w)`,
    { words: ['clinic', 'cl'], atStart: false, before: 21 },
    'so in a word of several',
  ],
  [String.raw`\bmu[\p{M}] (?<value>\w{3})`, undefined, 'nor is one of marks'],
  [String.raw`\bécole (?<value>\w{3})`, undefined, 'a word that begins with a letter that is no word character'],
])('%s has %j: %s', (regex, expected) => {
  expect(findTriggerWords(regex)).toEqual(expected && { before: 0, ...expected });
});
