import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { KERNEL_CODE as NETWORK } from '../../../src/detect/network/kernel-code';
import { KERNEL_CODE as TAGGER } from '../../../src/detect/tagger/kernel-code';

const print = (name: string): string =>
  `import('./scripts/kernels/compile.mjs').then(({ compileKernel }) => compileKernel('${name}')).then((code) => process.stdout.write(code))`;

test.each([
  ['network', NETWORK],
  ['tagger', TAGGER],
])('the kernel of the %s is what its source is compiled into', (name, code) => {
  const compiled = execFileSync(process.execPath, ['-e', print(name)], { cwd: join(__dirname, '../../..'), encoding: 'utf8' });
  expect(compiled).toBe(code);
});
