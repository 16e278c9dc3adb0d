import type { Normalisation } from './layers';

/**
 * The network's matrices as whole numbers of 16 bits, of which the kernel multiplies eight at a time. Scales are as large as they can be
 * without any sum of products leaving 32 bits, whatever is read: a row of the input is the result of a layer normalisation, whose length is
 * bounded, and by the inequality of Cauchy and Schwarz no sum is larger than the lengths of input and column multiplied.
 */

/** What numbers are multiplied by before they are rounded, and how long the vector that results can be. */
interface Scale {
  readonly scale: number;
  readonly length: number;
}

/** A matrix ready for the kernel: in blocks of 16 columns, the weights of two inputs for each column together. */
export interface WholeMatrix {
  readonly weights: Int16Array;
  readonly scale: number;
}

const LARGEST_16 = 32_767;
const LARGEST_32 = 2 ** 31 - 1;
/** Rounding moves each number by half at most; sums are kept this far from the limit for it. */
const MARGIN = 0.99;
const BLOCK = 16;

function lengthOf(values: Iterable<number>): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares);
}

/**
 * The scale of rows that one of these normalisations ends, and how long such a row can be then. Before gain and shift a row of `n` numbers has
 * the length √n, and no number is larger than that.
 */
export function scaleOfRows(normalisations: readonly Normalisation[]): Scale {
  let most = 0;
  let longest = 0;
  for (const { gain, shift } of normalisations) {
    const length = Math.sqrt(gain.length);
    const gainMost = gain.reduce((so, value) => Math.max(so, Math.abs(value)), 0);
    const shiftMost = shift.reduce((so, value) => Math.max(so, Math.abs(value)), 0);
    most = Math.max(most, gainMost * length + shiftMost);
    longest = Math.max(longest, gainMost * length + lengthOf(shift));
  }
  const scale = LARGEST_16 / (most || 1);
  return { scale, length: scale * longest };
}

/** Rounds a matrix (`inputs × columns`) that rows of at most the length `longest` are multiplied with. */
export function wholeMatrix(matrix: Float32Array, columns: number, longest: number): WholeMatrix {
  const inputs = matrix.length / columns;
  let most = 0;
  let longestColumn = 0;
  for (let column = 0; column < columns; column += 1) {
    const values = Array.from({ length: inputs }, (_, input) => matrix[input * columns + column] as number);
    longestColumn = Math.max(longestColumn, lengthOf(values));
    most = values.reduce((so, value) => Math.max(so, Math.abs(value)), most);
  }
  const scale = MARGIN * Math.min(LARGEST_16 / (most || 1), LARGEST_32 / (longest * longestColumn || 1));
  const weights = new Int16Array(matrix.length);
  for (let input = 0; input < inputs; input += 1) {
    for (let column = 0; column < columns; column += 1) {
      const block = (column - (column % BLOCK)) * inputs;
      const at = block + (input >> 1) * 2 * BLOCK + (column % BLOCK) * 2 + (input & 1);
      weights[at] = Math.round((matrix[input * columns + column] as number) * scale);
    }
  }
  return { weights, scale };
}
