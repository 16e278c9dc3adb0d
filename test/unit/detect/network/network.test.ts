import { runInNewContext } from 'node:vm';
import { Network } from '../../../../src/detect/network/network';
import { cutWordPieces, type WordPieces } from '../../../../src/detect/network/word-pieces';
import { tokenise } from '../../../../src/detect/tagger/tokens';
import { NETWORK_COLUMNS, NETWORK_FORMS, type NetworkModel } from '../../../../src/rules/network-model';
import { SeededRandom } from '../../../../src/training/random';
import { TINY_PIECES, tinyNetwork } from '../../../support/tiny-network';

type Row = readonly number[];
type Layer = (row: Row) => Row;

const SURROUNDINGS = 32;
const positive: Layer = (row) => row.map((value) => Math.max(0, value));
const sum = (row: Row, other: Row): Row => row.map((value, index) => value + (other[index] as number));

/** What a network says of the tokens, in ordinary numbers, step by step and with the whole text in view. */
function plainScores(model: NetworkModel, { pieces, forms, firsts }: WordPieces): number[] {
  const { width, convolutions } = model;
  let at = 0;
  const take = (length: number): Row => {
    at += length;
    return [...model.weights.subarray(at - length, at)];
  };
  const dense = (size: number, columns: number): Layer => {
    const [weights, bias] = [take(size * columns), take(columns)];
    return (row) =>
      bias.map((start, column) =>
        row.reduce((total, value, index) => total + value * (weights[index * columns + column] as number), start),
      );
  };
  const normalisation = (): Layer => {
    const [gain, shift] = [take(width), take(width)];
    return (row) => {
      const mean = row.reduce((total, value) => total + value, 0) / width;
      const variance = row.reduce((total, value) => total + (value - mean) ** 2, 0) / width;
      return row.map((value, i) => ((value - mean) / Math.sqrt(variance + 1e-5)) * (gain[i] as number) + (shift[i] as number));
    };
  };
  const formVectors = take(NETWORK_FORMS * width);
  const normaliseFirst = normalisation();
  const layers = Array.from({ length: convolutions }, () => ({ convolve: dense(3 * width, width), normalise: normalisation() }));
  const surroundings = { mix: dense(width, width), normalise: normalisation() };
  const output = dense(width, NETWORK_COLUMNS);

  let rows: Row[] = Array.from(pieces, (piece, index) => {
    const vector = [...model.vectors.subarray(piece * width, (piece + 1) * width)];
    const form = forms[index] as number;
    return normaliseFirst(
      vector.map((value, i) => value * (model.scales[piece] as number) + (formVectors[form * width + i] as number)),
    );
  });
  const nothing: Row = new Array(width).fill(0);
  for (const [number, { convolve, normalise }] of layers.entries()) {
    if (number === 2)
      rows = rows.map((row, index, all) => {
        const near = all.slice(Math.max(0, index - SURROUNDINGS), index + SURROUNDINGS + 1);
        const mean = near.reduce(sum).map((value) => value / near.length);
        return surroundings.normalise(sum(row, positive(surroundings.mix(mean))));
      });
    rows = rows.map((row, index, all) => {
      const three = [...(all[index - 1] ?? nothing), ...row, ...(all[index + 1] ?? nothing)];
      return normalise(sum(row, positive(convolve(three))));
    });
  }
  return Array.from(firsts, (first) => output(rows[first] as Row)).flat();
}

/** Pseudo-random pieces; every third or so continues a token. */
function piecesOf(count: number, seed = 7): WordPieces {
  const random = new SeededRandom(seed);
  const places = Array.from({ length: count }, (_, index) => index);
  return {
    count,
    pieces: Int32Array.from(places, () => random.below(TINY_PIECES.length)),
    forms: Int32Array.from(places, () => random.below(NETWORK_FORMS)),
    firsts: Int32Array.from(places.slice(1, -1).filter(() => random.chance(0.7))),
  };
}

const model = tinyNetwork();
const network = new Network(model);
const all = ({ firsts }: WordPieces): number[] => [...firsts.keys()];
const everything = (pieces: WordPieces): [WordPieces, number[]] => [pieces, all(pieces)];
const read = (text: string): WordPieces => cutWordPieces(text, tokenise(text), model);

function largestDifference(scores: Float32Array, expected: readonly number[]): number {
  expect(scores).toHaveLength(expected.length);
  return expected.reduce((most, value, index) => Math.max(most, Math.abs(value - (scores[index] as number))), 0);
}

/** Products are of numbers of 16 bits; scores are up to 30 or so. */
const CLOSE = 0.01;

describe('scores are those of plain arithmetic', () => {
  test.each([
    ['a word', 'john'],
    ['a word and a sign', 'John.'],
    ['two lines and one between', 'Johnson 42\n\nJO .  john'],
    ['more words than the surroundings reach', 'john '.repeat(50)],
  ])('for %s', (_what, text) => {
    const pieces = read(text);
    expect(largestDifference(network.run(pieces, all(pieces)), plainScores(model, pieces))).toBeLessThan(CLOSE);
  });

  test.each([3, 5, 8])('with %i convolutions', (convolutions) => {
    const other = tinyNetwork({ convolutions, seed: convolutions });
    const pieces = piecesOf(90);
    expect(largestDifference(new Network(other).run(pieces, all(pieces)), plainScores(other, pieces))).toBeLessThan(CLOSE);
  });

  test('with more numbers in a vector than there are outputs', () => {
    const other = tinyNetwork({ width: 96 });
    const pieces = piecesOf(90);
    expect(largestDifference(new Network(other).run(pieces, all(pieces)), plainScores(other, pieces))).toBeLessThan(CLOSE);
  });
});

describe('of some tokens', () => {
  const pieces = piecesOf(2500);
  const expected = network.run(...everything(pieces));

  test.each<[string, (token: number, count: number) => boolean]>([
    ['the first', (token) => token === 0],
    ['the last', (token, count) => token === count - 1],
    ['every third', (token) => token % 3 === 0],
    ['some far from each other', (token) => token % 700 < 2],
    ['none', () => false],
  ])('the scores are the same: %s', (_which, isAsked) => {
    const asked = all(pieces).filter((token) => isAsked(token, pieces.firsts.length));
    const scores = network.run(pieces, asked);
    expect(scores).toHaveLength(asked.length * NETWORK_COLUMNS);
    const wanted = asked.flatMap((token) => [...expected.subarray(token * NETWORK_COLUMNS, (token + 1) * NETWORK_COLUMNS)]);
    // Where a block begins decides in which order the surroundings are added up.
    expect(largestDifference(scores, wanted)).toBeLessThan(CLOSE);
  });

  test('with the fewest and the most convolutions', () => {
    for (const convolutions of [3, 8]) {
      const other = tinyNetwork({ convolutions, seed: convolutions });
      const asked = all(pieces).filter((token) => token % 50 === 7);
      const scores = new Network(other).run(pieces, asked);
      const plain = plainScores(other, pieces);
      const wanted = asked.flatMap((token) => plain.slice(token * NETWORK_COLUMNS, (token + 1) * NETWORK_COLUMNS));
      expect(largestDifference(scores, wanted)).toBeLessThan(CLOSE);
    }
  });
});

describe('blocks do not show', () => {
  test.each([959, 960, 961, 999, 1000, 1001, 1920, 2003])('in %i pieces', (count) => {
    const pieces = piecesOf(count, count);
    expect(largestDifference(network.run(pieces, all(pieces)), plainScores(model, pieces))).toBeLessThan(CLOSE);
  });

  test('where eight convolutions look as far as it goes', () => {
    const deep = tinyNetwork({ convolutions: 8, seed: 3 });
    const pieces = piecesOf(2100);
    expect(largestDifference(new Network(deep).run(pieces, all(pieces)), plainScores(deep, pieces))).toBeLessThan(CLOSE);
  });

  test('in a text, the tokens of which take several pieces', () => {
    const pieces = read('Johnson, 42422 é.\n'.repeat(300));
    expect(pieces.count).toBeGreaterThan(2000);
    expect(largestDifference(network.run(pieces, all(pieces)), plainScores(model, pieces))).toBeLessThan(CLOSE);
  });
});

describe('nothing is left of a text', () => {
  test('two runs give the same numbers, whatever was read between them', () => {
    const pieces = piecesOf(1100);
    const once = new Network(model);
    const first = bytesOf(once.run(pieces, all(pieces)));
    expect(bytesOf(once.run(pieces, all(pieces))).equals(first)).toBe(true);
    once.run(...everything(piecesOf(700, 8)));
    once.run(...everything(read('')));
    once.run(...everything(piecesOf(2500, 9)));
    expect(bytesOf(once.run(pieces, all(pieces))).equals(first)).toBe(true);
    expect(bytesOf(new Network(model).run(pieces, all(pieces))).equals(first)).toBe(true);
  });

  test('scores that were handed out stay as they are', () => {
    const scores = network.run(...everything(read('john 42')));
    const before = scores.slice();
    network.run(...everything(piecesOf(300)));
    expect(scores).toEqual(before);
  });

  function bytesOf(scores: Float32Array): Buffer {
    return Buffer.from(scores.buffer);
  }

  /** Everything the network's WebAssembly can see. */
  function memoryOf(other: Network): Buffer {
    return Buffer.from((other as unknown as { kernel: { memory: { buffer: ArrayBuffer } } }).kernel.memory.buffer);
  }

  test.each([3, 300, 959, 2500])('after %i pieces the memory holds the model alone', (count) => {
    const other = new Network(model);
    const untouched = Buffer.from(memoryOf(other));
    other.run(...everything(piecesOf(count)));
    expect(memoryOf(other).equals(untouched)).toBe(true);
  });

  test.each([0, 150, 1500])('so it does when reading fails at piece %i', (at) => {
    const other = new Network(model);
    const untouched = Buffer.from(memoryOf(other));
    const pieces = piecesOf(2000);
    pieces.pieces[at] = 50_000_000;
    expect(() => other.run(pieces, all(pieces))).toThrow('memory access out of bounds');
    expect(memoryOf(other).equals(untouched)).toBe(true);
    expect(other.run(...everything(piecesOf(100)))).toEqual(network.run(...everything(piecesOf(100))));
  });

  test('what a time-out leaves there changes nothing, and the next text clears it away', () => {
    const other = new Network(model);
    const untouched = Buffer.from(memoryOf(other));
    const long = piecesOf(100_000);
    expect(() => runInNewContext('run()', { run: () => other.run(long, all(long)) }, { timeout: 20 })).toThrow(/timed out/);
    const pieces = piecesOf(1100);
    expect(bytesOf(other.run(pieces, all(pieces))).equals(bytesOf(network.run(pieces, all(pieces))))).toBe(true);
    expect(memoryOf(other).equals(untouched)).toBe(true);
  });

  test('what is behind the model is 0', () => {
    const other = new Network(model);
    other.run(...everything(piecesOf(2500)));
    const begin = (other as unknown as { places: { pieces: number } }).places.pieces;
    const behind = memoryOf(other).subarray(begin);
    expect(behind.length).toBeGreaterThan(1000 * model.width * 4);
    expect(behind.every((byte) => byte === 0)).toBe(true);
  });
});

describe('little to read', () => {
  test('no pieces at all', () => {
    const none = new Int32Array(0);
    expect(network.run({ count: 0, pieces: none, forms: none, firsts: none }, [])).toHaveLength(0);
  });

  test.each([
    ['', 0],
    ['42', 1],
    ['é', 1],
    ['john.', 2],
  ])('%j has %i tokens', (text, count) => {
    const pieces = read(text);
    const scores = network.run(pieces, all(pieces));
    expect(scores).toHaveLength(count * NETWORK_COLUMNS);
    expect(largestDifference(scores, plainScores(model, pieces))).toBeLessThan(CLOSE);
  });
});
