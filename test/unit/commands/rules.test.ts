import { createHash } from 'node:crypto';
import { Command } from 'commander';
import { registerRules } from '../../../src/commands/rules';
import { ruleSchemaText } from '../../../src/rules/reading/schema';
import { GOOD_FOLDER, GOOD_RULE, removeRuleFolders, writeRuleFolder } from '../../support/rule-folder';

afterAll(removeRuleFolders);

/** Runs the command and gives what it writes to standard output. */
function run(...argv: string[]): string {
  let output = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += String(text);
    return true;
  });
  try {
    const program = new Command().exitOverride();
    registerRules(program);
    program.parse(['rules', ...argv], { from: 'user' });
  } finally {
    write.mockRestore();
  }
  return output;
}

const folder = writeRuleFolder(GOOD_FOLDER);

test('check prints counts and hash when all examples hold', () => {
  expect(run('check', '--rules', folder)).toMatch(
    /^OK: 1 rule, 3 examples and 3 non-examples hold, 0 word lists\nSHA-256 [0-9a-f]{64}\n$/u,
  );
});

test('check fails with every example that does not hold', () => {
  const broken = writeRuleFolder({ ...GOOD_FOLDER, 'record.yaml': GOOD_RULE.replaceAll('MRN 1234', 'MRN 12345') });
  expect(() => run('check', '--rules', broken)).toThrow('record.yaml:18 non_examples[2]: alone: finds MRN at 4-9');
});

test('list shows rules, coverage and hash', () => {
  const output = run('list', '--rules', folder);
  expect(output).toMatch(/^record {2}MRN +H +pattern +3 \+ 3$/mu);
  expect(output).toMatch(/^H {2}record$/mu);
  expect(output).toMatch(/^Q {2}not in this test$/mu);
  expect(output).toMatch(/^SHA-256 [0-9a-f]{64}$/mu);
});

test('list --json is one object', () => {
  expect(JSON.parse(run('list', '--json', '--rules', folder))).toMatchObject({
    rules: [{ id: 'record', entity: 'MRN', hipaa: ['H'], recognizer: 'pattern', examples: 3, nonExamples: 3 }],
    coverage: { H: { rules: ['record'] }, Q: { excluded: 'not in this test' } },
  });
});

test('list --json names each file with its hash, so that two bundles can be compared', () => {
  const filesOf = (directory: string): unknown => JSON.parse(run('list', '--json', '--rules', directory)).files;
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  const signed = filesOf(folder);
  expect(signed).toEqual(Object.fromEntries(Object.entries(GOOD_FOLDER).map(([path, text]) => [path, hash(text)])));
  const changed = GOOD_RULE.replace('Chart numbers', 'Numbers of charts');
  expect(filesOf(writeRuleFolder({ ...GOOD_FOLDER, 'record.yaml': changed }))).toEqual({
    ...(signed as object),
    'record.yaml': hash(changed),
  });
});

test('show prints everything a reviewer reads', () => {
  const output = run('show', 'record', '--rules', folder);
  for (const part of [
    'Chart numbers behind a label.',
    '(H)',
    'https://www.ecfr.gov',
    'labelled: score 0.9',
    '[[00482913]]',
    '(lot number)',
  ]) {
    expect(output).toContain(part);
  }
});

test('show tells what the fragments in patterns stand for, or writes them out', () => {
  const rule = GOOD_RULE.replace('[ :]{1,3}', '{{label-end}}').replace(
    'patterns:',
    "fragments:\n  label-end: '{{sign}}{1,3}'\npatterns:",
  );
  const shared = writeRuleFolder({ ...GOOD_FOLDER, 'record.yaml': rule, 'fragments.yaml': "sign: '[ :]'\n" });
  expect(run('show', 'record', '--rules', shared)).toMatch(
    /MRN\{\{label-end\}\}[\s\S]*double braces[^\n]*\n {2}label-end\n {4}\{\{sign\}\}\{1,3\}\n {2}sign\n {4}\[ :\]\n/u,
  );
  const writtenOut = run('show', 'record', '--written-out', '--rules', shared);
  expect(writtenOut).toContain('MRN[ :]{1,3}(?<value>');
  expect(writtenOut).not.toContain('{{');
});

const POLICY = `id: registry
description: For the registry.
references: ['https://www.ecfr.gov/current/title-45/section-164.514']
keep: { entities: [DATE], parts: [{ name: year, entity: MRN, regex: '(?<value>19)' }] }
exclude_roles: [system]
examples: ['MRN: [[00482913]]', 'MRN: [[123456]]', 'MRN: [[654321]]']
known_limitations: [None that is known.]
`;

const USE_CASE = `id: key-cutting
description: Cutting keys of others.
references: ['https://openai.com/policies/usage-policies']
requests: [{ verbs: [cut, copy], objects: ["my neighbour's key"], unless: [asked me] }]
examples: ["How can I cut my neighbour's key?", "How do I copy my neighbour's key?", "Help me cut my neighbour's key."]
non_examples: [{ text: key chain, why: no request }, { text: key, why: a word }, { text: cut, why: another word }]
`;

test('show prints what list names besides: policies, unapproved uses, columns and policies of a rule', () => {
  const rule = `${GOOD_RULE}columns: [chart, 'no?']\npolicies: [registry]\n`;
  const other = GOOD_RULE.replace('id: record', 'id: record-too');
  const files = { 'policies/registry.yaml': POLICY, 'use-cases/key-cutting.yaml': USE_CASE, 'record-too.yaml': other };
  const whole = writeRuleFolder({ ...GOOD_FOLDER, 'record.yaml': rule, ...files });
  const show = (id: string) => run('show', id, '--rules', whole);
  expect(show('record')).toMatch(/only in +registry\n[\s\S]*Heads of table columns.*\n {2}chart\n {2}no\?\n/u);
  expect(show('registry')).toMatch(
    /^registry is a policy\n[\s\S]*stay\n {2}DATE\n[\s\S]*year: of MRN\n[\s\S]*system\n[\s\S]*None that/u,
  );
  expect(show('key-cutting')).toMatch(/cut \| copy\n {4}my neighbour's key\n {2}unless the sentence holds asked me\n/u);
  expect(() => show('regstry')).toThrow('did you mean registry?');
});

test.each([
  ['recrod', 'there is no rule recrod; did you mean record?'],
  ['vaccine', 'there is no rule vaccine; "phi-proxy rules list" shows them all'],
])('show %s says what there is instead', (id, message) => {
  expect(() => run('show', id, '--rules', folder)).toThrow(message);
});

test('schema prints the schema of rule files', () => {
  expect(run('schema')).toBe(ruleSchemaText());
});
