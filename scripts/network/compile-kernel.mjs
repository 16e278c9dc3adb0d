/** `npm run network:kernel`: compiles `kernel.ts` and writes it, as text, to `src/detect/network/kernel-code.ts`. */
import { writeFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

/** The compiled kernel in base64. */
export async function compileKernel() {
  const written = new Map();
  const { error, stderr } = await asc.main(
    ['scripts/network/kernel.ts', '--outFile', 'kernel.wasm', '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'],
    { writeFile: (name, content) => written.set(name, content) },
  );
  if (error) throw new Error(`the kernel does not compile: ${error.message}\n${stderr}`);
  return Buffer.from(written.get('kernel.wasm')).toString('base64');
}

if (process.argv.includes('--write')) {
  const lines = (await compileKernel()).match(/.{1,120}/g).map((line) => `  '${line}'`);
  writeFileSync(
    'src/detect/network/kernel-code.ts',
    `/** WebAssembly in base64, made from \`scripts/network/kernel.ts\` by \`npm run network:kernel\`. */\nexport const KERNEL_CODE =\n${lines.join(' +\n')};\n`,
  );
}
