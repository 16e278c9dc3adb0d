/** Second step of the build: removes from `dist/` what was compiled from sources that are gone, which would else be published. */
const { existsSync, readdirSync, rmSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');
const DIST = join(ROOT, 'dist');

for (const file of readdirSync(DIST, { recursive: true })) {
  const source = file.replace(/(?:\.d\.ts|\.js)(?:\.map)?$/, '.ts');
  if (source !== file && !existsSync(join(ROOT, 'src', source))) rmSync(join(DIST, file));
}
