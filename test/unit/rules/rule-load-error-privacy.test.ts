import { loadRules } from '../../../src/rules/load';
import { GOOD_FOLDER, GOOD_RULE, removeRuleFolders, writeRuleFolder } from '../../support/rule-folder';

afterAll(removeRuleFolders);

const CANARY = 'Zebulon Quist';

test.each([
  ['example', GOOD_RULE.replace('MRN [[12345]]', `MRN ${CANARY}`)],
  ['entity', GOOD_RULE.replace('entity: MRN', `entity: ${CANARY}`)],
  ['non-example', GOOD_RULE.replace('lot 00482913', `[[${CANARY}]]`)],
  ['broken YAML', GOOD_RULE.replace("'MRN [[12345]]'", `'${CANARY}`)],
])('a bad %s is not quoted: someone may have pasted a real case', (_what, rule) => {
  let message = '';
  try {
    loadRules(writeRuleFolder({ ...GOOD_FOLDER, 'record.yaml': rule }));
  } catch (error) {
    message = String(error);
  }
  expect(message).toContain('record.yaml');
  expect(message).not.toContain('Zebulon');
  expect(message).not.toContain('Quist');
});
