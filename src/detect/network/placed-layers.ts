import type { MemoryLayout } from '../webassembly';
import type { NetworkKernel } from './kernel';
import type { Dense, Layer, Normalisation } from './layers';
import { type RowScale, wholeMatrix } from './whole-numbers';

/** Bytes of a float and of a whole number of 16 bits. */
export const FLOAT = 4;
export const SHORT = 2;

/** A matrix in the kernel's memory: where its weights, what its columns' sums of products are multiplied by, and its bias lie. */
export interface PlacedDense {
  readonly weights: number;
  readonly factors: number;
  readonly bias: number;
  readonly inputs: number;
  readonly columns: number;
}

export interface PlacedNormalisation {
  readonly gain: number;
  readonly shift: number;
  readonly width: number;
}

export interface PlacedLayer extends PlacedDense {
  readonly normalisation: PlacedNormalisation;
}

/** Puts gain and shift into the kernel's memory and tells where they lie. */
export function placeNormalisation(layout: MemoryLayout, { gain, shift }: Normalisation): PlacedNormalisation {
  return { gain: layout.put(gain), shift: layout.put(shift), width: gain.length };
}

/** @param input how the rows are rounded that it is multiplied with */
export function placeDense(layout: MemoryLayout, { matrix, scales, bias }: Dense, input: RowScale): PlacedDense {
  return {
    weights: layout.put(wholeMatrix(matrix, bias.length)),
    factors: layout.put(scales.map((scale) => scale / input.scale)),
    bias: layout.put(bias),
    inputs: matrix.length / bias.length,
    columns: bias.length,
  };
}

/** A layer and the normalisation behind it. @param input as of `placeDense` */
export function placeLayer(layout: MemoryLayout, layer: Layer, input: RowScale): PlacedLayer {
  return { ...placeDense(layout, layer, input), normalisation: placeNormalisation(layout, layer.normalisation) };
}

/** Rows whose numbers lie at `list`: that many of them. */
export interface ListedRows {
  readonly list: number;
  readonly count: number;
}

/**
 * Multiplies rows of whole numbers, `stride` apart, with a matrix. Results, as floats, have the places of their rows.
 *
 * @param rectify makes negative results 0
 */
export function multiply(
  kernel: NetworkKernel,
  dense: PlacedDense,
  rows: ListedRows,
  {
    input,
    stride = dense.inputs,
    output,
    rectify = false,
  }: { input: number; stride?: number; output: number; rectify?: boolean },
): void {
  const { weights, factors, bias, inputs, columns } = dense;
  kernel.multiply(input, stride, inputs, weights, factors, bias, columns, output, rows.list, rows.count, Number(rectify));
}

/** The same for rows that hold mostly zeros; what it says of results is exactly the same. @param places room, for each row, for half as many numbers as it has, and one */
export function multiplySparse(
  kernel: NetworkKernel,
  { weights, factors, bias, inputs, columns }: PlacedDense,
  rows: ListedRows,
  { input, output, places }: { input: number; output: number; places: number },
): void {
  kernel.multiplySparse(input, inputs, inputs, weights, factors, bias, columns, output, rows.list, rows.count, places);
}
