import { NETWORK_COLUMNS, type NetworkModel, type NetworkShape } from '../../rules/learned/network-model';
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
import { Room } from './room';
import { type RowScale, scaleOfProducts, scaleOfRows, scalesOfAttention } from './whole-numbers';

/** Rows that are looked at together: so many that a matrix, once read, is used often, so few that all stays in the cache. */
const TOGETHER = 64;

/** Rows of keys that the kernel reads together; it may read so many beyond the last. */
const KEYS_TOGETHER = 16;

/** For what is made of all rows near, and of those that are looked at. */
type Rooms = Record<'near' | 'chosen', Room>;

/**
 * The closer look at some rows of a block: each is made wider, then goes through blocks, in which it attends to what the first convolutions
 * made of all rows near (keys and values, which all blocks share) and thinks it over, and gets a score for each label.
 */
export class CloserLook {
  private readonly kernel: NetworkKernel;
  private readonly shape: NetworkShape;
  private readonly first: FirstLook;
  private readonly weights: ReturnType<typeof placeWeights>;
  private readonly rooms: Rooms;
  private readonly places: ReturnType<typeof takePlaces>;

  /** @param first whose rows it looks at */
  constructor(layout: MemoryLayout, model: NetworkModel, layers: Layers, first: FirstLook) {
    this.kernel = first.kernel;
    this.shape = model;
    this.first = first;
    this.weights = placeWeights(layout, layers.closer, first.scale, model.heads);
    this.rooms = { near: new Room(layout, MOST_ROWS + KEYS_TOGETHER), chosen: new Room(layout, TOGETHER) };
    this.places = takePlaces(this.rooms, model);
  }

  /**
   * Looks at rows of the block that the first look has just seen.
   *
   * @param chosen numbers of rows, which rise; all were asked for
   * @param length rows of the block
   * @param scores takes `NETWORK_COLUMNS` numbers for each of the rows, one after the other
   */
  look(chosen: Int32Array, length: number, scores: Float32Array): void {
    const { kernel, places, shape } = this;
    this.rooms.near.use(length + 1);
    this.rooms.chosen.use(Math.min(chosen.length, TOGETHER));
    this.placeContext(this.list(places.near, rowsNear(chosen, shape.reach, length)));
    for (let begin = 0; begin < chosen.length; begin += TOGETHER) {
      const rows = chosen.subarray(begin, begin + TOGETHER);
      this.lookAt(rows, length);
      const found = new Float32Array(kernel.memory.buffer, places.output, rows.length * NETWORK_COLUMNS);
      scores.set(found, begin * NETWORK_COLUMNS);
    }
  }

  /** Empties what depends on a text. */
  clear(): void {
    this.rooms.near.clear(this.kernel.memory.buffer);
    this.rooms.chosen.clear(this.kernel.memory.buffer);
  }

  /** Makes keys and values of what is near. */
  private placeContext(near: ListedRows): void {
    const { kernel, weights, places, first, shape } = this;
    const width = shape.closerWidth;
    multiply(kernel, weights.keys, near, { input: first.context, output: places.context });
    kernel.packKeys(places.context, width, near.list, near.count, weights.scores.key, places.keys.place, places.keys.spread);
    multiply(kernel, weights.values, near, { input: first.context, output: places.context });
    kernel.packValues(places.context, width, near.list, near.count, weights.attended.scale, places.values);
  }

  /** Leaves the scores of at most `TOGETHER` rows in `places.output`. */
  private lookAt(chosen: Int32Array, length: number): void {
    const { kernel, weights, places, first, shape } = this;
    const { width, closerWidth } = shape;
    const bytes = new Uint8Array(kernel.memory.buffer);
    for (const [index, row] of chosen.entries()) {
      const from = first.rounded + row * width * SHORT;
      bytes.copyWithin(places.rounded + index * width * SHORT, from, from + width * SHORT);
    }
    const attending = this.list(places.chosen, chosen);
    // What is looked at lies together, row by row.
    const rows = this.list(
      places.list,
      chosen.map((_, index) => index),
    );
    multiply(kernel, weights.widen, rows, { input: places.rounded, output: places.row });
    this.round(places.row, rows.count * closerWidth, weights.widened.scale);
    for (const block of weights.blocks) {
      multiply(kernel, block.query, rows, { input: places.rounded, output: places.more });
      this.attend(block.distances, attending, length);
      this.add(block.attention, rows);
      multiply(kernel, block.inner, rows, { input: places.rounded, output: places.thoughts, rectify: true });
      this.round(places.thoughts, rows.count * shape.inner, block.thoughts.scale);
      this.addSparse(block.outer, rows);
    }
    multiply(kernel, weights.output, rows, { input: places.rounded, output: places.output });
  }

  private round(values: number, count: number, scale: number): void {
    this.kernel.roundAll(values, count, this.places.rounded, scale);
  }

  /** Leaves in `places.rounded` what the chosen rows attend to, whose queries are in `places.more`. */
  private attend(distances: number, chosen: ListedRows, length: number): void {
    const { kernel, weights, places, shape } = this;
    const { closerWidth, heads, reach } = shape;
    const { query, key } = weights.scores;
    kernel.roundAll(places.more, chosen.count * closerWidth, places.queries, query);
    kernel.attend(
      places.queries,
      chosen.list,
      chosen.count,
      places.keys.place,
      places.keys.spread,
      1 / (query * key),
      places.values,
      length,
      closerWidth,
      heads,
      distances,
      reach,
      places.scores,
      places.rounded,
    );
  }

  /** Adds a layer's products to the rows and normalises them. */
  private add(layer: PlacedLayer, rows: ListedRows): void {
    multiply(this.kernel, layer, rows, { input: this.places.rounded, output: this.places.more });
    this.addMore(layer.normalisation, rows);
  }

  /** The same for a layer whose input is mostly zeros: of what is within a block 19 numbers in 20 are. */
  private addSparse(layer: PlacedLayer, rows: ListedRows): void {
    const { rounded, more, nonzero } = this.places;
    multiplySparse(this.kernel, layer, rows, { input: rounded, output: more, places: nonzero });
    this.addMore(layer.normalisation, rows);
  }

  private addMore({ gain, shift, width }: PlacedNormalisation, rows: ListedRows): void {
    const { kernel, places, weights } = this;
    kernel.addAndNormalise(
      places.row,
      places.more,
      gain,
      shift,
      width,
      rows.list,
      rows.count,
      places.rounded,
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

function takePlaces({ near, chosen }: Rooms, { width, closerWidth, inner, reach }: NetworkShape) {
  return {
    near: near.take(FLOAT),
    // Keys or values before they are rounded, and packed.
    context: near.take(closerWidth * FLOAT),
    keys: near.takeStrips(closerWidth / 2, 2 * SHORT),
    values: near.take(closerWidth * SHORT),
    chosen: chosen.take(FLOAT),
    list: chosen.take(FLOAT),
    row: chosen.take(closerWidth * FLOAT),
    more: chosen.take(closerWidth * FLOAT),
    queries: chosen.take(closerWidth * SHORT),
    thoughts: chosen.take(inner * FLOAT),
    rounded: chosen.take(Math.max(width, closerWidth, inner) * SHORT),
    nonzero: chosen.take((inner / 2 + 1) * FLOAT),
    scores: chosen.takeFixed((2 * reach + 18) * FLOAT),
    output: chosen.take(NETWORK_COLUMNS * FLOAT),
  };
}
