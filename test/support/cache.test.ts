import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { CACHE, contentHash, ROOT, remembered } from './cache';

const folder = mkdtempSync(join(tmpdir(), 'phi-proxy-cache-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(join(CACHE, 'of-this-test.bin'), { force: true });
});

const remember = (key: string, compute: () => unknown): unknown => remembered('of this test', key, compute);

test('what was computed is computed again for another key only', () => {
  const compute = jest.fn(() => new Map([['a', 1]]));
  for (const key of ['one', 'one', 'two', 'two', 'one']) expect(remember(key, compute)).toEqual(new Map([['a', 1]]));
  expect(compute).toHaveBeenCalledTimes(3);
});

test('what fails is not remembered', () => {
  const fail = (): never => {
    throw new Error('weak');
  };
  expect(() => remember('three', fail)).toThrow('weak');
  expect(() => remember('three', fail)).toThrow('weak');
});

test('contents are told apart by every byte, name and place', () => {
  const hashes = new Set<string>();
  const note = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text);
    hashes.add(contentHash(relative(ROOT, folder)));
  };
  note('a', 'x');
  note('a', 'y');
  note('b', 'y');
  note('a', 'yy');
  note('b', '');
  expect(hashes.size).toBe(5);
  note('b', '');
  expect(hashes.size).toBe(5);
});
