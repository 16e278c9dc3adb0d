import { exclusionsBut, GOOD_FOLDER, GOOD_RULE, loadProblems, removeRuleFolders } from '../../../support/rule-folder';

afterAll(removeRuleFolders);

describe('a key that schemas pass over', () => {
  test.each([
    [
      'in a rule',
      { 'record.yaml': GOOD_RULE.replace('    score: 0.9', '    score: 0.9\n    __proto__: {a: 1}') },
      'record.yaml:11 __proto__: unknown key',
    ],
    [
      'among letters with reasons',
      { 'exclusions.yaml': `${exclusionsBut('H')}__proto__: none\n` },
      'exclusions.yaml:18 __proto__: unknown key',
    ],
    ['among fragments', { 'fragments.yaml': "__proto__: '(?:a)'\n" }, 'fragments.yaml:1 __proto__: unknown key'],
  ])('%s is told', (_where, files, problem) => {
    expect(loadProblems({ ...GOOD_FOLDER, ...files })).toContain(problem);
  });
});

test.each([
  ['a rule', { 'record.yaml': Buffer.from(GOOD_RULE, 'utf16le') }, 'record.yaml:1 not valid UTF-8'],
  ['a word list', { 'lists/wards.txt': '# source: a\n# licence: b\nno\0rth\n' }, 'lists/wards.txt:3 not valid UTF-8'],
])('%s with NUL characters is told as no UTF-8, which says nothing else', (_what, files, problem) => {
  expect(loadProblems({ ...GOOD_FOLDER, ...files })).toEqual([
    `${problem}: it holds NUL characters, as UTF-16 does; save it as UTF-8`,
  ]);
});
