import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRegularFile } from '../../src/regular-file';

const folder = mkdtempSync(join(tmpdir(), 'regular-file-'));
const file = join(folder, 'file');
writeFileSync(file, '12345');
afterAll(() => rmSync(folder, { recursive: true }));

test('a file of at most so many bytes is read, also behind a link', () => {
  const link = join(folder, 'link');
  symlinkSync(file, link);
  expect(readRegularFile(link, 5).toString()).toBe('12345');
});

test.each([
  ['a larger file', file, 'EFBIG'],
  ['a folder', folder, 'EISDIR'],
  ['what is not there', join(folder, 'absent'), 'ENOENT'],
  ['a device that never ends', '/dev/zero', 'EFTYPE'],
])('%s is not read', (_what, path, code) => {
  expect(() => readRegularFile(path, code === 'EFBIG' ? 4 : 1 << 20)).toThrow(expect.objectContaining({ code }));
});

test('nor is a pipe, which may never be written to', () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  expect(() => readRegularFile(pipe, 10)).toThrow(expect.objectContaining({ code: 'EFTYPE' }));
});
