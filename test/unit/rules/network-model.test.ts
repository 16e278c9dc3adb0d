import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeNetwork, NETWORK_COLUMNS, type NetworkModel } from '../../../src/rules/network-model';
import { ENTITIES } from '../../../src/rules/types';
import { tinyNetwork } from '../../support/tiny-network';

function encode({ width, convolutions, pieces, vectors, scales, weights }: NetworkModel): Buffer {
  const names = Buffer.from([...pieces.keys()].join('\n'));
  const header = Buffer.alloc(24);
  header.write('PHIN');
  for (const [index, value] of [1, width, convolutions, pieces.size, names.length].entries())
    header.writeUInt32LE(value, 4 + index * 4);
  const front = Buffer.concat([header, names, floats(scales), Buffer.from(vectors.buffer)]);
  return Buffer.concat([front, Buffer.alloc((4 - (front.length % 4)) % 4), floats(weights)]);
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

test.each([0, 1, 2, 3])('what is written is read again, whatever the names leave to be filled up (%i bytes more)', (more) => {
  const model = tinyNetwork({ pieces: [...tiny.pieces.keys(), 'x'.repeat(more + 1)] });
  expect(decodeNetwork(encode(model))).toEqual(model);
});

test('a network with another width and number of convolutions is read, too', () => {
  const model = tinyNetwork({ width: 32, convolutions: 3 });
  expect(decodeNetwork(encode(model))).toEqual(model);
});

test('the bytes may begin anywhere in memory', () => {
  const bytes = Buffer.concat([Buffer.alloc(1), encode(tiny)]).subarray(1);
  expect(decodeNetwork(bytes)).toEqual(tiny);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a header that is cut off', encode(tiny).subarray(0, 23)],
  ['another file', Buffer.from('# rules of some other kind, long enough')],
  ['another magic', changed(0, 1)],
  ['an older version', changed(4, -1)],
  ['a newer version', changed(4, 1)],
])('%s is refused as no network', (_what, bytes) => {
  expect(() => decodeNetwork(bytes)).toThrow('not a network of this version');
});

test.each([
  ['cut off', encode(tiny).subarray(0, -1)],
  ['cut off behind the header', encode(tiny).subarray(0, 24)],
  ['too long', Buffer.concat([encode(tiny), Buffer.alloc(1)])],
  ['of another width', changed(8, 16)],
  ['with a convolution too many', changed(12, 1)],
  ['with a piece that has no name', changed(16, 1)],
  ['with a name that has no piece', changed(16, -1)],
  ['with a name of two lines', encode(tinyNetwork({ pieces: [...tiny.pieces.keys(), 'two\nlines'] }))],
  ['without the end of its names', changed(20, -4)],
  ['with more bytes of names than there are', changed(20, 2 ** 31)],
])('a network %s is refused as not fitting together', (_what, bytes) => {
  expect(() => decodeNetwork(bytes)).toThrow('the network is cut off or does not fit together');
});

test.each([
  ['a width that is no multiple of 16', encode(tinyNetwork({ width: 24 }))],
  ['no width', changed(8, -16)],
  ['too few convolutions for the surroundings to join', encode(tinyNetwork({ convolutions: 2 }))],
  ['more convolutions than blocks of text overlap', encode(tinyNetwork({ convolutions: 9 }))],
])('a network with %s is refused', (_what, bytes) => {
  expect(() => decodeNetwork(bytes)).toThrow('a network of a form that is not known');
});

describe('the delivered network', () => {
  const bytes = readFileSync(join(__dirname, '../../../rules/models/network.bin'));
  const { width, pieces, vectors, scales, weights } = decodeNetwork(bytes);

  test('has a vector and a scale for each piece, and no name twice', () => {
    expect(vectors).toHaveLength(pieces.size * width);
    expect(scales).toHaveLength(pieces.size);
    expect([...pieces.values()]).toEqual([...pieces.keys()].map((_, index) => index));
  });

  test('knows the ends of a text, line ends and what it does not know', () => {
    for (const piece of ['[CLS]', '[SEP]', '[LINE]', '[UNK]']) expect(pieces.has(piece)).toBe(true);
  });

  test('consists of numbers', () => {
    expect(weights.every(Number.isFinite)).toBe(true);
    expect(scales.every((scale) => scale > 0)).toBe(true);
  });

  test('leaves the outputs behind those of the last entity 0', () => {
    const output = weights.subarray(weights.length - (width + 1) * NETWORK_COLUMNS);
    const used = new Set<number>();
    for (const [index, weight] of output.entries()) if (weight !== 0) used.add(index % NETWORK_COLUMNS);
    expect([...used].sort((a, b) => a - b)).toEqual(Array.from({ length: 1 + 4 * ENTITIES.length }, (_, label) => label));
  });

  test('is refused when it is cut off', () => {
    expect(() => decodeNetwork(bytes.subarray(0, -4))).toThrow(/cut off/);
  });
});
