import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { needs } from '../support/needs';

const ROOT = join(__dirname, '..', '..');
/** A device that is always full; Linux has it. */
const FULL = '/dev/full';

/** Logs to standard output, and ends in one of several ways. */
function logTo(stdout: number | 'pipe', ending: string): { readonly status: number | null; readonly said: string } {
  const script = `const { createLogger } = require('./src/log.ts');
    const logger = createLogger('info');
    logger.info('draining');
    setTimeout(() => { logger.info('stopped'); ${ending} }, 200);`;
  const args = ['-r', './scripts/typescript-hook.cjs', '-e', script];
  const run = spawnSync(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', stdout, 'pipe'],
    timeout: 200_000,
    encoding: 'utf8',
  });
  return { status: run.status, said: `${run.stdout ?? ''}${run.stderr}` };
}

(needs(existsSync(FULL), 'logs on a full disk', FULL) ? test : test.skip)(
  'a full disk neither ends the process nor keeps it from ending',
  () => {
    const full = openSync(FULL, 'w');
    try {
      expect(logTo(full, 'process.exit(7);')).toEqual({ status: 7, said: '' });
      expect(logTo(full, 'process.exitCode = 5;')).toEqual({ status: 5, said: '' });
    } finally {
      closeSync(full);
    }
  },
);

test('the last lines are written before the process ends', () => {
  // The first of many is being written when the process ends; the others wait behind it.
  const { status, said } = logTo(
    'pipe',
    "for (let line = 0; line < 1000; line += 1) logger.info('keys_loaded'); process.exit(7);",
  );
  expect(status).toBe(7);
  expect(said).toMatch(/^.*"draining"\}\n.*"stopped"\}\n(.*"keys_loaded"\}\n){1000}$/);
});
