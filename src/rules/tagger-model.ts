/** The learned weights, as a file and in memory. */

/** Plain data, so that a rule set can be sent to a thread. */
export interface TaggerModel {
  /** Names of labels in the order of the weights. */
  readonly labels: readonly string[];
  /** `labels × labels`, row = label before. */
  readonly transitions: Float32Array;
  /** Open-addressing table of feature ids; its length is a power of two. */
  readonly tableKeys: Int32Array;
  /** Row of the feature in the same place of `tableKeys`, plus one; 0 is an empty place. */
  readonly tableRows: Int32Array;
  /** Weights of row `r` stand from `rowStarts[r]` to `rowStarts[r + 1]`. */
  readonly rowStarts: Int32Array;
  readonly rowLabels: Uint8Array;
  readonly rowWeights: Float32Array;
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

/** Index of a feature's row, or -1. */
export function findRow(model: TaggerModel, feature: number): number {
  const { tableKeys, tableRows } = model;
  const mask = tableKeys.length - 1;
  let at = (feature ^ (feature >>> 15)) & mask;
  for (;;) {
    const row = tableRows[at] as number;
    if (row === 0) return -1;
    if (tableKeys[at] === feature) return row - 1;
    at = (at + 1) & mask;
  }
}

function buildTable(features: Int32Array): { tableKeys: Int32Array; tableRows: Int32Array } {
  let size = 16;
  while (size < features.length * 2) size *= 2;
  const tableKeys = new Int32Array(size);
  const tableRows = new Int32Array(size);
  features.forEach((feature, row) => {
    let at = (feature ^ (feature >>> 15)) & (size - 1);
    while (tableRows[at] !== 0) at = (at + 1) & (size - 1);
    tableKeys[at] = feature;
    tableRows[at] = row + 1;
  });
  return { tableKeys, tableRows };
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
  const cells = labels.length ** 2;
  if (buffer.length !== 20 + nameBytes + cells * 4 + count * 5 + total * 3) throw new Error('the tagger model is cut off');
  let at = 20 + nameBytes;
  const transitions = Float32Array.from({ length: cells }, (_, index) => buffer.readFloatLE(at + index * 4));
  at += cells * 4;
  const features = new Int32Array(count);
  const rowStarts = new Int32Array(count + 1);
  const rowLabels = new Uint8Array(total);
  const rowWeights = new Float32Array(total);
  let cell = 0;
  for (let row = 0; row < count; row += 1) {
    features[row] = buffer.readInt32LE(at);
    const weights = buffer.readUInt8(at + 4);
    at += 5;
    for (let index = 0; index < weights; index += 1, at += 3, cell += 1) {
      rowLabels[cell] = buffer.readUInt8(at);
      rowWeights[cell] = buffer.readInt16LE(at + 1) * STEP;
    }
    rowStarts[row + 1] = cell;
  }
  return { labels, transitions, ...buildTable(features), rowStarts, rowLabels, rowWeights };
}
