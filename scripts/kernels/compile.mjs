/** `npm run kernels`: compiles the kernels of this folder and writes each, as text, to `kernel-code.ts` beside what runs it. */
import { writeFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

/** What each exports. */
const KERNELS = {
  network: ['network/attention.ts', 'network/context.ts', 'network/products.ts'],
  tagger: ['tagger.ts'],
};

/** A compiled kernel in base64. */
export async function compileKernel(name) {
  const files = KERNELS[name].map((file) => `scripts/kernels/${file}`);
  const written = new Map();
  const { error, stderr } = await asc.main(
    [...files, '--outFile', 'kernel.wasm', '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'],
    { writeFile: (file, content) => written.set(file, content) },
  );
  if (error) throw new Error(`the kernel of the ${name} does not compile: ${error.message}\n${stderr}`);
  return Buffer.from(written.get('kernel.wasm')).toString('base64');
}

if (process.argv.includes('--write')) {
  for (const [name, files] of Object.entries(KERNELS)) {
    const lines = (await compileKernel(name)).match(/.{1,120}/g).map((line) => `  '${line}'`);
    writeFileSync(
      `src/detect/${name}/kernel-code.ts`,
      `/** WebAssembly in base64, made from \`scripts/kernels/${files.length > 1 ? name : files[0]}\` by \`npm run kernels\`. */\nexport const KERNEL_CODE =\n${lines.join(' +\n')};\n`,
    );
  }
}
