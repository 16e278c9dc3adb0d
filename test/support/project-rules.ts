import { join } from 'node:path';
import { encodeCompiledRules } from '../../src/rules/compiled-rules';
import { loadRules } from '../../src/rules/load';
import type { RuleSet } from '../../src/rules/types';
import { CACHE, contentHash, ROOT, write } from './cache';

/** Reading the rules from their files takes seconds: the first test that needs them leaves them ready for the others. */
function loadOnce(): RuleSet {
  // The file itself says of which rule files it is; its name says by which code they were read.
  const file = join(CACHE, `rules-${contentHash('src/rules')}.bin`);
  const ruleSet = loadRules(join(ROOT, 'rules'), file);
  if (ruleSet.isProven === true) {
    const { isProven: _, ...read } = ruleSet;
    return read;
  }
  write(file, encodeCompiledRules(ruleSet));
  return ruleSet;
}

let loaded: RuleSet | undefined;

/** The rules of the project, loaded once for each test file. */
export function projectRules(): RuleSet {
  loaded ??= loadOnce();
  return loaded;
}
