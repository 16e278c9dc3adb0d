/** Last step of the build: proves the rules and writes them ready-made, so that the program starts fast. Run by `npm run build`; tests name another folder. */
const { writeFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = process.argv[2] ?? join(__dirname, '..');
const DIST = join(ROOT, 'dist');
const TARGET = join(DIST, 'compiled-rules.bin');
rmSync(TARGET, { force: true });

const { loadRules } = require(join(DIST, 'rules', 'load.js'));
const { assertProven } = require(join(DIST, 'rules', 'proving', 'prove.js'));
const { encodeCompiledRules } = require(join(DIST, 'rules', 'compiled-rules.js'));
const { detect } = require(join(DIST, 'detect', 'detect.js'));

try {
  const rules = join(ROOT, 'rules');
  const ruleSet = loadRules(rules);
  assertProven(rules, ruleSet, detect);
  writeFileSync(TARGET, encodeCompiledRules(ruleSet));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
