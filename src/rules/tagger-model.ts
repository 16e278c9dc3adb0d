/** The learned weights in memory; `tagger-model-file.ts` reads and writes them. */

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

/** A table without features, large enough for so many. */
export function emptyTable(features: number): Int32Array {
  let size = 16;
  while (size * FULLEST < features) size *= 2;
  return new Int32Array(size * 2);
}

/** Enters a feature that the table lacks. */
export function enterFeature(table: Int32Array, feature: number, row: number): void {
  const mask = table.length / 2 - 1;
  let at = placeOf(feature, mask);
  while (table[at * 2 + 1] !== 0) at = (at + 1) & mask;
  table[at * 2] = feature;
  table[at * 2 + 1] = row + 1;
}

/** The weight sums of labels out of a sum of rows, in units of `WEIGHT_STEP`. */
export function unpackSums(packed: Int32Array, sums: Int32Array): void {
  const bias = (packed[rowLength(sums.length) - 1] as number) * WEIGHT_BIAS;
  for (let label = 0; label < sums.length; label += 1) {
    const word = packed[label >> 1] as number;
    sums[label] = ((label & 1) === 0 ? word & 0xffff : word >>> 16) - bias;
  }
}
