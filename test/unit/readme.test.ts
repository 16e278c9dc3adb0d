import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DOCUMENTS, fillDocument } from '../../scripts/document-tables';
import { ENTITIES } from '../../src/rules/types';

const root = join(__dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const LINKING = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
  'rules/README.md',
  'rules/models/tagger.md',
];

/** Path and anchor of each link to a file or heading of the project, as written; either may be empty. */
function linksOf(name: string): [string, string][] {
  const document = readFileSync(join(root, name), 'utf8').replace(/^```.*?^```$|`[^`\n]*`/gms, '');
  return [...document.matchAll(/\]\((?!https:)([\w./-]*)(?:#([\w-]+))?\)/g)].map(([, path = '', anchor = '']) => [path, anchor]);
}

/** Names under which the headings of a document are linked to. */
function anchorsOf(name: string): string[] {
  const headings = readFileSync(join(root, name), 'utf8').matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** A folder and those below it, by their paths. */
function foldersBelow(path: string): string[] {
  const below = readdirSync(join(root, path), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [path, ...below.flatMap(({ name }) => foldersBelow(`${path}/${name}`))];
}

test('each folder of src says what it is and what it may not do', () => {
  const [, ...folders] = foldersBelow('src');
  const textOf = (folder: string): string => {
    const file = join(root, folder, 'README.md');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  expect(
    folders.filter((folder) => !/\b(?:may|must)\s+not\b|\bmay (?:\w+ )?only\b|\bnothing else\b|\bnever\b/i.test(textOf(folder))),
  ).toEqual([]);
});

describe('README', () => {
  test.each(Object.keys(DOCUMENTS))('%s: its generated tables are current (npm run docs)', (name) => {
    const document = readFileSync(join(root, name), 'utf8');
    expect(fillDocument(name, document)).toBe(document);
  });

  test.each(ENTITIES)('names the entity %s', (entity) => {
    expect(readme).toMatch(new RegExp(`\\b${entity}\\b`));
  });

  test('the package holds the files beside it to which it links, licences of lists among them', () => {
    const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly files: string[] };
    const linked = linksOf('README.md').flatMap(([path]) => path || []);
    expect(linked).toContain('DATA_SOURCES.md');
    expect(linked.filter((path) => !files.some((file) => path === file || path.startsWith(`${file}/`)))).toEqual([]);
  });

  test.each(LINKING)('%s: links lead to files and headings that are there', (name) => {
    for (const [path, anchor] of linksOf(name)) {
      const target = path === '' ? name : join(dirname(name), path);
      expect([target, existsSync(join(root, target))]).toEqual([target, true]);
      if (anchor !== '') expect(anchorsOf(target)).toContain(anchor);
    }
  });

  test('DATA_SOURCES.md names each word list and what was learned', () => {
    const sources = readFileSync(join(root, 'DATA_SOURCES.md'), 'utf8');
    const lists = readdirSync(join(root, 'rules/lists'));
    const learned = readdirSync(join(root, 'rules/models')).filter((name) => name.endsWith('.bin'));
    const names = [...lists, ...learned.map((name) => `models/${name}`)];
    expect(names.filter((name) => !sources.includes(`\`${name}\``))).toEqual([]);
  });

  test('has no placeholder left', () => {
    expect(readme).not.toMatch(/^MEASURED$/m);
  });
});
