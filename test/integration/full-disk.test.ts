import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { compiledProgram } from '../support/compiled-program';
import { needs } from '../support/needs';

const MAIN = join(compiledProgram(), 'main.js');
/** A device that is always full; Linux has it. */
const FULL = '/dev/full';

(needs(existsSync(FULL), 'a command on a full disk', FULL) ? test : test.skip)(
  'a command whose output does not fit on the disk fails and says why',
  () => {
    const full = openSync(FULL, 'w');
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'rules', 'schema'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'phi-proxy: standard output: write: no space is left; what was written is not all\n',
    });
  },
);
