/**
 * Rules made ready when the package is built, so that a start need not read, check and prove them again. What was proven is named by its
 * SHA-256, by the code that read and ran it and by V8: where any of them differs, the rule files themselves are read and proven as ever.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { withLazyParts } from './lazy-parts';
import type { RuleSet, WordList } from './types';

/** Stands beside the compiled code: `dist/compiled-rules.bin`. There is none beside the sources, which always read the rule files. */
export const COMPILED_RULES_FILE = join(__dirname, '..', 'compiled-rules.bin');

interface CompiledRules {
  readonly sha256: string;
  readonly code: string;
  readonly rules: Omit<RuleSet, 'lists' | 'model' | 'wordClasses' | 'network'>;
  readonly lists: readonly PackedList[];
}

/** Entries joined by line ends, and their numbers: read several times as fast as a map. */
interface PackedList {
  readonly name: string;
  readonly words: string;
  readonly numbers: Int32Array;
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

/** The bytes of a rule set that has been proven; what was learned stays in files of its own. */
export function encodeCompiledRules({ lists, model: _, wordClasses: __, network: ___, ...rules }: RuleSet): Buffer {
  const packed = [...lists].map(
    ([name, words]): PackedList => ({ name, words: [...words.keys()].join('\n'), numbers: Int32Array.from(words.values()) }),
  );
  const compiled: CompiledRules = { sha256: rules.sha256, code: codeHash(), rules, lists: packed };
  return serialize(compiled);
}

/** The rule set whose files have this hash, without what was learned, its lists unpacked when they are first read; nothing where this build has no such rules. */
export function readCompiledRules(sha256: string, file: string): RuleSet | undefined {
  let compiled: CompiledRules;
  try {
    compiled = deserialize(readFileSync(file)) as CompiledRules;
    if (compiled.sha256 !== sha256 || compiled.code !== codeHash()) return undefined;
  } catch {
    return undefined;
  }
  const { rules, lists } = compiled;
  return withLazyParts(
    { ...rules, isProven: true },
    { lists: () => new Map(lists.map((list) => [list.name, unpackList(list)])) },
  );
}

function unpackList({ words, numbers }: PackedList): WordList {
  const list = new Map<string, number>();
  let at = 0;
  for (const word of words.split('\n')) {
    list.set(word, numbers[at] as number);
    at += 1;
  }
  return list;
}
