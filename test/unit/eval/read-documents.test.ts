import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDocuments } from '../../eval/read-documents';

describe('gold documents', () => {
  let folder = '';
  const write = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gold-documents-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads lines of JSON, whose offsets are code points', () => {
    const path = write('good.jsonl', '{"id":7,"text":"😀 Mary","spans":[{"start":2,"end":6,"type":"NAME"}]}\n\n');
    expect(readDocuments([path])).toEqual([
      { id: '7', text: '😀 Mary', spans: [{ start: 3, end: 7, entity: 'NAME', optional: false }] },
    ]);
  });

  it.each([
    ['no JSON', '{"id":1,'],
    ['no spans', '{"id":1,"text":"a"}'],
    ['an unknown entity', '{"id":1,"text":"a","spans":[{"start":0,"end":1,"type":"PERSON"}]}'],
  ])('names the line with %s', (_what, line) => {
    const path = write('bad.jsonl', `{"id":0,"text":"a","spans":[]}\n${line}\n`);
    expect(() => readDocuments([path])).toThrow(`${path}:2: not a line {"id","text","spans"`);
  });

  it('names a file that is not there', () => {
    expect(() => readDocuments(['/nowhere/note.txt'])).toThrow('/nowhere/note.txt: no such file or folder');
  });
});
