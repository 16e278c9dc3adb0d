import { FARTHEST, NETWORK_COLUMNS, type NetworkModel } from '../../rules/network-model';
import type { MemoryLayout } from '../webassembly';
import type { NetworkKernel } from './kernel';
import type { Layers } from './layers';
import {
  FLOAT,
  type ListedRows,
  multiply,
  type PlacedNormalisation,
  placeDense,
  placeLayer,
  placeNormalisation,
  SHORT,
} from './placed-layers';
import { type RowScale, scaleOfRows } from './whole-numbers';

/** How far to either side the mean of the surroundings reaches, in pieces. */
const SURROUNDINGS = 32;
/** The number of the convolution in front of which it joins. */
const SURROUNDINGS_AT = 2;
/** Pieces that are read at a time, without those around that matter for them. */
export const BLOCK = 960;
export const MOST_ROWS = BLOCK + 2 * FARTHEST + 1;

/**
 * The look at all pieces of a block: their vectors, convolutions of width 3 that add to them, after the second one the mean of the
 * surroundings, and a score for each label. The last layers are computed where they matter for a row that is asked for.
 */
export class FirstLook {
  /** How its rows are rounded. */
  readonly scale: RowScale;
  readonly kernel: NetworkKernel;
  private readonly width: number;
  private readonly weights: ReturnType<typeof placeWeights>;
  private readonly room: ReturnType<typeof takeRoom>;

  constructor(kernel: NetworkKernel, layout: MemoryLayout, model: NetworkModel, layers: Layers) {
    const { first, convolutions, surroundings } = layers;
    this.kernel = kernel;
    this.width = model.width;
    this.scale = scaleOfRows([first, ...convolutions.map((layer) => layer.normalisation), surroundings.normalisation]);
    this.weights = placeWeights(layout, model, layers, this.scale);
    this.room = takeRoom(layout, model.width);
  }

  /** Where the scores of the rows that were asked for lie, each at the place of its row: `NETWORK_COLUMNS` floats. */
  get scores(): number {
    return this.room.output;
  }

  /** Where the rows that were asked for lie as whole numbers, each at its place. */
  get rounded(): number {
    return this.room.rounded;
  }

  /** Where all rows lie as the first convolutions left them, as whole numbers. */
  get context(): number {
    return this.room.context;
  }

  /** Looks at a block of pieces. @param asked numbers of rows, which rise */
  look(pieces: Int32Array, forms: Int32Array, asked: Int32Array): void {
    const { kernel, weights, room, width } = this;
    const { length } = pieces;
    const row = width * SHORT;
    new Int32Array(kernel.memory.buffer, room.pieces, length).set(pieces);
    new Int32Array(kernel.memory.buffer, room.forms, length).set(forms);
    kernel.look(room.pieces, room.forms, length, weights.vectors, weights.scales, weights.ofForms, width, room.values, room.more);
    const bytes = new Uint8Array(kernel.memory.buffer);
    // A convolution reads the row in front and the one behind, which are 0 beyond the text's ends.
    bytes.fill(0, room.rounded + length * row, room.rounded + (length + 1) * row);
    const { convolutions } = weights;
    let rows = this.list(Int32Array.from(pieces, (_, index) => index));
    this.addAndNormalise(weights.first, rows);
    for (const [index, convolution] of convolutions.entries()) {
      // From here on a row matters only if one that is asked for is as near as convolutions are left.
      const left = convolutions.length - 1 - index;
      if (index === SURROUNDINGS_AT) {
        bytes.copyWithin(room.context, room.rounded, room.rounded + length * row);
        this.addSurroundings(length, this.list(rowsNear(asked, left + 1, length)));
      }
      if (index >= SURROUNDINGS_AT) rows = this.list(rowsNear(asked, left, length));
      multiply(kernel, convolution, rows, { input: room.rounded - row, stride: width, output: room.more, rectify: true });
      this.addAndNormalise(convolution.normalisation, rows);
    }
    multiply(kernel, weights.output, rows, { input: room.rounded, output: room.output });
  }

  /** Empties what depends on a text. */
  clear(): void {
    new Uint8Array(this.kernel.memory.buffer).fill(0, this.room.begin, this.room.end);
  }

  /** @param rows those to which the surroundings are added */
  private addSurroundings(length: number, rows: ListedRows): void {
    const { kernel, weights, room, width } = this;
    kernel.average(room.context, width, length, SURROUNDINGS, room.sums, room.output);
    multiply(kernel, weights.surroundings, rows, { input: room.output, output: room.more, rectify: true });
    this.addAndNormalise(weights.surroundings.normalisation, rows);
  }

  /** Hands the numbers of rows to the kernel. */
  private list(rows: Int32Array): ListedRows {
    new Int32Array(this.kernel.memory.buffer, this.room.list, rows.length).set(rows);
    return { list: this.room.list, count: rows.length };
  }

  private addAndNormalise({ gain, shift }: PlacedNormalisation, { list, count }: ListedRows): void {
    const { kernel, room, width, scale } = this;
    kernel.addAndNormalise(room.values, room.more, gain, shift, width, list, count, room.rounded, scale.scale);
  }
}

/** The rows up to `reach` in front of and behind these, which rise, in order; all are from 0 up to `length`. */
export function rowsNear(rows: Int32Array, reach: number, length: number): Int32Array {
  const near: number[] = [];
  let next = 0;
  for (const row of rows) {
    const last = Math.min(row + reach, length - 1);
    for (next = Math.max(next, row - reach); next <= last; next += 1) near.push(next);
  }
  return Int32Array.from(near);
}

function placeWeights(layout: MemoryLayout, { vectors, scales }: NetworkModel, layers: Layers, scale: RowScale) {
  return {
    vectors: layout.put(vectors),
    scales: layout.put(scales),
    ofForms: layout.put(layers.forms),
    first: placeNormalisation(layout, layers.first),
    convolutions: layers.convolutions.map((layer) => placeLayer(layout, layer, scale)),
    surroundings: placeLayer(layout, layers.surroundings, scale),
    output: placeDense(layout, layers.output, scale),
  };
}

function takeRoom(layout: MemoryLayout, width: number) {
  const begin = layout.end;
  const room = {
    pieces: layout.take(MOST_ROWS * FLOAT),
    forms: layout.take(MOST_ROWS * FLOAT),
    list: layout.take(MOST_ROWS * FLOAT),
    values: layout.take(MOST_ROWS * width * FLOAT),
    rounded: layout.take((MOST_ROWS + 2) * width * SHORT) + width * SHORT,
    context: layout.take(MOST_ROWS * width * SHORT),
    more: layout.take(MOST_ROWS * width * FLOAT),
    output: layout.take(MOST_ROWS * Math.max(width, NETWORK_COLUMNS) * FLOAT),
    sums: layout.take(width * FLOAT),
  };
  return { begin, ...room, end: layout.end };
}
