import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadRules } from '../../../../src/rules/load';
import { GOOD_FOLDER, removeRuleFolders, writeRuleFolder } from '../../../support/rule-folder';

afterAll(removeRuleFolders);

test('a device is refused unread, and a link that leads back is followed once', () => {
  const directory = writeRuleFolder(GOOD_FOLDER);
  symlinkSync('/dev/zero', join(directory, 'endless.yaml'));
  mkdirSync(join(directory, 'models'));
  for (const name of ['a', 'b']) symlinkSync('.', join(directory, 'models', name));
  expect(() => loadRules(directory)).toThrow(
    `3 problems in the rules of ${directory}:
endless.yaml:1 is no regular file
models/a:1 unknown folder; rule files lie flat in the rule folder
models/b:1 unknown folder`,
  );
});

test('a folder of thousands of files is no rule folder', () => {
  const directory = writeRuleFolder(GOOD_FOLDER);
  for (let number = 0; number < 10_000; number += 1) writeFileSync(join(directory, `${number}.yaml`), '');
  expect(() => loadRules(directory)).toThrow(`${directory}:1 holds more than 10000 files; give a folder of rule files`);
});
