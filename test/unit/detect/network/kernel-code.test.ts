import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { KERNEL_CODE } from '../../../../src/detect/network/kernel-code';

const PRINT =
  "import('./scripts/network/compile-kernel.mjs').then(({ compileKernel }) => compileKernel()).then((code) => process.stdout.write(code))";

test('the kernel is what its source is compiled into', () => {
  const compiled = execFileSync(process.execPath, ['-e', PRINT], { cwd: join(__dirname, '../../../..'), encoding: 'utf8' });
  expect(compiled).toBe(KERNEL_CODE);
}, 60_000);
