import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessFileError } from '../../../src/access/access-file';
import { hashKey } from '../../../src/access/key';
import { readKeyFile, watchKeyFile } from '../../../src/access/key-file';
import type { KeyEntry } from '../../../src/access/key-store';
import { eventually } from '../../support/proxy-under-test';

const HASH = hashKey('a');
const CANARY = 'CanaryPlainKey0123456789abcdefgh';
const folder = mkdtempSync(join(tmpdir(), 'keys-'));
const path = join(folder, 'keys.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

function problemsIn(source: string): AccessFileError {
  writeFileSync(path, source);
  try {
    readKeyFile(path);
  } catch (error) {
    if (error instanceof AccessFileError) return error;
  }
  throw new Error('no AccessFileError');
}

test('reads YAML and JSON', () => {
  writeFileSync(path, `keys:\n  - hash: ${HASH}\n    label: app\n    expires: 2027-01-31\n    disabled: true\n`);
  expect(readKeyFile(path)).toEqual([{ hash: HASH, label: 'app', disabled: true, expiresAt: Date.UTC(2027, 0, 31) }]);
  writeFileSync(path, JSON.stringify({ keys: [{ hash: HASH, label: 'app', expires: '2027-01-31T12:00:00+01:00' }] }));
  expect(readKeyFile(path)[0]).toMatchObject({ label: 'app', expiresAt: Date.UTC(2027, 0, 31, 11) });
});

test.each([
  ['a key instead of its hash', `keys:\n  - label: app\n    hash: ${CANARY}\n`, 3, "keys[0].hash: must be 'sha256:'"],
  ['an unknown field', `keys:\n  - label: app\n    hash: ${HASH}\n    ${CANARY}: 1\n`, 4, 'keys[0]: holds an unknown key'],
  [
    'a label twice',
    `keys:\n  - {label: app, hash: ${HASH}}\n  - {label: app, hash: ${hashKey('b')}}\n`,
    3,
    'keys[1].label: occurs twice',
  ],
  ['a hash twice', `keys:\n  - {label: a, hash: ${HASH}}\n  - {label: b, hash: ${HASH}}\n`, 3, 'keys[1].hash: occurs twice'],
  ['a bad date', `keys:\n  - label: app\n    hash: ${HASH}\n    expires: ${CANARY}\n`, 4, 'keys[0].expires: must be a date'],
  ['a missing label', `keys:\n\n  - hash: ${HASH}\n`, 3, 'keys[0].label: is required'],
  ['a hash that is a number', `keys:\n  - label: app\n    hash: 1\n`, 3, 'keys[0].hash: must be text'],
  ['broken YAML', `keys: [\n  ${CANARY}: "\n`, 3, 'not valid YAML'],
  ['a field twice', `keys: []\nkeys: []\n`, 2, 'not valid YAML'],
  ['an alias', `keys: [&a {label: x, hash: ${HASH}}, *a]\n`, 1, 'not valid YAML'],
  ['no list', `keys: ${CANARY}\n`, 1, 'keys: must be a list'],
  ['an empty file', '', 1, 'file: must be names with values'],
])('names file and line: %s', (_why, source, line, text) => {
  const error = problemsIn(source);
  expect(error.message).toContain(`${path}:${line} `);
  expect(error.message).toContain(text);
  expect(error.line).toBe(line);
  expect(error.message).not.toContain('Canary');
});

test('the parser warns of nothing: its warnings quote the file', () => {
  const emitted = jest.spyOn(process, 'emitWarning').mockImplementation();
  problemsIn(`? [${CANARY}]\n: a\nkeys: []\n`);
  expect(emitted).not.toHaveBeenCalled();
  emitted.mockRestore();
});

test('a file that is missing, a folder or endless is an error too', () => {
  expect(() => readKeyFile(join(folder, 'none.yaml'))).toThrow(/none\.yaml:1 cannot be read: there is no such file/);
  expect(() => readKeyFile(folder)).toThrow(`${folder}:1 cannot be read: it is a folder`);
  expect(() => readKeyFile('/dev/zero')).toThrow('/dev/zero:1 cannot be read: it is no regular file');
});

test('a changed file is read again; a bad one is reported and changes nothing', async () => {
  writeFileSync(path, 'keys: []\n');
  const changes: (readonly KeyEntry[] | AccessFileError)[] = [];
  const stop = watchKeyFile(
    path,
    { onChange: (entries) => changes.push(entries), onProblem: (error) => changes.push(error) },
    10,
  );
  writeFileSync(path, 'keys: nonsense-of-some-length\n');
  await eventually(() => changes.length > 0);
  expect(changes[0]).toBeInstanceOf(AccessFileError);
  writeFileSync(path, `keys: [{label: app, hash: ${HASH}}]\n`);
  await eventually(() => changes.length > 1);
  expect(changes[1]).toMatchObject([{ label: 'app' }]);
  stop();
});

test('a file that is still being written is not read', () => {
  jest.useFakeTimers();
  // Each of these is a valid file.
  const write = (comment: string): void => writeFileSync(path, `keys:\n- {label: one, hash: ${HASH}}\n# ${comment}\n`);
  write('');
  const changes: number[] = [];
  const stop = watchKeyFile(
    path,
    { onChange: (entries) => changes.push(entries.length), onProblem: () => changes.push(-1) },
    1000,
  );
  write('a');
  jest.advanceTimersByTime(1050);
  write('ab');
  jest.advanceTimersByTime(900);
  expect(changes).toEqual([]);
  jest.advanceTimersByTime(200);
  expect(changes).toEqual([1]);
  write('abc');
  jest.advanceTimersByTime(900);
  stop();
  jest.advanceTimersByTime(1000);
  expect(changes).toEqual([1]);
  jest.useRealTimers();
});
