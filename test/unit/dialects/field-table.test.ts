import { chatDialect } from '../../../src/dialects/chat';
import { compileFieldTable } from '../../../src/dialects/field-table';

const compile = (...paths: string[]) => compileFieldTable(paths.map((path) => ({ path })));

test.each<[string, string, (root: ReturnType<typeof compile>) => unknown]>([
  ['a field', 'model', (root) => root.fields.get('model')],
  ['a field of a field', 'a.b', (root) => root.fields.get('a')?.fields.get('b')],
  ['an element', 'stop[]', (root) => root.fields.get('stop')?.items],
  ['a field of an element', 'a[].b', (root) => root.fields.get('a')?.items?.fields.get('b')],
  ['any key', 'metadata.*', (root) => root.fields.get('metadata')?.anyKey],
  [
    'a variant',
    'tools[]{type=function}.name',
    (root) => root.fields.get('tools')?.items?.variants?.byValue.get('function')?.fields.get('name'),
  ],
  ['any other variant', 'tools[]{type=*}', (root) => root.fields.get('tools')?.items?.variants?.byValue.get('*')],
])('%s: %s', (_reason, path, find) => {
  expect(find(compile(path))).toMatchObject({ row: { path } });
});

test('a field may have a row and elements with rows of their own', () => {
  const stop = compile('stop', 'stop[]').fields.get('stop');
  expect([stop?.row?.path, stop?.items?.row?.path]).toEqual(['stop', 'stop[]']);
});

describe('the chat table', () => {
  test.each(['request', 'reply', 'chunk'] as const)('no path of %s stands twice', (table) => {
    const paths = chatDialect[table].map(({ path }) => path);
    expect(paths.filter((path, index) => paths.indexOf(path) < index)).toEqual([]);
  });

  test('every passed field has a shape, every refused one a code', () => {
    const incomplete = chatDialect.request.filter(
      ({ action, shape, code }) => (action === 'pass' && shape === undefined) || (action === 'refuse' && code === undefined),
    );
    expect(incomplete).toEqual([]);
  });
});
