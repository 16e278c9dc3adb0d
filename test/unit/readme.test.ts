import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOCUMENTS, fillDocument } from '../../scripts/readme-tables';
import { ENTITIES } from '../../src/rules/types';

const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');

describe('README', () => {
  test.each(Object.keys(DOCUMENTS))('%s: its generated tables are current (npm run docs)', (name) => {
    const document = readFileSync(join(__dirname, '../..', name), 'utf8');
    expect(fillDocument(name, document)).toBe(document);
  });

  test.each(ENTITIES)('names the entity %s', (entity) => {
    expect(readme).toMatch(new RegExp(`\\b${entity}\\b`));
  });

  test('the package holds the files beside it to which it links, licences of lists among them', () => {
    const { files } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { readonly files: string[] };
    const linked = [...readme.matchAll(/\]\(([\w.-]+\.\w+)\)/g)].map(([, name]) => name);
    expect(linked).toContain('DATA_SOURCES.md');
    expect(files).toEqual(expect.arrayContaining(linked));
  });

  test('has no placeholder left', () => {
    expect(readme).not.toMatch(/^MEASURED$/m);
  });
});
