import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

/** What tests make once and leave to each other, and to the next run. `npm ci` removes it, so continuous integration begins without. */

export const ROOT = join(__dirname, '..', '..');
/** Worktrees may share their installed packages, but not this. */
export const CACHE = join(ROOT, 'node_modules/.cache/phi-proxy', createHash('sha256').update(ROOT).digest('hex').slice(0, 8));

function filesIn(part: string): string[] {
  const path = join(ROOT, part);
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Names the contents of files and folders of the project, and what they run in. */
export function contentHash(...parts: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const file of parts.flatMap(filesIn)) {
    const content = readFileSync(file);
    hash.update(`${file} ${content.length}\n`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

/** All that decides what the engine finds in a text: it is pure, so the same files give the same result. */
export const ENGINE = ['src/detect', 'src/rules', 'rules', 'package-lock.json'] as const;

/**
 * What `compute` gave before, if the key is the same; a key names all that decides it. For what takes long and is pure; if it throws,
 * nothing is kept, so that a test can check within it.
 */
export function remembered<T>(name: string, key: string, compute: () => T): T {
  const file = join(CACHE, `${name.replace(/[^\w-]+/g, '-')}.bin`);
  const before = read(file) as { readonly key: string; readonly value: T } | undefined;
  if (before?.key === key) return before.value;
  const value = compute();
  write(file, serialize({ key, value }));
  return value;
}

function read(file: string): unknown {
  try {
    return deserialize(readFileSync(file));
  } catch {
    return undefined;
  }
}

/** In one step: other processes read and write it too. */
export function write(file: string, content: Buffer): void {
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(`${file}.${process.pid}`, content);
  renameSync(`${file}.${process.pid}`, file);
}
