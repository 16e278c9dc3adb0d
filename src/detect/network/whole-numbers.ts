import type { Dense, Normalisation } from './layers';

/**
 * Rows of numbers as whole numbers of 16 bits, of which the kernel multiplies eight at a time with those of a matrix (no sum of products leaves
 * 32 bits: `decodeNetwork` sees to that) or of other rows (`scalesOfAttention` does). They are as large as they can be without being cut off at
 * 16 bits, whatever is read: what a row can be at most is known from the layer that makes it.
 */

/** How rows are rounded. */
export interface RowScale {
  /** What numbers are multiplied by before they are rounded. */
  readonly scale: number;
  /** How long a row can be, before it is multiplied. */
  readonly longest: number;
}

const LARGEST_16 = 32_767;
/** Columns of a matrix that the kernel computes together. */
const BLOCK = 16;

function lengthOf(values: Iterable<number>): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares);
}

function mostOf(values: Float32Array): number {
  return values.reduce((so, value) => Math.max(so, Math.abs(value)), 0);
}

/** For rows that one of these normalisations ends: before gain and shift a row of `n` numbers has the length √n, and none is larger. */
export function scaleOfRows(normalisations: readonly Normalisation[]): RowScale {
  let most = 0;
  let longest = 0;
  for (const { gain, shift } of normalisations) {
    const length = Math.sqrt(gain.length);
    most = Math.max(most, mostOf(gain) * length + mostOf(shift));
    longest = Math.max(longest, mostOf(gain) * length + lengthOf(shift));
  }
  return { scale: LARGEST_16 / (most || 1), longest };
}

/**
 * The most that each number can be in rows that come out of a matrix, or in means of such: by the inequality of Cauchy and Schwarz, no product is
 * larger than the lengths of input and column multiplied.
 */
function mostOfProducts({ matrix, scales, bias }: Dense, input: RowScale): Float32Array {
  const squares = new Float64Array(bias.length);
  for (let at = 0; at < matrix.length; at += bias.length)
    for (let column = 0; column < bias.length; column += 1)
      squares[column] = (squares[column] as number) + (matrix[at + column] as number) ** 2;
  return bias.map(
    (added, column) =>
      input.longest * Math.sqrt(squares[column] as number) * Math.abs(scales[column] as number) + Math.abs(added),
  );
}

/** For rows that come out of a matrix, or means of such. */
export function scaleOfProducts(dense: Dense, input: RowScale): RowScale {
  const most = mostOfProducts(dense, input);
  return { scale: LARGEST_16 / (mostOf(most) || 1), longest: lengthOf(most) };
}

/** The most that a sum of products of attention may be before rounding, which adds up to a twentieth where heads are large (thousands of numbers). */
const LARGEST_SUM = 0.9 * 2 ** 31;

/** A matrix, and how the rows are rounded that it is multiplied with. */
interface Factor {
  readonly dense: Dense;
  readonly input: RowScale;
}

/**
 * What the rows of all queries and those of keys are multiplied by before they are rounded, so that for no head a sum of their products leaves
 * 32 bits: both give up as many bits.
 */
export function scalesOfAttention(queries: readonly Factor[], key: Factor, heads: number): { query: number; key: number } {
  const keys = mostOfProducts(key.dense, key.input);
  const part = keys.length / heads;
  let largest = 0;
  let sum = 0;
  for (const { dense, input } of queries) {
    const numbers = mostOfProducts(dense, input);
    largest = Math.max(largest, mostOf(numbers));
    for (let at = 0; at < keys.length; at += part)
      sum = Math.max(sum, lengthOf(numbers.subarray(at, at + part)) * lengthOf(keys.subarray(at, at + part)));
  }
  const scales = { query: LARGEST_16 / (largest || 1), key: LARGEST_16 / (mostOf(keys) || 1) };
  const share = Math.min(1, Math.sqrt(LARGEST_SUM / (sum * scales.query * scales.key || 1)));
  return { query: scales.query * share, key: scales.key * share };
}

/** A matrix ready for the kernel: in blocks of 16 columns, the weights of two inputs for each column together. */
export function wholeMatrix(matrix: Int8Array, columns: number): Int8Array {
  const inputs = matrix.length / columns;
  const weights = new Int8Array(matrix.length);
  let at = 0;
  for (let block = 0; block < columns; block += BLOCK)
    for (let input = 0; input < inputs; input += 2)
      for (let column = block; column < block + BLOCK; column += 1) {
        weights[at++] = matrix[input * columns + column] as number;
        weights[at++] = matrix[(input + 1) * columns + column] as number;
      }
  return weights;
}
