import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** What continuous integration runs, with stand-ins for all that it calls: whatever goes wrong there, its last line sums up. */

const ROOT = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'phi-proxy-ci-'));
const tools = join(folder, 'tools');
mkdirSync(join(folder, 'project/.ci'), { recursive: true });
mkdirSync(tools);
copyFileSync(join(ROOT, '.ci/run'), join(folder, 'project/.ci/run'));
afterAll(() => rmSync(folder, { recursive: true }));

const results = JSON.stringify({
  ...{ numPassedTests: 3, numFailedTests: 0, numFailedTestSuites: 0, success: true },
  testResults: [{ name: 'a', status: 'passed', assertionResults: [{ status: 'passed', fullName: 'a' }] }],
});
const WRITE = 'for word; do case $word in --outputFile=*) file=$(expr "$word" : "[^=]*=\\(.*\\)") ;; esac; done\n';
const WELL: Readonly<Record<string, string>> = {
  npm: `[ "$1" = test ] || exit 0\n${WRITE}printf '%s' '${results}' > "$file"`,
  npx: `${WRITE}printf '%s' '${results}' > "$file"`,
  python3: '',
  'redis-server': '',
  chromium: '',
  mktemp: 'exec /usr/bin/mktemp "$@"',
};

/** Runs it with other stand-ins in place of some; gives its last line and how it ended. */
function runWith(
  others: Readonly<Record<string, string>>,
  environment: NodeJS.ProcessEnv = {},
): readonly [string, number | null] {
  for (const [name, script] of Object.entries({ ...WELL, ...others }))
    writeFileSync(join(tools, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const PATH = [tools, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter);
  const env = { PATH, HOME: folder, TMPDIR: folder, ...environment };
  const { stdout, status } = spawnSync('bash', [join(folder, 'project/.ci/run')], { env, encoding: 'utf8', timeout: 60_000 });
  return [stdout.trimEnd().split('\n').at(-1) ?? '', status];
}

test('where all is well it counts what passed', () => {
  expect(runWith({})).toEqual(['6 passed, 0 failed', 0]);
});

test('packages that could not be had at once are asked for again', () => {
  const once = `[ "$1" = test ] || { [ -e '${folder}/tried' ] && exit 0; touch '${folder}/tried'; exit 1; }`;
  expect(runWith({ npm: `${once}\n${WELL['npm']?.split('\n').slice(1).join('\n')}` })).toEqual(['6 passed, 0 failed', 0]);
});

const fails = 'exit 1';
test.each<[string, Readonly<Record<string, string>>, NodeJS.ProcessEnv, string]>([
  ['no packages', { npm: fails }, {}, '0 passed, 1 failed'],
  ['no place for files', { mktemp: fails }, {}, '0 passed, 1 failed'],
  ['a suite that leaves nothing', { npx: fails }, {}, '3 passed, 1 failed'],
  ['both suites leave nothing', { npm: '[ "$1" = ci ]', npx: fails }, {}, '0 passed, 4 failed'],
  ['a suite that leaves half a file', { npx: `${WRITE}printf '{"numPas' > "$file"; exit 1` }, {}, '3 passed, 1 failed'],
])('%s: it says so, and fails', (_what, others, environment, last) => {
  expect(runWith(others, environment)).toEqual([last, 1]);
});

test('no Python of its own and no home: the rest is run', () => {
  expect(runWith({ python3: fails }, { HOME: undefined })).toEqual(['6 passed, 0 failed', 0]);
});
