/**
 * Lets Node run the project's TypeScript as it is: `node -r ./scripts/typescript-hook.cjs FILE.ts`. The same compiler and options as
 * jest's (package.json), so development needs no further tool. Worker threads inherit it. The product itself runs from `dist`.
 */
const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');

const options = {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
  configFile: false,
  swcrc: false,
};

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), { ...options, filename });
  module._compile(code, filename);
};
