import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, contentHash, ROOT } from './cache';

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
  const folder = join(
    CACHE,
    `program-${contentHash('src', 'rules', 'scripts/compile-rules.cjs', 'package.json', 'tsconfig.json')}`,
  );
  if (existsSync(folder)) return join(folder, 'dist');
  mkdirSync(CACHE, { recursive: true });
  const older = readdirSync(CACHE).filter((name) => name.startsWith('program-'));
  const made = mkdtempSync(join(CACHE, 'making-'));
  compileInto(made);
  try {
    renameSync(made, folder);
  } catch {
    // Another process was faster.
    rmSync(made, { recursive: true });
  }
  for (const name of older) if (!folder.endsWith(name)) rmSync(join(CACHE, name), { recursive: true, force: true });
  return join(folder, 'dist');
}
