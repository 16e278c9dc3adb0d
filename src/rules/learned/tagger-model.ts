/** The learned weights in memory; `tagger-model-file.ts` reads and writes them. */

/**
 * Plain data, so that a rule set can be sent to a thread. Packed for few cache misses: looking up features is most of the tagger's
 * work. Four features of five have weights for one or two labels only, which fit beside the feature; the frequent ones have most of them.
 */
export interface TaggerModel {
  /** Names of labels in the order of the weights. */
  readonly labels: readonly string[];
  /** `labels × labels`, row = label before. */
  readonly transitions: Float32Array;
  /**
   * Open-addressing table: pairs of a feature id and its weights, 0 for an empty place. An odd number holds two entries (`weightEntry`, from
   * bit 1 and from bit 15 on), an even one is twice the number of the feature's row. The length is a power of two.
   */
  readonly table: Int32Array;
  /** Rows of `MOST_LABELS` weights, in units of `WEIGHT_STEP`; the first is of no feature. */
  readonly rows: Int8Array;
}

/** Size of one unit of a weight in memory. */
export const WEIGHT_STEP = 1 / 32;
/** Largest weight in those units: it fits into a byte, and sums of 127 such weights, more than a token has features, into two. */
export const MOST_WEIGHT = 127;
/** Most labels that a model can have; 32 bytes of weights, which are read at once. */
export const MOST_LABELS = 32;

/** A label and its weight in units of `WEIGHT_STEP`, as one number of 14 bits. */
export function weightEntry(label: number, weight: number): number {
  return (label << 9) | (weight + 256);
}

const NO_WEIGHT = weightEntry(0, 0);

/** How far right a feature's id is shifted to give its first place in the table: ids that rise have places that rise, so that a model is read fast. */
function shiftFor(table: Int32Array): number {
  return Math.clz32(table.length / 2 - 1);
}

/** What the table holds for a feature, 0 for a feature that it lacks. */
export function findFeature(table: Int32Array, feature: number): number {
  const mask = table.length / 2 - 1;
  for (let at = feature >>> shiftFor(table); ; at = (at + 1) & mask) {
    const found = table[at * 2 + 1] as number;
    if (found === 0 || table[at * 2] === feature) return found;
  }
}

/** At most this share of the table's places is taken. */
const FULLEST = 0.7;

/** Collects the weights of a model, feature by feature. */
export class WeightTable {
  readonly table: Int32Array;
  /** As `TaggerModel.rows`. */
  readonly rows: Int8Array;
  private readonly mask: number;
  private readonly shift: number;
  private nextRow = 1;

  /**
   * @param features how many will be added at most
   * @param rows how many of them at most have more than two weights
   */
  constructor(features: number, rows: number) {
    let size = 16;
    while (size * FULLEST < features) size *= 2;
    this.table = new Int32Array(size * 2);
    this.mask = size - 1;
    this.shift = shiftFor(this.table);
    this.rows = new Int8Array((rows + 1) * MOST_LABELS);
  }

  /** Adds a feature that the table lacks, with the first `count` of the entries. */
  add(feature: number, entries: ArrayLike<number>, count: number): void {
    if (count === 0) return;
    const { table, mask } = this;
    let at = feature >>> this.shift;
    while (table[at * 2 + 1] !== 0) at = (at + 1) & mask;
    table[at * 2] = feature;
    table[at * 2 + 1] = count <= 2 ? inPlace(entries, count) : 2 * this.addRow(entries, count);
  }

  /** Returns the row's number. */
  private addRow(entries: ArrayLike<number>, count: number): number {
    const { rows, nextRow } = this;
    const begin = nextRow * MOST_LABELS;
    for (let index = 0; index < count; index += 1) {
      const entry = entries[index] as number;
      rows[begin + (entry >> 9)] = (entry & 511) - 256;
    }
    this.nextRow = nextRow + 1;
    return nextRow;
  }
}

function inPlace(entries: ArrayLike<number>, count: number): number {
  return 1 | ((entries[0] as number) << 1) | ((count === 1 ? NO_WEIGHT : (entries[1] as number)) << 15);
}
