/** The learned weights as a file. */
import { readColumn } from './read-column';
import { MOST_LABELS, MOST_WEIGHT, type TaggerModel, WEIGHT_STEP, WeightTable, weightEntry } from './tagger-model';

/** One feature's weights that are not zero. */
export interface ModelRow {
  readonly feature: number;
  readonly weights: readonly { readonly label: number; readonly weight: number }[];
}

const MAGIC = 0x54_49_48_50;
const VERSION = 3;
/** Bytes of the header: six words. */
const HEADER = 24;
const LEAST_INT32 = -(2 ** 31);

/** A weight as it is kept: in units of `WEIGHT_STEP`. */
export function quantise(weight: number): number {
  return Math.max(-MOST_WEIGHT, Math.min(MOST_WEIGHT, Math.round(weight / WEIGHT_STEP)));
}

/**
 * Writes a model, everything little-endian: magic, version, bytes of the label names, features, bytes of their ids, weights (uint32 each), label
 * names; then in columns, each of one kind, which is read fast and packs well: transitions (float32), features, weights (int8, in units of
 * `WEIGHT_STEP`), weights of each feature (uint8), label of each weight (uint8).
 *
 * Features with the most weights come first: they are the frequent ones, which thus lie together in memory. Those with as many weights rise;
 * what is kept is by how much, from the smallest int32 on, in LEB128.
 */
export function encodeModel(labels: readonly string[], transitions: ArrayLike<number>, rows: readonly ModelRow[]): Buffer {
  const names = Buffer.from(labels.join('\n'), 'utf8');
  const sorted = [...rows].sort((a, b) => b.weights.length - a.weights.length || a.feature - b.feature);
  const weights = sorted.flatMap((row) => row.weights);
  const ids = encodeIds(sorted);
  const header = Buffer.alloc(HEADER);
  for (const [at, word] of [MAGIC, VERSION, names.length, sorted.length, ids.length, weights.length].entries())
    header.writeUInt32LE(word, at * 4);
  const floats = Buffer.alloc(transitions.length * 4);
  for (let index = 0; index < transitions.length; index += 1) floats.writeFloatLE(transitions[index] ?? 0, index * 4);
  return Buffer.concat([
    header,
    names,
    floats,
    ids,
    Uint8Array.from(weights, ({ weight }) => quantise(weight)),
    Uint8Array.from(sorted, (row) => row.weights.length),
    Uint8Array.from(weights, ({ label }) => label),
  ]);
}

function encodeIds(rows: readonly ModelRow[]): Buffer {
  const bytes: number[] = [];
  for (const [index, { feature, weights }] of rows.entries()) {
    const before = rows[index - 1];
    let step = feature - (before?.weights.length === weights.length ? before.feature : LEAST_INT32);
    for (; step >= 128; step = Math.floor(step / 128)) bytes.push((step % 128) + 128);
    bytes.push(step);
  }
  return Buffer.from(bytes);
}

/** Reads the ids of features by the numbers of their weights. */
function decodeIds(bytes: Uint8Array, counts: Uint8Array): Int32Array {
  const ids = new Int32Array(counts.length);
  let at = 0;
  for (let index = 0; index < ids.length; index += 1) {
    let step = 0;
    let bits = 0;
    for (; (bytes[at] as number) >= 128; at += 1, bits += 7) step |= ((bytes[at] as number) - 128) << bits;
    step |= (bytes[at] ?? 0) << bits;
    at += 1;
    const isFirst = index === 0 || counts[index] !== counts[index - 1];
    // Steps of more than 31 bits are negative here; the array keeps the sum's lower 32 bits, which are right.
    ids[index] = step + (isFirst ? LEAST_INT32 : (ids[index - 1] as number));
  }
  if (at !== bytes.length) throw new Error('the tagger model has ids of no feature');
  return ids;
}

interface Columns {
  readonly labels: readonly string[];
  readonly transitions: Float32Array;
  readonly features: Int32Array;
  readonly weights: Int8Array;
  readonly counts: Uint8Array;
  readonly weightLabels: Uint8Array;
}

function readColumns(buffer: Buffer): Columns {
  if (buffer.length < HEADER || buffer.readUInt32LE(0) !== MAGIC || buffer.readUInt32LE(4) !== VERSION)
    throw new Error('not a tagger model of this version');
  const [nameBytes = 0, count = 0, idBytes = 0, total = 0] = [8, 12, 16, 20].map((at) => buffer.readUInt32LE(at));
  const labels = buffer.toString('utf8', HEADER, HEADER + nameBytes).split('\n');
  if (labels.length > MOST_LABELS) throw new Error('the tagger model has too many labels');
  const cells = labels.length ** 2;
  if (buffer.length !== HEADER + nameBytes + cells * 4 + idBytes + count + total * 2)
    throw new Error('the tagger model is cut off');
  let at = HEADER + nameBytes;
  const next = (length: number, width: 1 | 4): ArrayBuffer => {
    const start = at;
    at += length * width;
    return readColumn(buffer, { start, length, width });
  };
  const transitions = new Float32Array(next(cells, 4));
  const ids = new Uint8Array(next(idBytes, 1));
  const weights = new Int8Array(next(total, 1));
  const counts = new Uint8Array(next(count, 1));
  return { labels, transitions, features: decodeIds(ids, counts), weights, counts, weightLabels: new Uint8Array(next(total, 1)) };
}

/** How many features have more weights than fit beside them. */
function countRows(counts: Uint8Array): number {
  let rows = 0;
  for (let index = 0; index < counts.length; index += 1) rows += (counts[index] as number) > 2 ? 1 : 0;
  return rows;
}

/**
 * Reads a model.
 *
 * @throws Error when the bytes are none
 */
export function decodeModel(buffer: Buffer): TaggerModel {
  const { labels, transitions, features, weights, counts, weightLabels } = readColumns(buffer);
  const table = new WeightTable(features.length, countRows(counts));
  const entries = new Int32Array(MOST_LABELS);
  let at = 0;
  for (let index = 0; index < features.length; index += 1) {
    const end = at + (counts[index] as number);
    if (end - at > MOST_LABELS) throw new Error('the tagger model has too many weights of one feature');
    let count = 0;
    for (; at < end; at += 1) {
      const label = weightLabels[at] ?? labels.length;
      if (label >= labels.length) throw new Error('the tagger model has a weight of no label');
      const weight = weights[at] as number;
      entries[count] = weightEntry(label, weight);
      if (weight !== 0) count += 1;
    }
    table.add(features[index] as number, entries, count);
  }
  if (at !== weights.length) throw new Error('the tagger model has weights of no feature');
  return { labels, transitions, table: table.table, rows: table.rows };
}
