import { loadRuleBundle, loadRules } from '../../../../src/rules/load';
import { GOOD_FOLDER, GOOD_RULE, loadProblems, removeRuleFolders, writeRuleFolder } from '../../../support/rule-folder';

afterAll(removeRuleFolders);

const WRITTEN = "regex: '\\bMRN[ :]{1,3}(?<value>\\d{5,9})\\b'";

/** The good folder with this regex in its rule, these fragments in the rule, and these of all rules. */
function folderWith(regex: string, own = '', shared = ''): Record<string, string> {
  const rule = GOOD_RULE.replace(WRITTEN, `regex: '${regex}'`).replace('patterns:\n', `${own}patterns:\n`);
  return { ...GOOD_FOLDER, 'record.yaml': rule, ...(shared === '' ? {} : { 'fragments.yaml': shared }) };
}

test('a regex is run with its fragments written out, those of the rule and those of all rules', () => {
  const own = "fragments:\n  number: '(?:{{digit}}{5,9})'\n";
  const shared = "label-end: '[ :]{1,3}'\ndigit: '\\d'\n";
  const files = folderWith('\\bMRN{{label-end}}(?<value>{{number}})\\b', own, shared);
  const { ruleSet, sources, fragments } = loadRuleBundle(writeRuleFolder(files));
  expect(ruleSet.rules[0]?.patterns[0]?.regex.source).toBe('\\bMRN[ :]{1,3}(?<value>(?:\\d{5,9}))\\b');
  expect(sources.get('record')?.patterns[0]?.regex).toBe('\\bMRN{{label-end}}(?<value>{{number}})\\b');
  expect(fragments).toEqual({ 'label-end': '[ :]{1,3}', digit: '\\d' });
});

test('fragments are part of what the SHA-256 names', () => {
  const hashOf = (shared: string) =>
    loadRules(writeRuleFolder(folderWith('\\bMRN{{label-end}}(?<value>\\d{5,9})\\b', '', shared))).sha256;
  expect(hashOf("label-end: '[ :]{1,3}'\n")).not.toBe(hashOf("label-end: '[ :]{1,2}'\n"));
});

const USES_END = '\\bMRN{{end}}(?<value>\\d{5,9})\\b';

test.each<[string, string, Record<string, string>]>([
  [
    'a name that does not exist',
    'record.yaml:9 patterns[0].regex: there is no fragment {{label-end}}; write it above, or in fragments.yaml',
    folderWith('\\bMRN{{label-end}}(?<value>\\d{5,9})\\b'),
  ],
  [
    'a name that is nearly right',
    'record.yaml:11 patterns[0].regex: there is no fragment {{lable-end}}; did you mean {{label-end}}?',
    folderWith('\\bMRN{{lable-end}}(?<value>\\d{5,9})\\b', "fragments:\n  label-end: '[ :]'\n"),
  ],
  [
    'a name of a fragment below',
    'fragments.yaml:1 end: there is no fragment {{colon}}; write it above, or in fragments.yaml',
    folderWith(USES_END, '', "end: '(?:{{colon}} )'\ncolon: ':'\n"),
  ],
  [
    'a fragment of the rule that no pattern uses',
    'record.yaml:8 fragments.end: no pattern uses this fragment; remove it',
    folderWith('\\bMRN[ :]{1,3}(?<value>\\d{5,9})\\b', "fragments:\n  end: '[ :]'\n"),
  ],
  [
    'a fragment of all rules that no pattern uses',
    'fragments.yaml:2 more: no pattern uses this fragment; remove it',
    folderWith(USES_END, '', "end: '[ :]{1,3}'\nmore: '[ :]'\n"),
  ],
  [
    'the same name in the rule and for all rules',
    'record.yaml:8 fragments.end: fragments.yaml has a fragment of this name',
    folderWith(USES_END, "fragments:\n  end: '[ :]'\n", "end: '[ :]{1,3}'\n"),
  ],
  [
    'a choice that would reach into the pattern',
    'fragments.yaml:1 end: must be one group, class or look-around; put it in (?:…)',
    folderWith(USES_END, '', "end: ':| '\n"),
  ],
  [
    'several elements, of which a repeat behind the name would take the last',
    'fragments.yaml:1 end: must be one group, class or look-around; put it in (?:…)',
    folderWith('\\bMRN{{end}}{1,2}(?<value>\\d{5,9})\\b', '', "end: ': '\n"),
  ],
  [
    'the group value',
    'fragments.yaml:1 end: named groups stand in the pattern itself',
    folderWith('\\bMRN {{end}}', '', "end: '(?<value>\\d{5,9})'\n"),
  ],
  [
    'what is no regex',
    'fragments.yaml:1 end: does not compile with flag u: Unterminated group; in flag u only syntax characters may be escaped',
    folderWith(USES_END, '', "end: '(?:'\n"),
  ],
  [
    'a name in capitals',
    'fragments.yaml:1 END: must be kebab-case, such as medical-record-number',
    folderWith(USES_END, '', "END: ':'\n"),
  ],
  ['a list', "fragments.yaml:1 must be names with their texts, such as digits: '\\d{4}'", folderWith(USES_END, '', '- end\n')],
])('refused: %s', (_, problem, files) => {
  expect(loadProblems(files)).toContain(problem);
});

test('the house rules are checked on the regex as it is run', () => {
  expect(loadProblems(folderWith(USES_END, '', "end: '(?:[ :]*)'\n"))).toEqual([
    expect.stringMatching(/^record\.yaml:9 patterns\[0\]\.regex: the repeat \[ :\]\* has no upper bound/u),
  ]);
});

test('fragments that name each other cannot grow without bound', () => {
  const doubled = Array.from({ length: 30 }, (_, index) => `step-${index + 1}: '(?:{{step-${index}}}{{step-${index}}})'\n`);
  const problems = loadProblems(folderWith('\\bMRN{{step-30}}(?<value>\\d{5,9})\\b', '', `step-0: '[ :]'\n${doubled.join('')}`));
  expect(problems.join('\n')).toContain('has more than 20000 characters with its fragments written out');
});
