/**
 * Rules made ready when the package is built, so that a start need not read, check and prove them again. What was proven is named by its
 * SHA-256, by the code that read and ran it and by V8: where any of them differs, the rule files themselves are read and proven as ever.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { RuleSet } from './types';

/** Stands beside the compiled code: `dist/compiled-rules.bin`. There is none beside the sources, which always read the rule files. */
export const COMPILED_RULES_FILE = join(__dirname, '..', 'compiled-rules.bin');

/** Word lists and what was learned stay in files of their own. */
export type RulesAlone = Omit<RuleSet, 'lists' | 'model' | 'wordClasses' | 'network'>;

interface CompiledRules {
  readonly sha256: string;
  readonly code: string;
  readonly rules: RulesAlone;
}

/** What names the code that reads and runs rules, and the engine of regular expressions: rules are proven for them alone. */
function codeHash(): string {
  const { v8, unicode } = process.versions;
  const hash = createHash('sha256').update(`${v8} ${unicode}`);
  for (const folder of ['rules', 'detect']) {
    const directory = join(__dirname, '..', folder);
    const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
    for (const name of files.sort()) hash.update(`${folder}/${name}`).update(readFileSync(join(directory, name)));
  }
  return hash.digest('hex');
}

/** The bytes of a rule set that has been proven. */
export function encodeCompiledRules({ lists: _, model: __, wordClasses: ___, network: ____, ...rules }: RuleSet): Buffer {
  const compiled: CompiledRules = { sha256: rules.sha256, code: codeHash(), rules };
  return serialize(compiled);
}

/** The rules of a folder whose files have this hash; nothing where this build has no such rules. */
export function readCompiledRules(sha256: string, file: string): RulesAlone | undefined {
  try {
    const compiled = deserialize(readFileSync(file)) as CompiledRules;
    if (compiled.sha256 === sha256 && compiled.code === codeHash()) return { ...compiled.rules, isProven: true };
  } catch {
    // Not there, or of another build: the rule files are read.
  }
  return undefined;
}
