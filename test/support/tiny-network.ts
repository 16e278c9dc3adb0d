import type { WordPieces } from '../../src/detect/network/word-pieces';
import { NETWORK_COLUMNS, NETWORK_FORMS, type NetworkModel, type NetworkShape } from '../../src/rules/learned/network-model';
import { SeededRandom } from '../../src/training/random';

/** Pieces of tiny networks. `é` takes two bytes: the names' length in the file is none of four. */
const TINY_PIECES: readonly string[] = ['[LINE]', '[UNK]', '[CLS]', '[SEP]', 'jo', 'john', '##n', '##son', 'é', '.', '4', '##2'];

const TINY_SHAPE: NetworkShape = { width: 16, convolutions: 4, closerWidth: 32, inner: 48, blocks: 2, heads: 2, reach: 5 };

interface TinyOptions extends Partial<NetworkShape> {
  readonly pieces?: readonly string[];
  readonly seed?: number;
}

/** A network with pseudo-random weights, the same for the same seed. */
export function tinyNetwork({ pieces = TINY_PIECES, seed = 1, ...changed }: TinyOptions = {}): NetworkModel {
  const form = { ...TINY_SHAPE, ...changed };
  const { width, closerWidth, inner } = form;
  const random = new SeededRandom(seed);
  const around = (middle: number, reach: number) => (): number => middle + (random.next() * 2 - 1) * reach;
  const numbers: number[] = [];
  const matrices: number[] = [];
  const add = (length: number, number: () => number): void => {
    for (let index = 0; index < length; index += 1) numbers.push(number());
  };
  /** @param reach what weights of a matrix with a single input may be */
  const addDense = (inputs: number, columns: number, reach = 2): void => {
    for (let index = 0; index < inputs * columns; index += 1) matrices.push(random.below(255) - 127);
    const scale = reach / Math.sqrt(inputs) / 127;
    add(columns, around(scale, scale / 3));
    add(columns, around(0, 0.2));
  };
  const addNormalisation = (size: number): void => {
    add(size, around(1, 0.3));
    add(size, around(0, 0.3));
  };
  const addLayer = (inputs: number, columns: number): void => {
    addDense(inputs, columns);
    addNormalisation(columns);
  };
  add(NETWORK_FORMS * width, around(0, 1));
  addNormalisation(width);
  for (let convolution = 0; convolution < form.convolutions; convolution += 1) addLayer(3 * width, width);
  addLayer(width, width);
  addDense(width, NETWORK_COLUMNS, 4);
  for (const _ of ['widen', 'keys', 'values']) addDense(width, closerWidth);
  for (let block = 0; block < form.blocks; block += 1) {
    // No piece gets all attention.
    addDense(closerWidth, closerWidth, 0.5);
    add(form.heads * (2 * form.reach + 1), around(0, 1));
    addLayer(closerWidth, closerWidth);
    addDense(closerWidth, inner);
    addLayer(inner, closerWidth);
  }
  addDense(closerWidth, NETWORK_COLUMNS, 4);
  return {
    ...form,
    pieces: new Map(pieces.map((piece, index) => [piece, index])),
    vectors: Int8Array.from({ length: pieces.length * width }, () => random.below(255) - 127),
    scales: Float32Array.from(pieces, around(0.01, 0.005)),
    matrices: Int8Array.from(matrices),
    numbers: Float32Array.from(numbers),
  };
}

/** Pseudo-random pieces for a tiny network; every third or so continues a token. */
export function tinyPieces(count: number, seed = 7): WordPieces {
  const random = new SeededRandom(seed);
  const places = Array.from({ length: count }, (_, index) => index);
  return {
    count,
    pieces: Int32Array.from(places, () => random.below(TINY_PIECES.length)),
    forms: Int32Array.from(places, () => random.below(NETWORK_FORMS)),
    firsts: Int32Array.from(places.slice(1, -1).filter(() => random.chance(0.7))),
  };
}
