import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeCompiledRules } from '../../src/rules/compiled-rules';
import { loadRules } from '../../src/rules/load';
import type { RuleSet } from '../../src/rules/types';

const ROOT = join(__dirname, '../..');
const RULES = join(ROOT, 'rules');
/** Where tests leave what others need, too. */
export const CACHE = join(ROOT, 'node_modules/.cache/phi-proxy');

/** Names the code that reads rules. */
function codeHash(): string {
  const folder = join(ROOT, 'src/rules');
  const hash = createHash('sha256');
  for (const name of readdirSync(folder)) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}

/** Reading the rules from their files takes seconds: the first test that needs them leaves them ready for the others. */
function loadOnce(): RuleSet {
  const file = join(CACHE, `rules-${codeHash()}.bin`);
  const ruleSet = loadRules(RULES, file);
  if (ruleSet.isProven === true) {
    const { isProven: _, ...read } = ruleSet;
    return read;
  }
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(`${file}.${process.pid}`, encodeCompiledRules(ruleSet));
  renameSync(`${file}.${process.pid}`, file);
  return ruleSet;
}

let loaded: RuleSet | undefined;

/** The rules of the project, loaded once for each test file. */
export function projectRules(): RuleSet {
  loaded ??= loadOnce();
  return loaded;
}
