import { type Joint, jointsOf, sidesOf } from '../../../src/deid/joined-parts';
import type { TextLeaf } from '../../../src/deid/leaves/text-leaf';
import { chatBody, createDeidentifier } from '../../support/deid';
import { projectRules } from '../../support/project-rules';

const leaf = (text: string, continues: string | undefined = 'm', knownOnly?: true): TextLeaf => ({
  segment: { text, ...(knownOnly ? { knownOnly } : {}) },
  kind: 'text',
  path: '',
  continues,
  write: () => undefined,
});
const joints = (...leaves: TextLeaf[]): Joint[] => [...jointsOf(leaves).values()].flat();
const read = (...texts: string[]): string[] => joints(...texts.map((text) => leaf(text))).map(({ segment }) => segment.text);

describe('parts of one message', () => {
  test('are read across their border, behind the last of them', () => {
    const other = { ...leaf('x'), continues: undefined };
    expect(jointsOf([leaf('Patient Ma'), other, leaf('ry Lee'), other])).toEqual(
      new Map([
        [
          2,
          [
            {
              segment: { text: 'Patient Mary Lee' },
              near: { start: -54, end: 74 },
              parts: [
                { leaf: 0, start: 0, end: 10 },
                { leaf: 2, start: 10, end: 16 },
              ],
            },
          ],
        ],
      ]),
    );
  });

  test.each<[string, TextLeaf[]]>([
    ['one part', [leaf('a')]],
    ['two messages', [leaf('a', 'm0'), leaf('b', 'm1')]],
    [
      'no parts',
      [
        { ...leaf('a'), continues: undefined },
        { ...leaf('b'), continues: undefined },
      ],
    ],
    ['empty ones in front and behind', [leaf(''), leaf('ab'), leaf('')]],
  ])('have no border where there are %s', (_reason, leaves) => {
    expect(joints(...leaves)).toEqual([]);
  });

  test('are not searched by themselves where one of them is not', () => {
    expect(joints(leaf('a', 'm', true), leaf('b', 'm', true))[0]?.segment.knownOnly).toBe(true);
    expect(joints(leaf('a'), leaf('b'))[0]?.segment).not.toHaveProperty('knownOnly');
  });

  test('of long ones the ends are read', () => {
    const [joint] = joints(leaf(`${'a'.repeat(999)}b`), leaf('c'.repeat(999)));
    expect(joint).toEqual({
      segment: { text: `${'a'.repeat(199)}b${'c'.repeat(200)}` },
      near: { start: 136, end: 264 },
      parts: [
        { leaf: 0, start: -800, end: 200 },
        { leaf: 1, start: 200, end: 1199 },
      ],
    });
  });

  test('are read at once where their borders are near each other', () => {
    expect(read('12', '', '34', '56')).toEqual(['123456']);
    expect(read('a', 'b'.repeat(200), 'c')).toHaveLength(1);
    const [first, second] = joints(leaf('a'), leaf('b'.repeat(201)), leaf('c'));
    expect(first?.segment.text).toBe(`a${'b'.repeat(200)}`);
    expect(first?.near).toEqual({ start: -63, end: 65 });
    expect(second?.segment.text).toBe(`${'b'.repeat(200)}c`);
    expect(second?.parts).toEqual([
      { leaf: 1, start: -1, end: 200 },
      { leaf: 2, start: 200, end: 201 },
    ]);
  });

  test('take no time that grows faster than they do', () => {
    const total = (count: number): number => read(...Array.from({ length: count }, () => 'x')).join('').length;
    expect(total(4000)).toBeLessThan(4000 * 3);
  });
});

test.each([
  ['MRN: 55123', 'Please summarise.'],
  ['MRN: 55123.', 'SSN 123-45-6789'],
  ['MRN: 55123', 'is not found'],
  ['seen by Dr. Smith', 'Summarise this'],
  ['Hi John', 'I ask'],
  ['DR. SMITH', 'Write a note'],
  ['by Dr. Smith', '72 y/o male'],
])('two texts of their own: %s | %s', (left, right) => {
  expect(read(left, right)).toEqual([`${left}\n${right}`]);
  expect(joints(leaf(left), leaf(''), leaf(right))[0]?.parts).toEqual([
    { leaf: 0, start: 0, end: left.length },
    { leaf: 1, start: left.length, end: left.length },
    { leaf: 2, start: left.length + 1, end: left.length + 1 + right.length },
  ]);
});

test.each([
  ['Patient Mar', 'ia Delgado'],
  ['MRN 4471', '982'],
  ['MRN 4471', 'AB'],
  ['MRN A', '4471'],
  ['MRN 44', 'B71'],
  ['BRAN', 'DT'],
  ['Mc', 'Donald'],
  ['mail joe5', 'smith@example.com'],
  ['mail joe5', 'smith.jr@example.com'],
  ['see example.', 'com'],
  ['Maria ', 'Delgado'],
])('one text in two: %s | %s', (left, right) => {
  expect(read(left, right)).toEqual([left + right]);
});

describe('sides of a span', () => {
  const joint: Joint = {
    segment: { text: '' },
    near: { start: 36, end: 164 },
    parts: [
      { leaf: 1, start: -50, end: 100 },
      { leaf: 3, start: 100, end: 104 },
      { leaf: 4, start: 105, end: 300 },
    ],
  };
  test.each([
    ['far in front', { start: 30, end: 36 }, []],
    ['in front', { start: 30, end: 37 }, [{ leaf: 1, span: { start: 80, end: 87 } }]],
    ['behind', { start: 163, end: 170 }, [{ leaf: 4, span: { start: 58, end: 65 } }]],
    ['far behind', { start: 164, end: 170 }, []],
    [
      'across',
      { start: 98, end: 107 },
      [
        { leaf: 1, span: { start: 148, end: 150 } },
        { leaf: 3, span: { start: 0, end: 4 } },
        { leaf: 4, span: { start: 0, end: 2 } },
      ],
    ],
  ])('%s', (_reason, span, expected) => {
    expect(sidesOf(joint, span)).toEqual(expected);
  });
});

describe('in a request', () => {
  const deidentify = createDeidentifier();
  const parts = (...texts: (string | object)[]) =>
    texts.map((text) => (typeof text === 'string' ? { type: 'text', text } : { type: 'text', ...text }));
  const sentParts = (forward: string): string[] =>
    JSON.parse(forward).messages[0].content.map(({ text }: { text: string }) => text);

  test.each([
    ['a name in two parts', parts('Patient Ma', 'ry Canarysmith'), ['Patient [NAME_1]', '[NAME_2]']],
    ['a number in two parts', parts('id 123-4', '5-6789.'), ['id [SSN_1]', '[SSN_1:full].']],
    ['a number in three', parts('id 123-', '45-', '6789.'), ['id [SSN_1]', '[SSN_1:full]', '[SSN_1:b].']],
    ['an unknown field between', parts({ text: 'id 123-4', cache: { kind: 'x' } }, '5-6789.'), ['id [SSN_1]', '[SSN_1:full].']],
    ['whole values stay whole', parts('id 123-45-6789', ' and more'), ['id [SSN_1]', ' and more']],
  ])('%s', async (_reason, content, expected) => {
    expect(sentParts((await deidentify(chatBody(content as never))).forward)).toEqual(expected);
  });

  const deidentifyByAll = createDeidentifier(projectRules());
  test.each([
    [
      ['MRN: ', '4471'],
      ['MRN: ', '[MRN_1]'],
    ],
    [
      ['MRN:', ' ', '4471'],
      ['MRN:', ' ', '[MRN_1]'],
    ],
    [
      ['Age: ', '94'],
      ['Age: ', '[AGE_1]'],
    ],
    [
      ['ZIP: ', '02139'],
      ['ZIP: ', '[ADDRESS_1]'],
    ],
    [
      ['MRN 4', '471', '982 ok'],
      ['MRN [MRN_1]', '[MRN_1:full]', '[MRN_1:b] ok'],
    ],
    [
      ['MRN: 55123', 'Please summarise.'],
      ['MRN: [MRN_1]', 'Please summarise.'],
    ],
    [
      ['Seen by Dr. Smith', 'Summarise the note.'],
      ['Seen by Dr. [NAME_1]', 'Summarise the note.'],
    ],
  ])('a label in one part, or a text of its own: %j', async (texts, expected) => {
    expect(sentParts((await deidentifyByAll(chatBody(parts(...texts)))).forward)).toEqual(expected);
  });
});
