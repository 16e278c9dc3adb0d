import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { layersOf } from '../../../../src/detect/network/layers';
import {
  decodeNetwork,
  NETWORK_COLUMNS,
  type NetworkModel,
  type NetworkShape,
} from '../../../../src/rules/learned/network-model';
import { ENTITIES } from '../../../../src/rules/types';
import { tinyNetwork } from '../../../support/tiny-network';

/** Words of the header: magic, version, these, pieces, and bytes of their names. */
const FIELDS = ['width', 'convolutions', 'closerWidth', 'inner', 'blocks', 'heads', 'reach'] as const;
type Field = (typeof FIELDS)[number];
const HEADER = 4 * (2 + FIELDS.length + 2);
const PIECES_AT = HEADER - 8;
const NAMES_AT = HEADER - 4;

function encode(model: NetworkModel): Buffer {
  const names = Buffer.from([...model.pieces.keys()].join('\n'));
  const header = Buffer.alloc(HEADER);
  header.write('PHIN');
  for (const [index, value] of [2, ...FIELDS.map((field) => model[field]), model.pieces.size, names.length].entries())
    header.writeUInt32LE(value, 4 + index * 4);
  const front = Buffer.concat([header, names, floats(model.scales), Buffer.from(model.vectors), Buffer.from(model.matrices)]);
  return Buffer.concat([front, Buffer.alloc((4 - (front.length % 4)) % 4), floats(model.numbers)]);
}

function floats(numbers: Float32Array): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [index, value] of numbers.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes;
}

const tiny = tinyNetwork();

/** The tiny network's file with a word of its header changed by so much. */
function changed(at: number, by: number): Buffer {
  const bytes = encode(tiny);
  bytes.writeUInt32LE(bytes.readUInt32LE(at) + by, at);
  return bytes;
}

/** The tiny network's file with another number in its header. */
function withField(field: Field, value: number): Buffer {
  return changed(8 + 4 * FIELDS.indexOf(field), value - tiny[field]);
}

test.each([0, 1, 2, 3])('what is written is read again, whatever the names leave to be filled up (%i bytes more)', (more) => {
  const model = tinyNetwork({ pieces: [...tiny.pieces.keys(), 'x'.repeat(more + 1)] });
  expect(decodeNetwork(encode(model))).toEqual(model);
});

test.each<[string, Partial<NetworkShape>]>([
  ['another width', { width: 32 }],
  ['the smallest parts there are', { width: 16, convolutions: 3, closerWidth: 16, inner: 16, blocks: 1, heads: 1, reach: 1 }],
  ['as many parts as there may be', { convolutions: 8, blocks: 16, heads: 4, reach: 70 }],
  ['three heads', { closerWidth: 48, heads: 3 }],
])('a network with %s is read, too', (_what, form) => {
  const model = tinyNetwork(form);
  expect(decodeNetwork(encode(model))).toEqual(model);
});

test('the bytes may begin anywhere in memory', () => {
  const bytes = Buffer.concat([Buffer.alloc(1), encode(tiny)]).subarray(1);
  expect(decodeNetwork(bytes)).toEqual(tiny);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a header that is cut off', encode(tiny).subarray(0, HEADER - 1)],
  ['another file', Buffer.from('# rules of some other kind, long enough for a header')],
  ['another magic', changed(0, 1)],
  ['an older version', changed(4, -1)],
  ['a newer version', changed(4, 1)],
])('%s is refused as no network', (_what, bytes) => {
  expect(() => decodeNetwork(bytes)).toThrow('not a network of this version');
});

test.each([
  ['cut off', encode(tiny).subarray(0, -1)],
  ['cut off behind the header', encode(tiny).subarray(0, HEADER)],
  ['too long', Buffer.concat([encode(tiny), Buffer.alloc(1)])],
  ['of another width', withField('width', 32)],
  ['of the largest width', withField('width', 4096)],
  ['with a convolution too many', withField('convolutions', 5)],
  ['of another width within', withField('closerWidth', 48)],
  ['of the largest width within', withField('closerWidth', 4096)],
  ['of another width within a block', withField('inner', 64)],
  ['of the largest width within a block', withField('inner', 4096)],
  ['with a block too many', withField('blocks', 3)],
  ['with a block too few', withField('blocks', 1)],
  ['with too many heads', withField('heads', 4)],
  ['with a head too few', withField('heads', 1)],
  ['that reaches farther', withField('reach', 6)],
  ['that reaches less far', withField('reach', 4)],
  ['with a piece that has no name', changed(PIECES_AT, 1)],
  ['with a name that has no piece', changed(PIECES_AT, -1)],
  ['with a name of two lines', encode(tinyNetwork({ pieces: [...tiny.pieces.keys(), 'two\nlines'] }))],
  ['without the end of its names', changed(NAMES_AT, -4)],
  ['with more bytes of names than there are', changed(NAMES_AT, 2 ** 31)],
])('a network %s is refused as not fitting together', (_what, bytes) => {
  expect(() => decodeNetwork(bytes)).toThrow('the network is cut off or does not fit together');
});

/** The tiny network with one number of a kind changed. */
function withNumber(kind: 'scales' | 'numbers', value: number): Buffer {
  const values = tiny[kind].slice();
  values[values.length >> 1] = value;
  return encode({ ...tiny, [kind]: values });
}

test.each([
  ['a number that is none', withNumber('numbers', Number.NaN)],
  ['an infinite number', withNumber('numbers', -Infinity)],
  ['a number out of all proportion', withNumber('numbers', 1001)],
  ['a piece with a scale that is no number', withNumber('scales', Number.NaN)],
  ['a piece with an infinite scale', withNumber('scales', Infinity)],
])('a network with %s is refused', (_what, bytes) => {
  expect(() => decodeNetwork(bytes)).toThrow('the network holds numbers that cannot be computed with');
});

test.each([
  [63, true],
  [-63, true],
  [64, false],
  [-64, false],
])('with 1024 inputs of rows of 16 bits, sums of products with the weight %i stay within 32: %p', (weight, fits) => {
  expect(1024 * 2 ** 15 * Math.abs(weight) < 2 ** 31).toBe(fits);
  const wide = tinyNetwork({ inner: 1024 });
  const bytes = encode({ ...wide, matrices: wide.matrices.map((one, index) => (index === 99 ? weight : Math.sign(one))) });
  if (fits) expect(decodeNetwork(bytes).matrices[99]).toBe(weight);
  else expect(() => decodeNetwork(bytes)).toThrow('the network holds numbers that cannot be computed with');
});

test.each([
  ['a width that is no multiple of 16', encode(tinyNetwork({ width: 24 }))],
  ['no width', withField('width', 0)],
  ['a width above all measure', withField('width', 4112)],
  ['too few convolutions for the surroundings to join', encode(tinyNetwork({ convolutions: 2 }))],
  ['more convolutions than blocks of text overlap', encode(tinyNetwork({ convolutions: 9 }))],
  ['a width within that is no multiple of 16', encode(tinyNetwork({ closerWidth: 24, heads: 1 }))],
  ['no width within', withField('closerWidth', 0)],
  ['a width within above all measure', withField('closerWidth', 4112)],
  ['a width within a block that is no multiple of 16', encode(tinyNetwork({ inner: 24 }))],
  ['no width within a block', withField('inner', 0)],
  ['a width within a block above all measure', withField('inner', 4112)],
  ['no block', encode(tinyNetwork({ blocks: 0 }))],
  ['blocks above all measure', encode(tinyNetwork({ blocks: 17 }))],
  ['no head', encode(tinyNetwork({ heads: 0 }))],
  ['heads that do not share the width', encode(tinyNetwork({ heads: 3 }))],
  ['heads of four numbers each', encode(tinyNetwork({ heads: 8 }))],
  ['no reach', encode(tinyNetwork({ reach: 0 }))],
  ['more reach than blocks of text overlap', encode(tinyNetwork({ reach: 71 }))],
])('a network with %s is refused', (_what, bytes) => {
  expect(() => decodeNetwork(bytes)).toThrow('a network of a shape that is not known');
});

describe('the delivered network', () => {
  const bytes = readFileSync(join(__dirname, '../../../../rules/models/network.bin'));
  const network = decodeNetwork(bytes);
  const { width, pieces, vectors, scales, numbers } = network;
  const { output, closer, convolutions, surroundings } = layersOf(network);

  test('has a vector and a scale for each piece, and no name twice', () => {
    expect(vectors).toHaveLength(pieces.size * width);
    expect(scales).toHaveLength(pieces.size);
    expect([...pieces.values()]).toEqual([...pieces.keys()].map((_, index) => index));
  });

  test('knows the ends of a text, line ends and what it does not know', () => {
    for (const piece of ['[CLS]', '[SEP]', '[LINE]', '[UNK]']) expect(pieces.has(piece)).toBe(true);
  });

  test('consists of numbers', () => {
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(scales.every((scale) => scale > 0)).toBe(true);
  });

  test('has a positive scale for each column of a matrix', () => {
    const ofBlocks = closer.blocks.flatMap(({ query, attention, inner, outer }) => [query, attention, inner, outer]);
    const { widen, keys, values } = closer;
    for (const { scales: ofColumns } of [...convolutions, surroundings, output, widen, keys, values, ...ofBlocks, closer.output])
      expect(ofColumns.every((scale) => scale > 0)).toBe(true);
  });

  test.each([
    ['first', output],
    ['closer', closer.output],
  ])('leaves the outputs of the %s look behind those of the last entity 0', (_which, { matrix, bias }) => {
    const used = new Set<number>();
    for (const weights of [matrix, bias])
      for (const [index, weight] of weights.entries()) if (weight !== 0) used.add(index % NETWORK_COLUMNS);
    expect([...used].sort((a, b) => a - b)).toEqual(Array.from({ length: 1 + 4 * ENTITIES.length }, (_, label) => label));
  });

  test('is refused when it is cut off', () => {
    expect(() => decodeNetwork(bytes.subarray(0, -4))).toThrow(/cut off/);
  });
});
