/** `npm run kernels`: compiles the kernels of this folder and writes each, as text, to `kernel-code.ts` beside what runs it. */
import { writeFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

const KERNELS = ['network', 'tagger'];

/** A compiled kernel in base64. */
export async function compileKernel(name) {
  const written = new Map();
  const { error, stderr } = await asc.main(
    [`scripts/kernels/${name}.ts`, '--outFile', 'kernel.wasm', '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'],
    { writeFile: (file, content) => written.set(file, content) },
  );
  if (error) throw new Error(`${name}.ts does not compile: ${error.message}\n${stderr}`);
  return Buffer.from(written.get('kernel.wasm')).toString('base64');
}

if (process.argv.includes('--write')) {
  for (const name of KERNELS) {
    const lines = (await compileKernel(name)).match(/.{1,120}/g).map((line) => `  '${line}'`);
    writeFileSync(
      `src/detect/${name}/kernel-code.ts`,
      `/** WebAssembly in base64, made from \`scripts/kernels/${name}.ts\` by \`npm run kernels\`. */\nexport const KERNEL_CODE =\n${lines.join(' +\n')};\n`,
    );
  }
}
