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

test.each([
  ['UTF-16 with its mark', Buffer.from('\uFEFFSeen by Jane Roe', 'utf16le'), 'is text in UTF-16. Save it as UTF-8'],
  ['UTF-16 the other way round', Buffer.from('\uFEFFJane Roe', 'utf16le').swap16(), 'is text in UTF-16. Save it as UTF-8'],
  ['UTF-16 without a mark, in which no name is found', Buffer.from('Seen by Jane Roe', 'utf16le'), 'holds NUL characters'],
  ['a Word document', Buffer.from('PK\x03\x04\x14\0\xff\xfe', 'latin1'), 'is a Word or Excel document'],
  ['a PDF', Buffer.from('%PDF-1.4\n%\xe2\xe3\n', 'latin1'), 'is a PDF. Save it as plain text'],
  ['a PDF of plain characters', '%PDF-1.4\n1 0 obj\n', 'is a PDF. Save it as plain text'],
  ['RTF', '{\\rtf1\\ansi Seen by \\b Jane\\b0  Roe}', 'is RTF. Save it as plain text'],
])('readText refuses %s and says what it is', async (_, content, reason) => {
  const file = fileOf(content);
  await expect(readText(file)).rejects.toThrow(`${file}: ${reason}`);
});

test('a mark of UTF-8 in front is no text', async () => {
  expect(await readText(fileOf('\uFEFFJane Roe\r\n'))).toBe('Jane Roe\r\n');
});

test('sizeOfSources adds up files and does not know pipes', () => {
  expect(sizeOfSources([fileOf('abc')])).toBe(3);
  expect(sizeOfSources([fileOf('abc'), '-'])).toBeUndefined();
  expect(() => sizeOfSources([folder])).toThrow('is a folder');
  expect(() => sizeOfSources([join(folder, 'missing')])).toThrow('ENOENT');
});
