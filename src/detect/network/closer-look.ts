import { NETWORK_COLUMNS, type NetworkModel, type NetworkShape } from '../../rules/network-model';
import type { MemoryLayout } from '../webassembly';
import { type FirstLook, MOST_ROWS, rowsNear } from './first-look';
import type { NetworkKernel } from './kernel';
import type { Block, Layers } from './layers';
import {
  FLOAT,
  type ListedRows,
  multiply,
  multiplySparse,
  type PlacedLayer,
  type PlacedNormalisation,
  placeDense,
  placeLayer,
  SHORT,
} from './placed-layers';
import { type RowScale, scaleOfProducts, scaleOfRows, scalesOfAttention } from './whole-numbers';

/** Rows that are looked at together: so many that a matrix, once read, is used often, so few that all stays in the cache. */
const TOGETHER = 64;

/** Rows of keys that the kernel reads together; it may read so many beyond the last. */
const KEYS_TOGETHER = 16;
/** Bytes from two numbers of all keys to the next two. */
const SPREAD = (MOST_ROWS + KEYS_TOGETHER) * 2 * SHORT;

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
    this.weights = placeWeights(layout, layers.closer, first.scale, model.heads);
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
    const { kernel, room, shape } = this;
    this.isUsed = true;
    this.placeContext(this.list(room.near, rowsNear(chosen, shape.reach, length)));
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

  /** Makes keys and values of what is near. */
  private placeContext(near: ListedRows): void {
    const { kernel, weights, room, first, shape } = this;
    const width = shape.closerWidth;
    multiply(kernel, weights.keys, near, { input: first.context, output: room.context });
    kernel.packKeys(room.context, width, near.list, near.count, weights.scores.key, room.keys, SPREAD);
    multiply(kernel, weights.values, near, { input: first.context, output: room.context });
    kernel.packValues(room.context, width, near.list, near.count, weights.attended.scale, room.values);
  }

  /** Leaves the scores of at most `TOGETHER` rows in `room.output`. */
  private lookAt(chosen: Int32Array, length: number): void {
    const { kernel, weights, room, first, shape } = this;
    const { width, closerWidth } = shape;
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
    this.round(room.row, rows.count * closerWidth, weights.widened.scale);
    for (const block of weights.blocks) {
      multiply(kernel, block.query, rows, { input: room.rounded, output: room.more });
      this.attend(block.distances, places, length);
      this.add(block.attention, rows);
      multiply(kernel, block.inner, rows, { input: room.rounded, output: room.thoughts, rectify: true });
      this.round(room.thoughts, rows.count * shape.inner, block.thoughts.scale);
      this.addSparse(block.outer, rows);
    }
    multiply(kernel, weights.output, rows, { input: room.rounded, output: room.output });
  }

  private round(values: number, count: number, scale: number): void {
    this.kernel.roundAll(values, count, this.room.rounded, scale);
  }

  /** Leaves in `room.rounded` what rows at these places attend to, whose queries are in `room.more`. */
  private attend(distances: number, places: ListedRows, length: number): void {
    const { kernel, weights, room, shape } = this;
    const { closerWidth, heads, reach } = shape;
    const { query, key } = weights.scores;
    kernel.roundAll(room.more, places.count * closerWidth, room.queries, query);
    kernel.attend(
      room.queries,
      places.list,
      places.count,
      room.keys,
      SPREAD,
      1 / (query * key),
      room.values,
      length,
      closerWidth,
      heads,
      distances,
      reach,
      room.scores,
      room.rounded,
    );
  }

  /** Adds a layer's products to the rows and normalises them. */
  private add(layer: PlacedLayer, rows: ListedRows): void {
    multiply(this.kernel, layer, rows, { input: this.room.rounded, output: this.room.more });
    this.addMore(layer.normalisation, rows);
  }

  /** The same for a layer whose input is mostly zeros: of what is within a block 19 numbers in 20 are. */
  private addSparse(layer: PlacedLayer, rows: ListedRows): void {
    const { rounded, more, nonzero } = this.room;
    multiplySparse(this.kernel, layer, rows, { input: rounded, output: more, places: nonzero });
    this.addMore(layer.normalisation, rows);
  }

  private addMore({ gain, shift, width }: PlacedNormalisation, rows: ListedRows): void {
    const { kernel, room, weights } = this;
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

function placeWeights(layout: MemoryLayout, closer: Layers['closer'], first: RowScale, heads: number) {
  const { widen, keys, values, blocks, output } = closer;
  const normalised = scaleOfRows(blocks.flatMap((block) => [block.attention.normalisation, block.outer.normalisation]));
  const widened = scaleOfProducts(widen, first);
  // What attention makes is a mean of values.
  const attended = scaleOfProducts(values, first);
  const readBy = (index: number): RowScale => (index === 0 ? widened : normalised);
  const queries = blocks.map(({ query }, index) => ({ dense: query, input: readBy(index) }));
  const place = (block: Block, index: number) => {
    const thoughts = scaleOfProducts(block.inner, normalised);
    return {
      query: placeDense(layout, block.query, readBy(index)),
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
    scores: scalesOfAttention(queries, { dense: keys, input: first }, heads),
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
    // Keys or values before they are rounded, and packed: an even number of rows.
    context: layout.take((MOST_ROWS + 1) * closerWidth * FLOAT),
    keys: layout.take((closerWidth / 2) * SPREAD),
    values: layout.take((MOST_ROWS + 1) * closerWidth * SHORT),
    places: rows(1),
    list: rows(1),
    row: rows(closerWidth),
    more: rows(closerWidth),
    queries: layout.take(TOGETHER * closerWidth * SHORT),
    thoughts: rows(inner),
    rounded: layout.take(TOGETHER * Math.max(width, closerWidth, inner) * SHORT),
    nonzero: rows(inner / 2 + 1),
    scores: layout.take((2 * reach + 18) * FLOAT),
    output: rows(NETWORK_COLUMNS),
  };
  return { begin, ...room, end: layout.end };
}
