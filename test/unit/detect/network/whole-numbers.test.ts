import type { Dense, Normalisation } from '../../../../src/detect/network/layers';
import { scaleOfProducts, scaleOfRows, scalesOfAttention, wholeMatrix } from '../../../../src/detect/network/whole-numbers';
import { SeededRandom } from '../../../../src/training/random';

const WIDTH = 32;
const COLUMNS = 16;
const LARGEST_16 = 32_767;
const random = new SeededRandom(5);
const numbers = (length: number, reach: number): Float32Array =>
  Float32Array.from({ length }, () => (random.next() * 2 - 1) * reach);
const bytes = (length: number): Int8Array => Int8Array.from({ length }, () => random.below(255) - 127);
const normalisation = (reach: number): Normalisation => ({ gain: numbers(WIDTH, reach), shift: numbers(WIDTH, reach / 3) });
const dense = (reach: number): Dense => ({
  matrix: bytes(WIDTH * COLUMNS),
  scales: numbers(COLUMNS, reach),
  bias: numbers(COLUMNS, reach * 300),
});

const wholeOf = (row: readonly number[], scale: number): number[] => row.map((value) => Math.round(value * scale));
const mostOf = (row: readonly number[]): number => Math.max(...row.map(Math.abs));

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
  const { scale, longest } = scaleOfRows(all);
  const rows = all.flatMap(extremes);
  expect(Math.max(...rows.map((row) => mostOf(wholeOf(row, scale))))).toBeLessThanOrEqual(LARGEST_16);
  expect(Math.max(...rows.map((row) => Math.hypot(...row)))).toBeLessThanOrEqual(longest * 1.001);
});

test('most of the 16 bits are used', () => {
  const even = { gain: new Float32Array(WIDTH).fill(2), shift: new Float32Array(WIDTH).fill(0.1) };
  const { scale } = scaleOfRows([even]);
  expect(Math.max(...extremes(even).map((row) => mostOf(wholeOf(row, scale))))).toBeGreaterThan(LARGEST_16 * 0.95);
});

const columnOf = ({ matrix, scales }: Dense, column: number): number[] =>
  Array.from({ length: WIDTH }, (_, input) => (matrix[input * COLUMNS + column] as number) * (scales[column] as number));
const product = (row: readonly number[], other: readonly number[]): number =>
  row.reduce((total, value, index) => total + value * (other[index] as number), 0);

/** What comes out of a matrix for the longest rows there are, in the direction of each column and against it. */
function extremeProducts(of: Dense, longest: number): number[][] {
  const columns = Array.from(of.bias, (_, column) => columnOf(of, column));
  const rows = columns.map((column) => column.map((value) => (value * longest) / Math.hypot(...column)));
  return [...rows, ...rows.map((row) => row.map((value) => -value))].map((row) =>
    columns.map((column, index) => product(row, column) + (of.bias[index] as number)),
  );
}

test.each([0.0001, 0.01, 1])('so it is of products, however long a row was (scales of columns up to %d)', (reach) => {
  for (const input of [scaleOfRows([normalisation(1)]), { scale: 1, longest: 0.01 }, { scale: 1, longest: 10_000 }]) {
    const of = dense(reach);
    const { scale, longest } = scaleOfProducts(of, input);
    const products = extremeProducts(of, input.longest);
    const most = Math.max(...products.map((row) => mostOf(wholeOf(row, scale))));
    expect(most).toBeLessThanOrEqual(LARGEST_16);
    // One of the rows is as extreme as it gets.
    expect(most).toBeGreaterThan(LARGEST_16 * 0.999);
    expect(Math.max(...products.map((row) => Math.hypot(...row)))).toBeLessThanOrEqual(longest * 1.001);
  }
});

test('of products a number may be large by what is added alone', () => {
  const nothing = { matrix: new Int8Array(WIDTH * COLUMNS), scales: new Float32Array(COLUMNS) };
  const bias = new Float32Array(COLUMNS);
  bias.set([3, -4], 5);
  const { scale, longest } = scaleOfProducts({ ...nothing, bias }, { scale: 1, longest: 7 });
  expect(scale).toBeCloseTo(LARGEST_16 / 4, 2);
  expect(longest).toBeCloseTo(5, 5);
});

test('weights lie in blocks of 16 columns, those of two inputs together', () => {
  const columns = 32;
  const matrix = bytes(4 * columns);
  const order = [0, 1].flatMap((block) =>
    [0, 1].flatMap((pair) =>
      Array.from({ length: 16 }, (_, column) =>
        [0, 1].map((of) => matrix[(pair * 2 + of) * columns + block * 16 + column]),
      ).flat(),
    ),
  );
  expect([...wholeMatrix(matrix, columns)]).toEqual(order);
});

test('a matrix and rows of nothing but 0 have a scale, too', () => {
  const nothing = { gain: new Float32Array(WIDTH), shift: new Float32Array(WIDTH) };
  const matrix = new Int8Array(WIDTH * COLUMNS);
  const rows = scaleOfRows([nothing]);
  const products = scaleOfProducts({ matrix, scales: new Float32Array(COLUMNS), bias: new Float32Array(COLUMNS) }, rows);
  expect([rows.longest, products.longest]).toEqual([0, 0]);
  for (const { scale } of [rows, products]) expect(scale).toBe(LARGEST_16);
  expect(wholeMatrix(matrix, COLUMNS).every((weight) => weight === 0)).toBe(true);
});

describe('queries and keys', () => {
  /** As extreme as rows can be: all columns alike, so that all numbers of a row are the largest together. */
  const alike = (columns: number, scale: number): Dense => ({
    matrix: new Int8Array(16 * columns).fill(31),
    scales: new Float32Array(columns).fill(scale),
    bias: new Float32Array(columns),
  });
  const input = { scale: 1, longest: 4 };
  /** The largest number of a row that comes out of it. */
  const largestOf = ({ scales }: Dense): number => 4 * Math.hypot(...new Array(16).fill(31)) * (scales[0] as number);

  test.each([
    [32, 1],
    [256, 8],
    [4096, 1],
    [4096, 2],
    [3968, 2],
  ])('%i numbers in %i heads: no sum of products of rounded rows leaves 32 bits', (columns, heads) => {
    const [query, other, key] = [alike(columns, 0.01), alike(columns, 0.002), alike(columns, 0.3)];
    const scales = scalesOfAttention(
      [other, query, other].map((of) => ({ dense: of, input })),
      { dense: key, input },
      heads,
    );
    const [whole, wholeKey] = [largestOf(query) * scales.query, largestOf(key) * scales.key].map(Math.ceil) as [number, number];
    expect(Math.max(whole, wholeKey)).toBeLessThanOrEqual(LARGEST_16 + 1);
    expect((whole * wholeKey * columns) / heads).toBeLessThan(2 ** 31);
    expect((whole * wholeKey * columns) / heads).toBeGreaterThan(2 ** 29);
  });

  test('a few small numbers among large ones leave 32 bits no sooner', () => {
    const columns = 3968;
    const uneven: Dense = {
      ...alike(columns, 0.0003),
      scales: Float32Array.from({ length: columns }, (_, at) => (at === 0 ? 0.3 : 0.0003)),
    };
    const query = alike(columns, 0.01);
    const scales = scalesOfAttention([{ dense: query, input }], { dense: uneven, input }, 2);
    const whole = Math.ceil(largestOf(query) * scales.query + 0.5);
    const wholeKeys = Array.from(uneven.scales, (scale) => Math.ceil((largestOf(uneven) / 0.3) * scale * scales.key + 0.5));
    const sum = (from: number): number =>
      wholeKeys.slice(from, from + columns / 2).reduce((total, one) => total + one * whole, 0);
    expect(Math.max(sum(0), sum(columns / 2))).toBeLessThan(2 ** 31);
  });

  test('rows of nothing', () => {
    const nothing = { dense: alike(32, 0), input };
    const { query, key } = scalesOfAttention([nothing], nothing, 4);
    expect([query, key].every((scale) => Number.isFinite(scale) && scale > 0)).toBe(true);
  });
});
