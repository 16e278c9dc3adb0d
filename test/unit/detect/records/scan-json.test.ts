import type { DataNode } from '../../../../src/detect/records/data-node';
import { scanJson } from '../../../../src/detect/records/scan-json';
import type { Span } from '../../../../src/detect/types';

/** Data as plain values; scalars by what stands at their place. */
function plain(node: DataNode<Span>, text: string): unknown {
  if (node.kind === 'scalar') return text.slice(node.at.start, node.at.end);
  if (node.kind === 'list') return node.items.map((item) => plain(item, text));
  return Object.fromEntries(node.members.map(({ key, value }) => [key, plain(value, text)]));
}

const read = (text: string): unknown[] => Array.from(scanJson(text), (node) => plain(node, text));

test.each<[string, string, unknown[]]>([
  ['an object', '{"mrn": "55123", "n": -1.5e3}', [{ mrn: '55123', n: '-1.5e3' }]],
  ['lists', '[["a",1],[]]', [[['a', '1'], []]]],
  ['words keep their places', '[null,true,"x"]', []],
  ['words behind a string', '["a",null,"x"]', [['a', {}, 'x']]],
  ['within prose', 'Result: {"a":"b"} and [1, 2].', [{ a: 'b' }, ['1', '2']]],
  ['over several lines', '{\n  "a": {\n    "b": "c"\n  }\n}', [{ a: { b: 'c' } }]],
  ['cut off', '{"a":"b","c":{"d":"e"', [{ a: 'b', c: { d: 'e' } }]],
  ['cut off in a string', '{"a":"b","c":"d', [{ a: 'b' }]],
  ['escaped marks in a string', '{"a":"b \\" c","d":"e"}', [{ a: 'b \\" c', d: 'e' }]],
  ['escaped once more', '{\\"a\\": \\"b\\", \\"n\\": 5}', [{ a: 'b', n: '5' }]],
  ['as Python prints it', "{'a': 'b', 'c': None, 'd': datetime.date(1961, 4, 5), 'e': 5}", [{ a: 'b', c: {}, d: {}, e: '5' }]],
  ['an apostrophe in double marks', '{"a":"it\'s","b":"c"}', [{ a: "it's", b: 'c' }]],
  ['the wrong bracket ends it', '{"a":["b"}{"c":"d"}', [{ a: ['b'] }, { c: 'd' }]],
  ['prose in brackets', '[Dr. May] {see below} [x', []],
  ['a string over two lines is none', '["a\nb"]', [[]]],
])('%s', (_reason, text, expected) => {
  expect(read(text)).toEqual(expected);
});

test('nesting beyond the limit is left', () => {
  expect(() => read(`${'[['.repeat(50_000)}1`)).not.toThrow();
});

test.each(['[', '{"', '["', "['", '[\\"', '{"a":', '["\\"', '[1,', '{"a":{"b":['])(
  'each place of %j is read a bounded number of times',
  (unit) => {
    const indexOf = jest.spyOn(String.prototype, 'indexOf');
    const slice = jest.spyOn(String.prototype, 'slice');
    const stepsOf = (length: number): number => {
      indexOf.mockClear();
      slice.mockClear();
      Array.from(scanJson(unit.repeat(length)));
      return indexOf.mock.calls.length + slice.mock.calls.length;
    };
    const [short, long] = [stepsOf(500), stepsOf(5000)];
    jest.restoreAllMocks();
    expect(long).toBeLessThanOrEqual(11 * short + 100);
  },
);
