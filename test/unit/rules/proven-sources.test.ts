import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { encodeCompiledRules } from '../../../src/rules/compiled-rules';
import { loadReviewedRules, loadRuleBundle, loadRules } from '../../../src/rules/load';
import { GOOD_FOLDER, GOOD_RULE, removeRuleFolders, writeRuleFolder } from '../../support/rule-folder';

const RULES = join(__dirname, '..', '..', '..', 'rules');
const folder = mkdtempSync(join(tmpdir(), 'phi-proxy-reviewed-'));
const compiled = join(folder, 'compiled.bin');
const checked = loadRuleBundle(RULES);
writeFileSync(compiled, encodeCompiledRules(checked.ruleSet));
afterAll(() => {
  removeRuleFolders();
  rmSync(folder, { recursive: true });
});

test('of rules that the build proved a reviewer reads the same, without waiting for the checks', () => {
  const { ruleSet, ...reviewed } = loadReviewedRules(RULES, compiled);
  const { ruleSet: checkedSet, ...asChecked } = checked;
  expect(ruleSet).toMatchObject({ isProven: true, sha256: checkedSet.sha256 });
  expect(reviewed).toEqual(asChecked);
  expect([...reviewed.sources.keys()]).toEqual([...asChecked.sources.keys()]);
});

/** Of lists as text, since V8 writes equal strings in more than one way. */
function bytesOf(part: unknown): Buffer {
  return part instanceof Map
    ? Buffer.from(JSON.stringify([...part].map(([name, words]) => [name, [...words]])))
    : serialize(part);
}

test.each(['lists', 'model', 'wordClasses', 'network'] as const)(
  '%s of rules that the build proved are read when they are asked for, and the same',
  (part) => {
    const ready = loadRules(RULES, compiled);
    expect(Object.getOwnPropertyDescriptor(ready, part)?.get).toBeDefined();
    // Byte for byte: comparing millions of numbers one by one takes minutes.
    expect(bytesOf(ready[part]).equals(bytesOf(checked.ruleSet[part]))).toBe(true);
    expect(Object.getOwnPropertyDescriptor(ready, part)?.get).toBeUndefined();
  },
);

test('other rules are checked, and none is shown where one has a problem', () => {
  expect([...loadReviewedRules(writeRuleFolder(GOOD_FOLDER), compiled).sources.keys()]).toEqual(['record']);
  const broken = writeRuleFolder({ ...GOOD_FOLDER, 'record.yaml': GOOD_RULE.replace('{5,9}', '{5,}') });
  expect(() => loadReviewedRules(broken, compiled)).toThrow('record.yaml:9 patterns[0].regex');
});
