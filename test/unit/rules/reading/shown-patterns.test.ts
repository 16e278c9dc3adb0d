import { GOOD_FOLDER, GOOD_RULE, loadProblems, removeRuleFolders } from '../../../support/rule-folder';

afterAll(removeRuleFolders);

/** Problems of the good rule with a second pattern, and with these examples and non-examples besides. */
function problemsWith(regex: string, score: number, examples = '', nonExamples = ''): string[] {
  const pattern = `  - name: second\n    regex: '${regex}'\n    score: ${score}\nexamples:\n${examples}`;
  const rule = `${GOOD_RULE.replace('examples:\n', pattern)}${nonExamples}`;
  return loadProblems({ ...GOOD_FOLDER, 'record.yaml': rule });
}

const CHART = '\\bchart (?<value>\\d{5})\\b';

test('a pattern must find a mark of an example', () => {
  const reason = 'record.yaml:11 patterns[1]: no example shows what it finds; add one, with [[ and ]]';
  expect(problemsWith(CHART, 0.9)).toEqual([reason]);
  expect(problemsWith(CHART, 0.9, "  - 'chart 44718, MRN [[12345]]'\n")).toEqual([reason]);
  expect(problemsWith(CHART, 0.9, '', "  - { text: 'chart 44718', why: 'only looked at' }\n")).toEqual([reason]);
  expect(problemsWith(CHART, 0.9, "  - 'chart [[44718]]'\n")).toEqual([]);
});

test('what says that something is none must match in an example of either kind', () => {
  expect(problemsWith(CHART, 0.2)).toEqual(['record.yaml:11 patterns[1]: no non_example shows what it keeps; add one']);
  expect(problemsWith(CHART, 0.2, "  - 'chart 44718, MRN [[12345]]'\n")).toEqual([]);
  expect(problemsWith(CHART, 0, '', "  - { text: 'chart 44718', why: 'a nautical chart' }\n")).toEqual([]);
});

test('examples are read in the plain form in which the regex is run', () => {
  expect(problemsWith('\\bchart → (?<value>\\d{5})\\b', 0.9, "  - 'chart → [[44718]]'\n")).toEqual([]);
});
