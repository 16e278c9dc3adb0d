import { NETWORK_COLUMNS, type NetworkModel, type NetworkShape } from '../../rules/network-model';
import type { MemoryLayout } from '../webassembly';
import { type FirstLook, MOST_ROWS, rowsNear } from './first-look';
import type { NetworkKernel } from './kernel';
import type { Block, Layers } from './layers';
import { FLOAT, type ListedRows, multiply, type PlacedLayer, placeDense, placeLayer, SHORT } from './placed-layers';
import { type RowScale, scaleOfProducts, scaleOfRows } from './whole-numbers';

/** Rows that are looked at together: so many that a matrix, once read, is used often, so few that all stays in the cache. */
const TOGETHER = 64;

/**
 * The closer look at some rows of a block: each is made wider, then goes through blocks, in which it attends to what the first convolutions
 * made of all rows near (keys and values, which all blocks share) and thinks it over, and gets a score for each label.
 */
export class CloserLook {
  private readonly kernel: NetworkKernel;
  private readonly shape: NetworkShape;
  private readonly first: FirstLook;
  private readonly weights: ReturnType<typeof placeWeights>;
  private readonly room: ReturnType<typeof takeRoom>;
  private isUsed = false;

  /** @param first whose rows it looks at */
  constructor(layout: MemoryLayout, model: NetworkModel, layers: Layers, first: FirstLook) {
    this.kernel = first.kernel;
    this.shape = model;
    this.first = first;
    this.weights = placeWeights(layout, layers.closer, first.scale);
    this.room = takeRoom(layout, model);
  }

  /**
   * Looks at rows of the block that the first look has just seen.
   *
   * @param chosen numbers of rows, which rise; all were asked for
   * @param length rows of the block
   * @param scores takes `NETWORK_COLUMNS` numbers for each of the rows, one after the other
   */
  look(chosen: Int32Array, length: number, scores: Float32Array): void {
    const { kernel, weights, room, first, shape } = this;
    this.isUsed = true;
    const near = this.list(room.near, rowsNear(chosen, shape.reach, length));
    multiply(kernel, weights.keys, near, { input: first.context, output: room.keys });
    multiply(kernel, weights.values, near, { input: first.context, output: room.values });
    for (let begin = 0; begin < chosen.length; begin += TOGETHER) {
      const rows = chosen.subarray(begin, begin + TOGETHER);
      this.lookAt(rows, length);
      const found = new Float32Array(kernel.memory.buffer, room.output, rows.length * NETWORK_COLUMNS);
      scores.set(found, begin * NETWORK_COLUMNS);
    }
  }

  /** Empties what depends on a text; three megabytes, which most short texts do not use. */
  clear(): void {
    if (!this.isUsed) return;
    new Uint8Array(this.kernel.memory.buffer).fill(0, this.room.begin, this.room.end);
    this.isUsed = false;
  }

  /** Leaves the scores of at most `TOGETHER` rows in `room.output`. */
  private lookAt(chosen: Int32Array, length: number): void {
    const { kernel, weights, room, first, shape } = this;
    const { width, closerWidth, heads, reach } = shape;
    const bytes = new Uint8Array(kernel.memory.buffer);
    for (const [index, row] of chosen.entries()) {
      const from = first.rounded + row * width * SHORT;
      bytes.copyWithin(room.rounded + index * width * SHORT, from, from + width * SHORT);
    }
    const places = this.list(room.places, chosen);
    // What is looked at lies together, row by row.
    const rows = this.list(
      room.list,
      chosen.map((_, index) => index),
    );
    multiply(kernel, weights.widen, rows, { input: room.rounded, output: room.row });
    this.round(room.row, rows.count * closerWidth, weights.widened);
    for (const block of weights.blocks) {
      multiply(kernel, block.query, rows, { input: room.rounded, output: room.more });
      kernel.attend(
        room.more,
        places.list,
        rows.count,
        room.keys,
        room.values,
        length,
        closerWidth,
        heads,
        block.distances,
        reach,
        room.scores,
        room.attended,
      );
      this.round(room.attended, rows.count * closerWidth, weights.attended);
      this.add(block.attention, rows);
      multiply(kernel, block.inner, rows, { input: room.rounded, output: room.thoughts, rectify: true });
      this.round(room.thoughts, rows.count * shape.inner, block.thoughts);
      this.add(block.outer, rows);
    }
    multiply(kernel, weights.output, rows, { input: room.rounded, output: room.output });
  }

  private round(values: number, count: number, { scale }: RowScale): void {
    this.kernel.roundAll(values, count, this.room.rounded, scale);
  }

  /** Adds a layer's products to the rows and normalises them. */
  private add(layer: PlacedLayer, rows: ListedRows): void {
    const { kernel, room, weights } = this;
    const { gain, shift, width } = layer.normalisation;
    multiply(kernel, layer, rows, { input: room.rounded, output: room.more });
    kernel.addAndNormalise(
      room.row,
      room.more,
      gain,
      shift,
      width,
      rows.list,
      rows.count,
      room.rounded,
      weights.normalised.scale,
    );
  }

  private list(list: number, rows: Int32Array): ListedRows {
    new Int32Array(this.kernel.memory.buffer, list, rows.length).set(rows);
    return { list, count: rows.length };
  }
}

function placeWeights(layout: MemoryLayout, { widen, keys, values, blocks, output }: Layers['closer'], first: RowScale) {
  const normalised = scaleOfRows(blocks.flatMap((block) => [block.attention.normalisation, block.outer.normalisation]));
  const widened = scaleOfProducts(widen, first);
  // What attention makes is a mean of values.
  const attended = scaleOfProducts(values, first);
  const place = (block: Block, index: number) => {
    const thoughts = scaleOfProducts(block.inner, normalised);
    return {
      query: placeDense(layout, block.query, index === 0 ? widened : normalised),
      distances: layout.put(block.distances),
      attention: placeLayer(layout, block.attention, attended),
      inner: placeDense(layout, block.inner, normalised),
      outer: placeLayer(layout, block.outer, thoughts),
      thoughts,
    };
  };
  return {
    normalised,
    widened,
    attended,
    widen: placeDense(layout, widen, first),
    keys: placeDense(layout, keys, first),
    values: placeDense(layout, values, first),
    blocks: blocks.map(place),
    output: placeDense(layout, output, normalised),
  };
}

function takeRoom(layout: MemoryLayout, { width, closerWidth, inner, reach }: NetworkShape) {
  const begin = layout.end;
  const rows = (numbers: number): number => layout.take(TOGETHER * numbers * FLOAT);
  const room = {
    near: layout.take(MOST_ROWS * FLOAT),
    keys: layout.take(MOST_ROWS * closerWidth * FLOAT),
    values: layout.take(MOST_ROWS * closerWidth * FLOAT),
    places: rows(1),
    list: rows(1),
    row: rows(closerWidth),
    more: rows(closerWidth),
    attended: rows(closerWidth),
    thoughts: rows(inner),
    rounded: layout.take(TOGETHER * Math.max(width, closerWidth, inner) * SHORT),
    scores: layout.take((2 * reach + 1 + 4) * FLOAT),
    output: rows(NETWORK_COLUMNS),
  };
  return { begin, ...room, end: layout.end };
}
