import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeCompiledRules } from '../../../src/rules/compiled-rules';
import { loadReviewedRules, loadRuleBundle } from '../../../src/rules/load';
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

test('other rules are checked, and none is shown where one has a problem', () => {
  expect([...loadReviewedRules(writeRuleFolder(GOOD_FOLDER), compiled).sources.keys()]).toEqual(['record']);
  const broken = writeRuleFolder({ ...GOOD_FOLDER, 'record.yaml': GOOD_RULE.replace('{5,9}', '{5,}') });
  expect(() => loadReviewedRules(broken, compiled)).toThrow('record.yaml:9 patterns[0].regex');
});
