import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Finished, runCommand, startCommand, stopLeftovers } from '../support/command-line';
import { GOOD_FOLDER, removeRuleFolders, writeRuleFolder } from '../support/rule-folder';

const CANARY = 'Zebulon Quackenbush';
const folder = mkdtempSync(join(tmpdir(), 'phi-proxy-cli-'));
afterAll(() => {
  stopLeftovers();
  rmSync(folder, { recursive: true });
});

const jsonLines = (count: number): string =>
  Array.from(
    { length: count },
    (_, index) => `${JSON.stringify({ id: `n${index}`, text: `MRN: 00${48_000 + index}, seen by Dr. John Smith.` })}\n`,
  ).join('');

interface OutputLine {
  readonly id: string;
  readonly text: string;
  readonly spans: readonly { readonly start: number; readonly end: number; readonly entity: string; readonly token: string }[];
}
const parse = (stdout: string): OutputLine[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as OutputLine);

function expectReadable({ stderr }: Finished): void {
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr).not.toContain('Zebulon');
}

describe('usage', () => {
  test.each([
    [['--help'], 0],
    [['--version'], 0],
    [['help', 'detect'], 0],
    [['demo', '--help'], 0],
    [['rules', '--help'], 0],
    [['keys', '--help'], 0],
    [['usage', '--help'], 0],
    [['help', 'rules', 'check'], 0],
    [['serve', '--help'], 0],
    [['no-such-command'], 2],
    [['help', 'no-such-command'], 2],
    [['help', 'rules', 'no-such-command'], 2],
    [['detect', '--no-such-option'], 2],
    [['detect', '--workers', 'many'], 2],
    [['detect', '--keep-going'], 2],
    [['detect', '--workers', '2'], 2],
    [['detect', '-', '-'], 2],
    [['detect', ''], 2],
    [['detect', '--rules', ''], 2],
    [['rules', 'list', '--rules', ''], 2],
    [['rules', 'check', '--rules', 'no-such-folder'], 2],
    [['serve', '--rules-dir', 'no-such-folder'], 2],
    [['keys'], 2],
    [['keys', 'new', '--file', ''], 2],
  ])('%j exits with %i', async (args, exitCode) => {
    const finished = await runCommand(args);
    expect(finished.exitCode).toBe(exitCode);
    expect(finished.stdout !== '').toBe(exitCode === 0);
    expect(finished.stdout).not.toMatch(/^.{81,}$/m);
    expectReadable(finished);
  });
});

describe('detect', () => {
  test('marks text from standard input, without colours on a pipe', async () => {
    const finished = await runCommand(['detect'], { input: 'MRN: 00482917, seen by Dr. John Smith.\n' });
    expect(finished).toMatchObject({ exitCode: 0, stdout: 'MRN: ⟦MRN|00482917⟧, seen by Dr. ⟦NAME|John Smith⟧.\n' });
    expect(finished.stderr).toBe('2 spans  MRN 1  NAME 1\n');
  });

  test('of an empty text nothing is printed', async () => {
    expect(await runCommand(['detect'], { input: '' })).toMatchObject({ exitCode: 0, stdout: '', stderr: 'No PHI found.\n' });
  });

  test('--explain names the rule and its file', async () => {
    const { stdout } = await runCommand(['detect', '--explain'], { input: 'MRN: 00482917\n' });
    expect(stdout).toMatch(
      /1:6 "00482917" MRN -> \[MRN_1\]\n {4}rule [a-z-]+ \([a-z-]+\.yaml\), pattern .*\n {4}score 0\.\d\d = base/,
    );
  });

  test('--jsonl keeps order, and its offsets and tokens fit together', async () => {
    const { exitCode, stdout } = await runCommand(['detect', '--jsonl'], { input: jsonLines(50) });
    expect(exitCode).toBe(0);
    const lines = parse(stdout);
    expect(lines.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, index) => `n${index}`));
    for (const [index, { text, spans }] of lines.entries()) {
      const original = `MRN: 00${48_000 + index}, seen by Dr. John Smith.`;
      const rebuilt = [...spans]
        .reverse()
        .reduce((sum, { start, end, token }) => sum.slice(0, start) + token + sum.slice(end), original);
      expect(text).toBe(rebuilt);
      expect(text).toBe('MRN: [MRN_1], seen by Dr. [NAME_1].');
    }
  });

  test('--workers gives the same output', async () => {
    const input = jsonLines(2000);
    const [alone, pooled] = await Promise.all([
      runCommand(['detect', '--jsonl'], { input }),
      runCommand(['detect', '--jsonl', '--workers', '2'], { input }),
    ]);
    expect(pooled.exitCode).toBe(0);
    expect(pooled.stdout).toBe(alone.stdout);
  });

  test('a bad line stops it, with file and line, and without its text', async () => {
    const file = join(folder, 'in.jsonl');
    writeFileSync(file, `${jsonLines(1)}{"id": "x", "text": "${CANARY}\n${jsonLines(1)}`);
    const finished = await runCommand(['detect', '--jsonl', file]);
    expect(finished.exitCode).toBe(1);
    expect(finished.stderr).toContain(`${file}:2: is not valid JSON. Each line must be {"id": …, "text": "…"}`);
    expect(parse(finished.stdout)).toHaveLength(1);
    expectReadable(finished);
  });

  test('--keep-going reports bad lines, does the others, and still fails', async () => {
    const input = `${jsonLines(1)}[1]\n\n{"id": true, "text": "${CANARY}"}\n{"id": "a"}\n${jsonLines(1)}`;
    const finished = await runCommand(['detect', '--jsonl', '--keep-going'], { input });
    expect(finished.exitCode).toBe(1);
    expect(parse(finished.stdout)).toHaveLength(2);
    expect(finished.stderr).toMatch(
      /\(standard input\):2: is not an object.*\n.*:4: has no "id".*\n.*:5: has no "text".*\n.*3 lines were left out/,
    );
    expectReadable(finished);
  });

  test('a missing file is named', async () => {
    const finished = await runCommand(['detect', '/no/such/note.txt']);
    expect(finished).toMatchObject({ exitCode: 1, stdout: '', stderr: 'phi-proxy: /no/such/note.txt: no such file or folder\n' });
  });
});

test('keys: the hash of a new key is the one in the file', async () => {
  const file = join(folder, 'made-keys.yaml');
  const made = await runCommand(['keys', 'new', '--label', 'billing', '--file', file]);
  expect(made.stdout).toMatch(/^[A-Za-z0-9]{32}\n$/);
  expect(made.stderr).not.toContain(made.stdout.trim());
  const hashed = await runCommand(['keys', 'hash'], { input: made.stdout });
  const served = await startCommand(['serve', '--port', '0', '--keys-file', file], /keys +1 from/);
  expect(served.printed).not.toContain('proxy key');
  expect(await served.stop('SIGTERM')).toBe(0);
  expect(hashed.stdout).toMatch(/^sha256:[0-9a-f]{64}\n$/);
});

describe('serve', () => {
  test('says where it listens, with a key to try, and stops at a signal', async () => {
    const served = await startCommand(['serve', '--port', '0'], /curl/, { cwd: folder, env: { PHI_PROXY_KEYS_FILE: '' } });
    const url = /listening on (http:\/\/127\.0\.0\.1:\d+)\n/.exec(served.printed)?.[1];
    expect(served.printed).toMatch(/rules +sha256:[0-9a-f]{64}/);
    const ruleFiles = readdirSync(join(__dirname, '..', '..', 'rules')).filter((name) =>
      /^(?!exclusions|fragments).*\.yaml$/.test(name),
    );
    expect(served.printed).toContain(`(${ruleFiles.length} rules)`);
    expect(served.printed).toMatch(/proxy key: [A-Za-z0-9]{32}\n/);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/v1/chat/completions`, { method: 'POST' })).status).toBe(401);
    expect(await served.stop('SIGINT')).toBe(0);
  });

  test('a signal that programs send to have logs opened anew opens no debugger', async () => {
    const served = await startCommand(['serve', '--port', '0'], /curl/, { cwd: folder });
    const url = /listening on (\S+)\n/.exec(served.printed)?.[1];
    served.send('SIGUSR1');
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await served.stop('SIGTERM')).toBe(0);
    expect(served.complaints()).not.toMatch(/debugger|inspector/i);
  });

  test.each([
    ['--port', []],
    ['--metrics-port', ['--port', '0']],
  ])('names a port in use, and the option %s that sets it', async (option, others) => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const { port } = blocker.address() as AddressInfo;
    const finished = await runCommand(['serve', option, String(port), ...others], { cwd: folder });
    blocker.close();
    expect(finished.exitCode).toBe(1);
    expect(finished.stderr).toContain(`port ${port} on 127.0.0.1 is in use`);
    expect(finished.stderr).toContain(`with ${option} (0`);
  });

  test('names every wrong setting, and no value', async () => {
    const env = { PHI_PROXY_UPSTRAEM_URL: CANARY, PHI_PROXY_PORT: CANARY };
    const finished = await runCommand(['serve'], { cwd: folder, env });
    expect(finished.exitCode).toBe(2);
    expect(finished.stderr).toMatch(/PHI_PROXY_UPSTRAEM_URL: no such setting[\s\S]*PHI_PROXY_PORT: must be/);
    expectReadable(finished);
  });

  test('a key file that was asked for must exist', async () => {
    const finished = await runCommand(['serve', '--port', '0', '--keys-file', '/no/such/keys.yaml'], { cwd: folder });
    expect(finished.exitCode).toBe(1);
    expect(finished.stderr).toContain('/no/such/keys.yaml');
  });

  test('says that it proves rules that are not its own, which takes its time', async () => {
    const rules = writeRuleFolder(GOOD_FOLDER);
    const finished = await runCommand(['serve', '--rules-dir', rules, '--keys-file', '/no/such/keys.yaml'], { cwd: folder });
    removeRuleFolders();
    expect(finished.stderr).toMatch(`proving the rules of ${rules} by their examples\nphi-proxy: /no/such/keys.yaml`);
  });
});

test('demo: every check holds', async () => {
  const finished = await runCommand(['demo'], { cwd: folder });
  expect(finished.stdout).not.toContain('FAILED');
  expect(finished).toMatchObject({ exitCode: 0, stderr: '' });
  expect(finished.stdout).toContain('Patient [NAME_1] has complained');
});
