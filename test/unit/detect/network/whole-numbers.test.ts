import type { Normalisation } from '../../../../src/detect/network/layers';
import { scaleOfRows, wholeMatrix } from '../../../../src/detect/network/whole-numbers';
import { SeededRandom } from '../../../../src/training/random';

const WIDTH = 32;
const random = new SeededRandom(5);
const numbers = (length: number, reach: number): Float32Array =>
  Float32Array.from({ length }, () => (random.next() * 2 - 1) * reach);
const normalisation = (reach: number): Normalisation => ({ gain: numbers(WIDTH, reach), shift: numbers(WIDTH, reach / 3) });

/** Rows as extreme as a layer normalisation can make them: one number apart from all others, or half of them on either side. */
function extremes({ gain, shift }: Normalisation): number[][] {
  const apart = Array.from({ length: WIDTH }, (_, index) => (index === 0 ? Math.sqrt(WIDTH - 1) : -1 / Math.sqrt(WIDTH - 1)));
  const sides = Array.from({ length: WIDTH }, (_, index) => (index % 2 === 0 ? 1 : -1));
  const rows = [...apart.keys()].map((at) => apart.map((_, index) => apart[(index + at) % WIDTH] as number));
  return [...rows, sides, sides.map((side) => -side)].map((row) =>
    row.map((value, index) => value * (gain[index] as number) + (shift[index] as number)),
  );
}

test.each([0.01, 1, 50])('no number of a row leaves 16 bits, and no row is longer than said (gains up to %d)', (reach) => {
  const all = [normalisation(reach), normalisation(reach / 2)];
  const { scale, length } = scaleOfRows(all);
  for (const row of all.flatMap(extremes)) {
    const whole = row.map((value) => Math.round(value * scale));
    expect(Math.max(...whole.map(Math.abs))).toBeLessThanOrEqual(32_767);
    expect(Math.hypot(...whole)).toBeLessThanOrEqual(length * 1.001);
  }
});

test.each([0.001, 1, 1000])('no sum of products leaves 32 bits: weights up to %d', (reach) => {
  const columns = 16;
  const { scale, length } = scaleOfRows([normalisation(1)]);
  const matrix = numbers(WIDTH * columns, reach);
  const { weights, scale: ofWeights } = wholeMatrix(matrix, columns, length);
  expect(Math.max(...weights.map(Math.abs))).toBeLessThanOrEqual(32_767);
  expect(ofWeights * scale).toBeGreaterThan(0);
  for (let column = 0; column < columns; column += 1) {
    const own = Array.from(
      { length: WIDTH },
      (_, input) => weights[(input >> 1) * 2 * columns + column * 2 + (input & 1)] as number,
    );
    // The longest row there is, in the direction of the column.
    expect(Math.hypot(...own) * length).toBeLessThan(2 ** 31);
  }
});

test('weights lie in blocks of 16 columns, those of two inputs together', () => {
  const columns = 32;
  const matrix = Float32Array.from({ length: 4 * columns }, (_, index) => (index + 1) / 128);
  const { weights, scale } = wholeMatrix(matrix, columns, 1);
  const expected = (input: number, column: number): number => Math.round(((input * columns + column + 1) / 128) * scale);
  const order = [0, 1].flatMap((block) =>
    [0, 1].flatMap((pair) =>
      Array.from({ length: 16 }, (_, column) => [0, 1].map((of) => expected(pair * 2 + of, block * 16 + column))).flat(),
    ),
  );
  expect([...weights]).toEqual(order);
});

test('a matrix and rows of nothing but 0 have a scale, too', () => {
  const nothing = { gain: new Float32Array(WIDTH), shift: new Float32Array(WIDTH) };
  const { scale, length } = scaleOfRows([nothing]);
  const matrix = wholeMatrix(new Float32Array(WIDTH * 16), 16, length);
  for (const value of [scale, length, matrix.scale]) expect(Number.isFinite(value)).toBe(true);
  expect(matrix.weights.every((weight) => weight === 0)).toBe(true);
});
