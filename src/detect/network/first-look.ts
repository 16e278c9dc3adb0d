import { FARTHEST, NETWORK_COLUMNS, type NetworkModel } from '../../rules/learned/network-model';
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
import { Room } from './room';
import { type RowScale, scaleOfRows } from './whole-numbers';

/** How far to either side the mean of the surroundings reaches, in pieces. */
const SURROUNDINGS = 32;
/** The number of the convolution in front of which it joins. */
const SURROUNDINGS_AT = 2;
/** Pieces that are read at a time, without those around that matter for them. */
export const BLOCK = 960;
export const MOST_ROWS = BLOCK + 2 * FARTHEST + 1;
/** With a row in front of the first and one behind the last. */
const ROOM_ROWS = MOST_ROWS + 2;

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
  private readonly room: Room;
  private readonly places: ReturnType<typeof takePlaces>;

  constructor(kernel: NetworkKernel, layout: MemoryLayout, model: NetworkModel, layers: Layers) {
    const { first, convolutions, surroundings } = layers;
    this.kernel = kernel;
    this.width = model.width;
    this.scale = scaleOfRows([first, ...convolutions.map((layer) => layer.normalisation), surroundings.normalisation]);
    this.weights = placeWeights(layout, model, layers, this.scale);
    this.room = new Room(layout, ROOM_ROWS);
    this.places = takePlaces(this.room, model.width);
  }

  /** Where the scores of the rows that were asked for lie, each at the place of its row: `NETWORK_COLUMNS` floats. */
  get scores(): number {
    return this.places.output;
  }

  /** Where the rows that were asked for lie as whole numbers, each at its place. */
  get rounded(): number {
    return this.places.rounded;
  }

  /** Where all rows lie as the first convolutions left them, as whole numbers. */
  get context(): number {
    return this.places.context;
  }

  /** Looks at a block of pieces. @param asked numbers of rows, which rise */
  look(pieces: Int32Array, forms: Int32Array, asked: Int32Array): void {
    const { kernel, weights, places, width } = this;
    const { length } = pieces;
    const row = width * SHORT;
    this.room.use(length + 2);
    new Int32Array(kernel.memory.buffer, places.pieces, length).set(pieces);
    new Int32Array(kernel.memory.buffer, places.forms, length).set(forms);
    kernel.look(
      places.pieces,
      places.forms,
      length,
      weights.vectors,
      weights.scales,
      weights.ofForms,
      width,
      places.values,
      places.more,
    );
    const bytes = new Uint8Array(kernel.memory.buffer);
    // A convolution reads the row in front and the one behind, which are 0 beyond the text's ends.
    bytes.fill(0, places.rounded + length * row, places.rounded + (length + 1) * row);
    const { convolutions } = weights;
    let rows = this.list(pieces.map((_, index) => index));
    this.addAndNormalise(weights.first, rows);
    for (const [index, convolution] of convolutions.entries()) {
      // From here on a row matters only if one that is asked for is as near as convolutions are left.
      const left = convolutions.length - 1 - index;
      if (index === SURROUNDINGS_AT) {
        bytes.copyWithin(places.context, places.rounded, places.rounded + length * row);
        this.addSurroundings(length, this.list(rowsNear(asked, left + 1, length)));
      }
      if (index >= SURROUNDINGS_AT) rows = this.list(rowsNear(asked, left, length));
      multiply(kernel, convolution, rows, { input: places.rounded - row, stride: width, output: places.more, rectify: true });
      this.addAndNormalise(convolution.normalisation, rows);
    }
    multiply(kernel, weights.output, rows, { input: places.rounded, output: places.output });
  }

  /** Empties what depends on a text. */
  clear(): void {
    this.room.clear(this.kernel.memory.buffer);
  }

  /** @param rows those to which the surroundings are added */
  private addSurroundings(length: number, rows: ListedRows): void {
    const { kernel, weights, places, width } = this;
    kernel.average(places.context, width, length, SURROUNDINGS, places.sums, places.output);
    multiply(kernel, weights.surroundings, rows, { input: places.output, output: places.more, rectify: true });
    this.addAndNormalise(weights.surroundings.normalisation, rows);
  }

  /** Hands the numbers of rows to the kernel. */
  private list(rows: Int32Array): ListedRows {
    new Int32Array(this.kernel.memory.buffer, this.places.list, rows.length).set(rows);
    return { list: this.places.list, count: rows.length };
  }

  private addAndNormalise({ gain, shift }: PlacedNormalisation, { list, count }: ListedRows): void {
    const { kernel, places, width, scale } = this;
    kernel.addAndNormalise(places.values, places.more, gain, shift, width, list, count, places.rounded, scale.scale);
  }
}

/** The rows up to `reach` in front of and behind these, which rise, in order; all are from 0 up to `length`. */
export function rowsNear(rows: Int32Array, reach: number, length: number): Int32Array {
  const near = new Int32Array(length);
  let count = 0;
  let next = 0;
  for (const row of rows) {
    const last = Math.min(row + reach, length - 1);
    for (next = Math.max(next, row - reach); next <= last; next += 1) near[count++] = next;
  }
  return near.subarray(0, count);
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

function takePlaces(room: Room, width: number) {
  return {
    pieces: room.take(FLOAT),
    forms: room.take(FLOAT),
    list: room.take(FLOAT),
    values: room.take(width * FLOAT),
    // With a row in front.
    rounded: room.take(width * SHORT) + width * SHORT,
    context: room.take(width * SHORT),
    more: room.take(width * FLOAT),
    output: room.take(Math.max(width, NETWORK_COLUMNS) * FLOAT),
    sums: room.takeFixed(width * FLOAT),
  };
}
