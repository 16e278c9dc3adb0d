import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { CACHE } from './project-rules';

const ROOT = join(__dirname, '..', '..');
/** What the program is made of. */
const PARTS = ['src', 'rules', 'scripts/compile-rules.cjs', 'package.json', 'tsconfig.json'];

function filesOf(part: string): string[] {
  const path = join(ROOT, part);
  if (!part.includes('.'))
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  return [path];
}

function contentHash(): string {
  const hash = createHash('sha256').update(process.version);
  for (const file of PARTS.flatMap(filesOf)) hash.update(file).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** As `npm run build` does it, elsewhere. */
function compileInto(folder: string): void {
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  // Types are the business of `npm run check`: the compiler writes its output whatever it has to say about them.
  spawnSync(process.execPath, [compiler, '-p', join(ROOT, 'tsconfig.json'), '--outDir', join(folder, 'dist')]);
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(ROOT, 'rules'), join(folder, 'rules'));
  // Rules that do not prove themselves are not made ready: each start reads them, and says what is wrong.
  spawnSync(process.execPath, [join(ROOT, 'scripts', 'compile-rules.cjs'), folder]);
}

let program: string | undefined;

/**
 * The program as it is delivered, compiled from sources and rules as they are now; `dist` may be older. The first test that needs it leaves it
 * to the others, until a file changes: run from its sources, it compiles them, reads the rule files and proves them at each start.
 *
 * @returns the folder of its compiled code
 */
export function compiledProgram(): string {
  program ??= compileOnce();
  return program;
}

function compileOnce(): string {
  // Worktrees may share their installed packages.
  const place = `program-${createHash('sha256').update(ROOT).digest('hex').slice(0, 8)}`;
  const folder = join(CACHE, `${place}-${contentHash()}`);
  if (existsSync(folder)) return join(folder, 'dist');
  mkdirSync(CACHE, { recursive: true });
  const older = readdirSync(CACHE).filter((name) => name.startsWith(`${place}-`));
  const made = mkdtempSync(join(CACHE, 'making-'));
  compileInto(made);
  try {
    renameSync(made, folder);
  } catch {
    // Another process was faster.
    rmSync(made, { recursive: true });
  }
  for (const name of older) rmSync(join(CACHE, name), { recursive: true, force: true });
  return join(folder, 'dist');
}
