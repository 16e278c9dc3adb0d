import { NETWORK_COLUMNS, NETWORK_FORMS, type NetworkModel } from '../../src/rules/network-model';
import { SeededRandom } from '../../src/training/random';

/** Pieces of tiny networks. `é` takes two bytes: the names' length in the file is none of four. */
export const TINY_PIECES: readonly string[] = [
  '[LINE]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  'jo',
  'john',
  '##n',
  '##son',
  'é',
  '.',
  '4',
  '##2',
];

/** A network with pseudo-random weights, the same for the same seed. */
export function tinyNetwork({ width = 16, convolutions = 4, pieces = TINY_PIECES, seed = 1 } = {}): NetworkModel {
  const random = new SeededRandom(seed);
  const around = (middle: number, reach: number) => (): number => middle + (random.next() * 2 - 1) * reach;
  const weights: number[] = [];
  const add = (length: number, number: () => number): void => {
    for (let index = 0; index < length; index += 1) weights.push(number());
  };
  const addLayer = (size: number): void => {
    add(size * width, around(0, 2 / Math.sqrt(size)));
    add(width, around(0, 0.2));
    add(width, around(1, 0.3));
    add(width, around(0, 0.3));
  };
  add(NETWORK_FORMS * width, around(0, 1));
  add(width, around(1, 0.3));
  add(width, around(0, 0.3));
  for (let convolution = 0; convolution < convolutions; convolution += 1) addLayer(3 * width);
  addLayer(width);
  add((width + 1) * NETWORK_COLUMNS, around(0, 1));
  return {
    width,
    convolutions,
    pieces: new Map(pieces.map((piece, index) => [piece, index])),
    vectors: Int8Array.from({ length: pieces.length * width }, () => random.below(255) - 127),
    scales: Float32Array.from(pieces, around(0.01, 0.005)),
    weights: Float32Array.from(weights),
  };
}
