/** The learned weights as a file. */
import { readColumn } from './read-column';
import { MOST_LABELS, MOST_WEIGHT, type TaggerModel, WEIGHT_STEP, WeightTable, weightEntry } from './tagger-model';

/** One feature's weights that are not zero. */
export interface ModelRow {
  readonly feature: number;
  readonly weights: readonly { readonly label: number; readonly weight: number }[];
}

const MAGIC = 0x54_49_48_50;
const VERSION = 2;
/** Weights are kept as whole numbers of this size. */
const STEP = 1 / 256;
/** Bytes of the header: five words. */
const HEADER = 20;

/** A weight as it is kept. */
export function quantise(weight: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(weight / STEP)));
}

/**
 * Writes a model, everything little-endian: magic, version, bytes of the label names, features, weights (uint32 each), label names; then in
 * columns, each of one kind, which is read fast: transitions (float32), features (int32), weights (int16, 1/256), weights of each feature
 * (uint8), label of each weight (uint8). Features with the most weights come first: they are the frequent ones, which thus lie together in
 * memory.
 */
export function encodeModel(labels: readonly string[], transitions: ArrayLike<number>, rows: readonly ModelRow[]): Buffer {
  const names = Buffer.from(labels.join('\n'), 'utf8');
  const sorted = [...rows].sort((a, b) => b.weights.length - a.weights.length || a.feature - b.feature);
  const weights = sorted.flatMap((row) => row.weights);
  const buffer = Buffer.alloc(HEADER + names.length + transitions.length * 4 + sorted.length * 5 + weights.length * 3);
  let at = 0;
  for (const word of [MAGIC, VERSION, names.length, sorted.length, weights.length]) at = buffer.writeUInt32LE(word, at);
  at += names.copy(buffer, at);
  for (let index = 0; index < transitions.length; index += 1) at = buffer.writeFloatLE(transitions[index] ?? 0, at);
  for (const { feature } of sorted) at = buffer.writeInt32LE(feature, at);
  for (const { weight } of weights) at = buffer.writeInt16LE(quantise(weight), at);
  for (const row of sorted) at = buffer.writeUInt8(row.weights.length, at);
  for (const { label } of weights) at = buffer.writeUInt8(label, at);
  return buffer;
}

interface Columns {
  readonly labels: readonly string[];
  readonly transitions: Float32Array;
  readonly features: Int32Array;
  readonly weights: Int16Array;
  readonly counts: Uint8Array;
  readonly weightLabels: Uint8Array;
}

function readColumns(buffer: Buffer): Columns {
  if (buffer.length < HEADER || buffer.readUInt32LE(0) !== MAGIC || buffer.readUInt32LE(4) !== VERSION)
    throw new Error('not a tagger model of this version');
  const nameBytes = buffer.readUInt32LE(8);
  const count = buffer.readUInt32LE(12);
  const total = buffer.readUInt32LE(16);
  const labels = buffer.toString('utf8', HEADER, HEADER + nameBytes).split('\n');
  if (labels.length > MOST_LABELS) throw new Error('the tagger model has too many labels');
  const cells = labels.length ** 2;
  if (buffer.length !== HEADER + nameBytes + cells * 4 + count * 5 + total * 3) throw new Error('the tagger model is cut off');
  let at = HEADER + nameBytes;
  const next = (length: number, width: 1 | 2 | 4): ArrayBuffer => {
    const start = at;
    at += length * width;
    return readColumn(buffer, { start, length, width });
  };
  return {
    labels,
    transitions: new Float32Array(next(cells, 4)),
    features: new Int32Array(next(count, 4)),
    weights: new Int16Array(next(total, 2)),
    counts: new Uint8Array(next(count, 1)),
    weightLabels: new Uint8Array(next(total, 1)),
  };
}

/**
 * Reads a model.
 *
 * @throws Error when the bytes are none
 */
export function decodeModel(buffer: Buffer): TaggerModel {
  const { labels, transitions, features, weights, counts, weightLabels } = readColumns(buffer);
  const table = new WeightTable(features.length);
  const entries = new Int32Array(MOST_LABELS);
  let at = 0;
  for (let index = 0; index < features.length; index += 1) {
    let count = 0;
    for (const end = at + (counts[index] as number); at < end; at += 1) {
      const label = weightLabels[at] ?? labels.length;
      if (label >= labels.length || count === MOST_LABELS) throw new Error('the tagger model has a weight of no label');
      const weight = inUnits(weights[at] as number);
      if (weight === 0) continue;
      entries[count] = weightEntry(label, weight);
      count += 1;
    }
    table.add(features[index] as number, entries, count);
  }
  if (at !== weights.length) throw new Error('the tagger model has weights of no feature');
  return { labels, transitions, table: table.table, rows: table.rows };
}

/** A weight of the file in the units of memory. */
function inUnits(weight: number): number {
  return Math.max(-MOST_WEIGHT, Math.min(MOST_WEIGHT, Math.round((weight * STEP) / WEIGHT_STEP)));
}
