import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLines, readText, sizeOfSources } from '../../../../src/commands/detect/source';

const folder = mkdtempSync(join(tmpdir(), 'phi-proxy-source-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(content: string | Buffer): string {
  const file = join(folder, 'input');
  writeFileSync(file, content);
  return file;
}

async function linesOf(content: string | Buffer): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(fileOf(content))) lines.push(line);
  return lines;
}

describe('readLines', () => {
  test.each([
    ['a last line without end', 'a\nb', ['a', 'b']],
    ['CRLF', 'a\r\nb\r\n', ['a', 'b']],
    ['empty lines, which count', 'a\n\nb\n', ['a', '', 'b']],
    ['U+2028, which JSON strings may hold', 'a\u2028b\nc', ['a\u2028b', 'c']],
    ['nothing', '', []],
  ])('reads %s', async (_, content, lines) => {
    expect(await linesOf(content)).toEqual(lines);
  });

  test('joins lines and letters that are split over reads', async () => {
    const long = 'ä😀'.repeat(100_000);
    expect(await linesOf(`${long}\nend`)).toEqual([long, 'end']);
  });

  test('tells how much was read', async () => {
    let bytes = 0;
    for await (const _ of readLines(fileOf('ä\nb'), (count) => (bytes += count)));
    expect(bytes).toBe(4);
  });
});

test('readText refuses what is not UTF-8, naming the file only', async () => {
  const file = fileOf(Buffer.from([0x4a, 0xf6, 0x72, 0x67]));
  await expect(readText(file)).rejects.toThrow(`${file}: is not text in UTF-8`);
});

test('sizeOfSources adds up files and does not know pipes', () => {
  expect(sizeOfSources([fileOf('abc')])).toBe(3);
  expect(sizeOfSources([fileOf('abc'), '-'])).toBeUndefined();
  expect(() => sizeOfSources([folder])).toThrow('is a folder');
  expect(() => sizeOfSources([join(folder, 'missing')])).toThrow('ENOENT');
});
