import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Peers are installed here, apart from the project's own packages; `npm ci` clears it. */
export const PEERS_FOLDER = join(__dirname, '..', '..', '..', 'node_modules', '.cache', 'phi-proxy-peers');

const TIMEOUT_MS = 10 * 60_000;
/** Written when an installation is complete; a broken one is done again. */
const DONE_FILE = 'installed';

/**
 * The folder of an npm package at an exact version; installed at first use, without its install scripts.
 *
 * @throws Error with npm's last word if it cannot be installed
 */
export function npmPeer(name: string, version: string): string {
  return installed(`${name}-${version}`, (folder) => {
    const options = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
    runStep('npm', ['install', '--prefix', folder, ...options, `${name}@${version}`]);
  });
}

/** A virtual environment's Python with the given requirements (`name==version`), installed one after the other with their pip options. */
export function pythonPeer(name: string, requirements: readonly (readonly string[])[]): string {
  const folder = installed(name, (target) => {
    runStep('python3', ['-m', 'venv', target]);
    for (const requirement of requirements)
      runStep(join(target, 'bin', 'python'), ['-m', 'pip', 'install', '-q', ...requirement]);
  });
  return join(folder, 'bin', 'python');
}

function installed(name: string, install: (folder: string) => void): string {
  const folder = join(PEERS_FOLDER, name);
  if (existsSync(join(folder, DONE_FILE))) return folder;
  process.stderr.write(`installing ${name} into ${folder}\n`);
  mkdirSync(folder, { recursive: true });
  install(folder);
  writeFileSync(join(folder, DONE_FILE), '');
  return folder;
}

function runStep(command: string, args: readonly string[]): void {
  const { status, error, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (error) throw new Error(`cannot be installed: ${error.message}`);
  if (status !== 0) throw new Error(`cannot be installed: ${firstError(stderr)}`);
}

/** The line that says most: the first that speaks of an error, or the last. */
export function firstError(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return (lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? 'no reason given').trim();
}
