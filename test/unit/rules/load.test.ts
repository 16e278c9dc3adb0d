import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadRuleBundle, loadRules } from '../../../src/rules/load';
import {
  exclusionsBut,
  GOOD_FOLDER,
  GOOD_RULE,
  loadProblems,
  removeRuleFolders,
  writeRuleFolder,
} from '../../support/rule-folder';

const RULES = join(__dirname, '../../../rules');

afterAll(removeRuleFolders);

const LIST = '# source: made up\n# licence: CC0\nfoley\t2\nvan der berg\n';

/** The good folder with one replacement in its rule. */
function withRule(from: string, to: string): Readonly<Record<string, string>> {
  if (!GOOD_RULE.includes(from)) throw new Error('the text to replace is not in the rule');
  return { ...GOOD_FOLDER, 'record.yaml': GOOD_RULE.replace(from, to) };
}

test('a good folder loads, compiled and with defaults', () => {
  const { ruleSet, sources, exclusions } = loadRuleBundle(
    writeRuleFolder({ ...GOOD_FOLDER, 'lists/eponyms.txt': LIST, 'README.md': 'x' }),
  );
  const [rule] = ruleSet.rules;
  expect(rule).toMatchObject({
    id: 'record',
    entity: 'MRN',
    hipaa: ['H'],
    priority: 50,
    file: 'record.yaml',
    context: undefined,
  });
  expect(rule?.patterns[0]).toMatchObject({ name: 'labelled', score: 0.9, validator: undefined });
  expect(rule?.patterns[0]?.regex.flags).toBe('uy');
  expect(rule?.examples[2]).toEqual({
    text: 'MRN: 123456 and MRN: 654321',
    spans: [
      { start: 5, end: 11 },
      { start: 21, end: 27 },
    ],
    why: undefined,
    line: 14,
  });
  expect(rule?.nonExamples[0]).toEqual({ text: 'lot 00482913', spans: [], why: 'lot number', line: 16 });
  expect([...(ruleSet.lists.get('eponyms') ?? [])]).toEqual([
    ['foley', 2],
    ['van der berg', 0],
  ]);
  expect(sources.get('record')?.references).toHaveLength(1);
  expect(exclusions.get('Q')).toBe('not in this test');
});

test('context, allow list and flags are compiled in lower case', () => {
  const files = withRule(
    '    score: 0.9',
    '    flags: i\n    score: 0.9\ncontext: { words: [Chart], boost: 0.35 }\nallowList: [UNKNOWN]',
  );
  const [rule] = loadRules(writeRuleFolder(files)).rules;
  expect(rule?.patterns[0]?.regex.flags).toBe('iuy');
  expect(rule?.context).toEqual({ words: ['chart'], boost: 0.35, before: 60, after: 30 });
  expect([...(rule?.allowList ?? [])]).toEqual(['unknown']);
});

describe('problems name file, line and key', () => {
  test.each<[string, Readonly<Record<string, string | Buffer>>, string]>([
    [
      'unknown key',
      withRule('recognizer: pattern', 'recogniser: pattern\nrecognizer: pattern'),
      'record.yaml:6 recogniser: unknown key; did you mean recognizer?',
    ],
    [
      'unknown key in a pattern',
      withRule('    score: 0.9', '    score: 0.9\n    weight: 1'),
      'record.yaml:11 patterns[0].weight: unknown key',
    ],
    ['missing key', withRule('entity: MRN\n', ''), 'record.yaml:1 entity: is required'],
    ['unknown entity', withRule('entity: MRN', 'entity: CHART'), 'record.yaml:2 entity: must be one of NAME, ADDRESS,'],
    ['unknown letter', withRule('[H]', '[H, S]'), 'record.yaml:3 hipaa[1]: must be one of A, B, C,'],
    ['letters as text', withRule('[H]', 'H'), 'record.yaml:3 hipaa: must be a list, such as [A, B]'],
    [
      'no reference',
      withRule('["https://www.ecfr.gov/current/title-45/section-164.514"]', '[]'),
      'record.yaml:5 references: needs at least 1 entry',
    ],
    [
      'reference that is none',
      withRule('["https://www.ecfr.gov/current/title-45/section-164.514"]', '[ask me]'),
      'record.yaml:5 references[0]: must be a web address',
    ],
    ['score above 1', withRule('score: 0.9', 'score: 9'), 'record.yaml:10 patterns[0].score: must be at most 1'],
    ['score below 0', withRule('score: 0.9', 'score: -1'), 'record.yaml:10 patterns[0].score: must be at least 0'],
    [
      'unknown validator',
      withRule('score: 0.9', 'score: 0.9\n    validator: mod11'),
      'record.yaml:11 patterns[0].validator: must be one of luhn, npi,',
    ],
    ['unknown flag', withRule('score: 0.9', 'score: 0.9\n    flags: gi'), 'record.yaml:11 patterns[0].flags: must be one of i'],
    [
      'unknown list',
      withRule('recognizer: pattern', 'recognizer: pattern\nlists: [eponyms]'),
      'record.yaml:7 lists[0]: there is no lists/eponyms.txt',
    ],
    [
      'no pattern',
      withRule(GOOD_RULE.slice(GOOD_RULE.indexOf('patterns:'), GOOD_RULE.indexOf('examples:')), ''),
      'record.yaml:1 patterns: recognizer pattern needs at least 1 pattern',
    ],
    [
      'a dictionary without a pattern that says where its entries stand',
      {
        ...withRule(
          GOOD_RULE.slice(GOOD_RULE.indexOf('recognizer:'), GOOD_RULE.indexOf('examples:')),
          'recognizer: dictionary\nlists: [eponyms]\n',
        ),
        'lists/eponyms.txt': LIST,
      },
      'record.yaml:1 patterns: recognizer dictionary needs at least 1 pattern',
    ],
    [
      'entries within the values of another recognizer',
      withRule('score: 0.9', 'score: 0.9\n    within: true'),
      'record.yaml:11 patterns[0].within: only recognizer dictionary looks for entries within a value',
    ],
    [
      'a typographic quote in a value',
      withRule('recognizer: pattern', 'recognizer: pattern\nallowList: [o’brien clinic]'),
      "record.yaml:7 allowList[0]: write plain quotes (')",
    ],
    [
      'a typographic quote in a context word',
      withRule('recognizer: pattern', 'recognizer: pattern\ncontext: { words: [patient’s], boost: 0.1 }'),
      "record.yaml:7 context.words[0]: write plain quotes (')",
    ],
    [
      'two spaces in a head',
      withRule('recognizer: pattern', "recognizer: pattern\ncolumns: ['badge  no']"),
      'record.yaml:7 columns[0]: must be lower-case words with one space',
    ],
    ['bad regex', withRule('(?<value>', '('), 'record.yaml:9 patterns[0].regex: has no named group value'],
    [
      'id that is not the file name',
      withRule('id: record', 'id: chart'),
      "record.yaml:1 id: must be the file's name without .yaml, which is record: change one of the two",
    ],
    ['too few examples', withRule("  - 'MRN [[12345]]'\n", ''), 'record.yaml:11 examples: needs at least 3 entries'],
    ['example without marks', withRule("'MRN [[12345]]'", "'MRN 12345'"), 'record.yaml:13 examples[1]: mark what must be found'],
    ['open mark', withRule("'MRN [[12345]]'", "'MRN [[12345'"), 'record.yaml:13 examples[1]: a [[ has no ]]'],
    ['nested marks', withRule("'MRN [[12345]]'", "'MRN [[12[[3]]45]]'"), 'record.yaml:13 examples[1]: marks must come in pairs'],
    [
      'example that is not text',
      withRule("'MRN [[12345]]'", 'MRN: [[12345]]'),
      'record.yaml:13 examples[1]: must be text; put it in quotes',
    ],
    [
      'marked non-example',
      withRule("'lot 00482913'", "'lot [[00482913]]'"),
      'record.yaml:16 non_examples[0].text: a non-example holds no marks',
    ],
    ['non-example without a why', withRule(", why: 'lot number'", ''), 'record.yaml:16 non_examples[0].why: is required'],
    [
      'repeated key',
      withRule('entity: MRN', 'entity: MRN\nentity: MRN'),
      'record.yaml:3 not valid YAML: Map keys must be unique',
    ],
    ['not YAML', withRule('entity: MRN', 'entity: [MRN'), 'record.yaml:3 not valid YAML:'],
    ['empty file', { ...GOOD_FOLDER, 'record.yaml': '' }, 'record.yaml:1 must be a list of keys with values'],
    ['not UTF-8', { ...GOOD_FOLDER, 'record.yaml': Buffer.from([0xc3, 0x28]) }, 'record.yaml:1 not valid UTF-8'],
    [
      'file with another ending',
      { ...GOOD_FOLDER, 'email.yml': 'id: email' },
      'email.yml:1 not a rule file; the name must end in .yaml',
    ],
    [
      'unknown folder',
      { ...GOOD_FOLDER, 'custom/email.yaml': 'id: email' },
      'custom:1 unknown folder; rule files lie flat in the rule folder',
    ],
    [
      'letter without a rule',
      { ...GOOD_FOLDER, 'exclusions.yaml': exclusionsBut('H', 'Q') },
      'exclusions.yaml:1 Q: no rule serves this letter',
    ],
    [
      'letter with both',
      { ...GOOD_FOLDER, 'exclusions.yaml': exclusionsBut() },
      'exclusions.yaml:8 H: is excluded, but a rule serves it',
    ],
    [
      'exclusion without a reason',
      { ...GOOD_FOLDER, 'exclusions.yaml': exclusionsBut('H').replace('Q: not in this test', 'Q: ""') },
      'exclusions.yaml:16 Q: must not be empty',
    ],
    [
      'list without a licence',
      { ...GOOD_FOLDER, 'lists/a.txt': '# source: me\nx\n' },
      'lists/a.txt:1 licence: the list must begin with a comment line "# licence: ..."',
    ],
    ['list in upper case', { ...GOOD_FOLDER, 'lists/a.txt': `${LIST}Foley\n` }, 'lists/a.txt:5 entries must be in lower case'],
    [
      'list with a bad number',
      { ...GOOD_FOLDER, 'lists/a.txt': `${LIST}x\tmany\n` },
      'lists/a.txt:5 after the tab there must be one whole number',
    ],
    ['list entry twice', { ...GOOD_FOLDER, 'lists/a.txt': `${LIST}foley\n` }, 'lists/a.txt:5 entry occurs twice'],
    ['curly quote in a list', { ...GOOD_FOLDER, 'lists/a.txt': `${LIST}o\u2019brien\n` }, "lists/a.txt:5 write plain quotes (')"],
    ['empty list', { ...GOOD_FOLDER, 'lists/a.txt': '# source: me\n# licence: CC0\n' }, 'lists/a.txt:1 the list is empty'],
    [
      'list of another kind',
      { ...GOOD_FOLDER, 'lists/a.csv': 'x' },
      'lists/a.csv:1 not a word list; the name must be lists/NAME.txt',
    ],
    [
      'a misspelt model, which would be left out in silence',
      { ...GOOD_FOLDER, 'models/taggr.bin': 'x' },
      'models/taggr.bin:1 not a model; there are models/tagger.bin, models/word-classes.bin, models/network.bin',
    ],
    [
      'a folder in a folder',
      { ...GOOD_FOLDER, 'lists/more/a.txt': LIST },
      'lists/more:1 unknown folder; rule files lie flat in the rule folder',
    ],
    [
      'a rule file that is too large',
      { ...GOOD_FOLDER, 'large.yaml': `#${'x'.repeat(1024 * 1024)}` },
      'large.yaml:1 is larger than 1 MiB',
    ],
    [
      'a list that is too large',
      { ...GOOD_FOLDER, 'lists/a.txt': `${LIST}#${'x'.repeat(16 * 1024 * 1024)}` },
      'lists/a.txt:1 is larger than 16 MiB',
    ],
  ])('%s', (_why, files, expected) => {
    const problems = loadProblems(files);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.slice(0, expected.length)).toBe(expected);
  });
});

test('all problems of all files come together, sorted', () => {
  const files = { ...withRule('score: 0.9', 'score: 9'), 'lists/a.txt': 'x', 'other.yaml': 'id: 5\n' };
  const problems = loadProblems(files).map((line) => line.replace(/ .*/u, ''));
  expect(new Set(problems)).toEqual(new Set(['lists/a.txt:1', 'other.yaml:1', 'record.yaml:10']));
  expect(problems).toEqual([...problems].sort());
});

test.each([
  ['that is not there', '/nonexistent/rules', 'cannot be read'],
  ['that is a file', __filename, 'is a file'],
  ['without rules', writeRuleFolder({}), 'holds no rules'],
])('a folder %s is one problem, not an empty rule set', (_, directory, reason) => {
  expect(() => loadRules(directory)).toThrow(
    `1 problem in the rules of ${directory}:\n${directory}:1 ${reason}; give a folder of rule files`,
  );
});

test('a list that is wrong throughout shows a few lines', () => {
  const list = `# source: me\n# licence: CC0\n${Array.from({ length: 50 }, (_, index) => `X${index}`).join('\n')}`;
  expect(loadProblems({ ...GOOD_FOLDER, 'lists/a.txt': list }).at(-1)).toBe('lists/a.txt:8 and 45 more like these');
});

describe('the hash', () => {
  const hashOf = (files: Readonly<Record<string, string | Buffer>>): string => loadRules(writeRuleFolder(files)).sha256;
  const hash = hashOf(GOOD_FOLDER);

  test('is the same for the same files', () => {
    expect(hash).toMatch(/^[0-9a-f]{64}$/u);
    expect(hashOf(GOOD_FOLDER)).toBe(hash);
  });

  test.each([
    ['a comment in a rule', { ...GOOD_FOLDER, 'record.yaml': `${GOOD_RULE}# x\n` }],
    ['an exclusion', { ...GOOD_FOLDER, 'exclusions.yaml': exclusionsBut('H').replace('Q: not', 'Q: Not') }],
    ['a list', { ...GOOD_FOLDER, 'lists/a.txt': LIST }],
    ['the name of a list', { ...GOOD_FOLDER, 'lists/b.txt': LIST }],
    ['a model', { ...GOOD_FOLDER, 'models/word-classes.bin': readFileSync(join(RULES, 'models/word-classes.bin')) }],
  ])('changes with %s', (_what, files) => {
    expect(hashOf(files)).not.toBe(hash);
  });

  test('does not change with notes, hidden files and the editor schema', () => {
    expect(hashOf({ ...GOOD_FOLDER, 'README.md': 'x', '.hidden': 'x', 'rule.schema.json': '{}' })).toBe(hash);
  });
});
