import { jointBefore, sidesOf } from '../../../src/deid/joined-parts';
import type { TextLeaf } from '../../../src/deid/text-leaf';
import { chatBody, createDeidentifier } from '../../support/deid';

const leaf = (text: string, continues?: string): TextLeaf => ({
  segment: { text },
  kind: 'text',
  path: '',
  continues,
  write: () => undefined,
});

test('parts of one message are read across their border', () => {
  const leaves = [leaf('Patient Ma', 'm0'), leaf('ry Lee', 'm0')];
  expect(jointBefore(leaves, 1)).toEqual({ segment: { text: 'Patient Mary Lee' }, boundary: 10, left: 0, right: 1, shift: 0 });
});

test('of long parts only the ends are read', () => {
  const joint = jointBefore([leaf(`${'a'.repeat(999)}b`, 'm'), leaf('c'.repeat(999), 'm')], 1);
  expect(joint).toMatchObject({ boundary: 200, shift: 800 });
  expect(joint?.segment.text).toBe(`${'a'.repeat(199)}b${'c'.repeat(200)}`);
});

test.each<[string, TextLeaf[]]>([
  ['the first part', [leaf('a', 'm')]],
  ['another message', [leaf('a', 'm0'), leaf('b', 'm1')]],
  ['no parts', [leaf('a'), leaf('b')]],
])('no border before: %s', (_reason, leaves) => {
  expect(jointBefore(leaves, leaves.length - 1)).toBeUndefined();
});

test.each([
  ['before the border', { start: 0, end: 10 }, []],
  ['behind the border', { start: 10, end: 12 }, []],
  [
    'across it',
    { start: 8, end: 12 },
    [
      { leaf: 0, span: { start: 108, end: 110 } },
      { leaf: 3, span: { start: 0, end: 2 } },
    ],
  ],
])('sides of a span %s', (_reason, span, expected) => {
  expect(sidesOf({ segment: { text: '' }, boundary: 10, left: 0, right: 3, shift: 100 }, span)).toEqual(expected);
});

describe('in a request', () => {
  const deidentify = createDeidentifier();
  const parts = (...texts: (string | object)[]) =>
    texts.map((text) => (typeof text === 'string' ? { type: 'text', text } : { type: 'text', ...text }));

  test.each([
    ['a name in two parts', parts('Patient Ma', 'ry Canarysmith'), ['Patient [NAME_1]', '[NAME_2]']],
    ['a number in two parts', parts('id 123-4', '5-6789.'), ['id [SSN_1]', '[SSN_1:full].']],
    ['an unknown field between', parts({ text: 'id 123-4', cache: { kind: 'x' } }, '5-6789.'), ['id [SSN_1]', '[SSN_1:full].']],
    ['whole values stay whole', parts('id 123-45-6789', ' and more'), ['id [SSN_1]', ' and more']],
  ])('%s', async (_reason, content, expected) => {
    const session = await deidentify(chatBody(content as never));
    const sent = JSON.parse(session.forward).messages[0].content.map(({ text }: { text: string }) => text);
    expect(sent).toEqual(expected);
  });
});
