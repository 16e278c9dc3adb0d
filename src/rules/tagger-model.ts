/** The learned weights, as a file and in memory. */

/**
 * Plain data, so that a rule set can be sent to a thread. Packed for few cache misses: looking up features is most of the tagger's
 * work, and most features of a text are not in the model.
 */
export interface TaggerModel {
  /** Names of labels in the order of the weights. */
  readonly labels: readonly string[];
  /** `labels × labels`, row = label before. */
  readonly transitions: Float32Array;
  /** Open-addressing table: pairs of a feature id and its row plus one, 0 for an empty place. Its length is a power of two. */
  readonly table: Int32Array;
  /**
   * Rows of weights, `rowLength(labels)` words each: two labels to a word, in 16 bits each, a weight in units of `WEIGHT_STEP` plus
   * `WEIGHT_BIAS`, which keeps it above zero. So one addition adds two weights, and sums of `MOST_ROWS` rows do not run over. The last word
   * of a row is 1: it counts the rows in a sum.
   */
  readonly rows: Int32Array;
}

/** One feature's weights that are not zero. */
export interface ModelRow {
  readonly feature: number;
  readonly weights: readonly { readonly label: number; readonly weight: number }[];
}

const MAGIC = 0x54_49_48_50;
const VERSION = 1;
/** Weights are kept as whole numbers of this size. */
const STEP = 1 / 256;
/** Size of one unit of a weight in memory. */
export const WEIGHT_STEP = 1 / 32;
export const WEIGHT_BIAS = 256;
/** Most rows that may be added up: 128 times twice the bias fits into 16 bits. */
export const MOST_ROWS = 127;

/** Words of a row. */
export function rowLength(labels: number): number {
  return Math.ceil(labels / 2) + 1;
}

/** Most labels that a model can have. */
export const MOST_LABELS = 32;

function placeOf(feature: number, mask: number): number {
  return (feature ^ (feature >>> 15)) & mask;
}

/** Where a feature's row begins; -1 for a feature that the model lacks. */
export function findRow({ table }: TaggerModel, feature: number): number {
  const mask = table.length / 2 - 1;
  for (let at = placeOf(feature, mask); ; at = (at + 1) & mask) {
    const found = table[at * 2 + 1] as number;
    if (found === 0 || table[at * 2] === feature) return found - 1;
  }
}

/** At most this share of the table's places is taken. */
const FULLEST = 0.7;

function emptyTable(features: number): Int32Array {
  let size = 16;
  while (size * FULLEST < features) size *= 2;
  return new Int32Array(size * 2);
}

function enter(table: Int32Array, feature: number, row: number): void {
  const mask = table.length / 2 - 1;
  let at = placeOf(feature, mask);
  while (table[at * 2 + 1] !== 0) at = (at + 1) & mask;
  table[at * 2] = feature;
  table[at * 2 + 1] = row + 1;
}

/**
 * Writes a model: magic and version, label names, transitions (float32), then the features in rising order, each with the number of its
 * weights, label and weight (int16, 1/256).
 */
export function encodeModel(labels: readonly string[], transitions: ArrayLike<number>, rows: readonly ModelRow[]): Buffer {
  const names = Buffer.from(labels.join('\n'), 'utf8');
  const sorted = [...rows].sort((a, b) => a.feature - b.feature);
  const total = sorted.reduce((sum, row) => sum + row.weights.length, 0);
  const buffer = Buffer.alloc(20 + names.length + transitions.length * 4 + sorted.length * 5 + total * 3);
  let at = 0;
  for (const word of [MAGIC, VERSION, names.length, sorted.length, total]) at = buffer.writeUInt32LE(word, at);
  at += names.copy(buffer, at);
  for (let index = 0; index < transitions.length; index += 1) at = buffer.writeFloatLE(transitions[index] ?? 0, at);
  for (const { feature, weights } of sorted) {
    at = buffer.writeInt32LE(feature, at);
    at = buffer.writeUInt8(weights.length, at);
    for (const { label, weight } of weights) {
      at = buffer.writeUInt8(label, at);
      at = buffer.writeInt16LE(quantise(weight), at);
    }
  }
  return buffer;
}

/** A weight as it is kept. */
export function quantise(weight: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(weight / STEP)));
}

/**
 * Reads a model.
 *
 * @throws Error when the bytes are none
 */
export function decodeModel(buffer: Buffer): TaggerModel {
  if (buffer.length < 20 || buffer.readUInt32LE(0) !== MAGIC || buffer.readUInt32LE(4) !== VERSION)
    throw new Error('not a tagger model of this version');
  const nameBytes = buffer.readUInt32LE(8);
  const count = buffer.readUInt32LE(12);
  const total = buffer.readUInt32LE(16);
  const labels = buffer.toString('utf8', 20, 20 + nameBytes).split('\n');
  if (labels.length > MOST_LABELS) throw new Error('the tagger model has too many labels');
  const cells = labels.length ** 2;
  if (buffer.length !== 20 + nameBytes + cells * 4 + count * 5 + total * 3) throw new Error('the tagger model is cut off');
  let at = 20 + nameBytes;
  const transitions = Float32Array.from({ length: cells }, (_, index) => buffer.readFloatLE(at + index * 4));
  at += cells * 4;
  const table = emptyTable(count);
  const length = rowLength(labels.length);
  const rows = new Int32Array(count * length);
  const weights = new Int32Array(labels.length);
  for (let index = 0; index < count; index += 1) {
    enter(table, buffer.readInt32LE(at), index * length);
    const kept = buffer.readUInt8(at + 4);
    at += 5;
    weights.fill(0);
    for (let weight = 0; weight < kept; weight += 1, at += 3)
      weights[buffer.readUInt8(at)] = Math.round((buffer.readInt16LE(at + 1) * STEP) / WEIGHT_STEP);
    packRow(weights, rows, index * length);
  }
  return { labels, transitions, table, rows };
}

function packRow(weights: Int32Array, rows: Int32Array, to: number): void {
  const lane = (label: number): number => Math.max(1 - WEIGHT_BIAS, Math.min(WEIGHT_BIAS - 1, weights[label] ?? 0)) + WEIGHT_BIAS;
  const words = rowLength(weights.length) - 1;
  for (let word = 0; word < words; word += 1) rows[to + word] = lane(2 * word) | (lane(2 * word + 1) << 16);
  rows[to + words] = 1;
}

/** The weight sums of labels out of a sum of rows, in units of `WEIGHT_STEP`. */
export function unpackSums(packed: Int32Array, sums: Int32Array): void {
  const bias = (packed[rowLength(sums.length) - 1] as number) * WEIGHT_BIAS;
  for (let label = 0; label < sums.length; label += 1) {
    const word = packed[label >> 1] as number;
    sums[label] = ((label & 1) === 0 ? word & 0xffff : word >>> 16) - bias;
  }
}
