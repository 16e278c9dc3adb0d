import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { detect } from '../../../src/detect/detect';
import { encodeCompiledRules, readCompiledRules } from '../../../src/rules/compiled-rules';
import { assertProven } from '../../../src/rules/proving/prove';
import { projectRules } from '../../support/project-rules';

const { lists, model: _, wordClasses: __, network: ___, ...rules } = projectRules();
const bytes = encodeCompiledRules(projectRules());

const folder = mkdtempSync(join(tmpdir(), 'phi-proxy-compiled-'));
let files = 0;

function fileOf(content: Buffer): string {
  files += 1;
  const file = join(folder, `${files}.bin`);
  writeFileSync(file, content);
  return file;
}

afterAll(() => rmSync(folder, { recursive: true }));

test('what was made ready is what the rule files say, and counts as proven', () => {
  const ready = readCompiledRules(rules.sha256, fileOf(bytes));
  expect(ready).toEqual({ ...rules, isProven: true });
});

test.each([
  ['rules of another hash', 'f'.repeat(64), fileOf(bytes)],
  ['bytes of something else', rules.sha256, fileOf(Buffer.from('{}'))],
  ['a file that is cut off', rules.sha256, fileOf(bytes.subarray(0, bytes.length >> 1))],
  ['no file', rules.sha256, join(tmpdir(), 'there-is-no-such-file.bin')],
])('%s are not taken', (_what, sha256, file) => {
  expect(readCompiledRules(sha256, file)).toBeUndefined();
});

test('rules that are not known to hold are proven at the start', () => {
  const ruleSet = { rules: rules.rules.slice(0, 1), lists, sha256: rules.sha256 };
  let asked = 0;
  const counting: typeof detect = (segments, set, options) => {
    asked += 1;
    return detect(segments, set, options);
  };
  assertProven('rules', ruleSet, counting);
  expect(asked).toBeGreaterThan(0);
  asked = 0;
  assertProven('rules', { ...ruleSet, isProven: true }, counting);
  expect(asked).toBe(0);
});
