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
   * bit 1 and from bit 15 on), an even one is twice the place in `rows` where the feature's row begins. The length is a power of two.
   */
  readonly table: Int32Array;
  /** Rows of `sumLength(labels)` words, packed like a sum; the first is of no feature. */
  readonly rows: Int32Array;
}

/** Size of one unit of a weight in memory. */
export const WEIGHT_STEP = 1 / 32;
/** Largest weight in those units: sums of 127 such weights, more than a token has features, fit into 16 bits. */
export const MOST_WEIGHT = 255;
/** Most labels that a model can have. */
export const MOST_LABELS = 32;

/** A label and its weight in units of `WEIGHT_STEP`, as one number of 14 bits. */
export function weightEntry(label: number, weight: number): number {
  return (label << 9) | (weight + 256);
}

const NO_WEIGHT = weightEntry(0, 0);
const ENTRY_BITS = 0x3fff;

/** Words of a sum: two labels to a word, so that one addition adds two sums. */
export function sumLength(labels: number): number {
  return Math.ceil(labels / 2);
}

/** Adds an entry's weight to its label's half of a word of `sums`, a sum that begins at `to`. */
function addEntry(sums: Int32Array, to: number, entry: number): void {
  const word = to + (entry >> 10);
  sums[word] = ((sums[word] as number) + (((entry & 511) - 256) << ((entry >> 5) & 16))) | 0;
}

/** Feature ids: the first `length` numbers of a buffer that is used again and again. */
export interface FeatureBuffer {
  readonly buffer: Int32Array;
  readonly length: number;
}

/** Adds the weights of features to the sum that begins at `to`; features that the model lacks add nothing. */
export function addWeights(model: TaggerModel, features: FeatureBuffer, sums: Int32Array, to: number): void {
  const { table, rows } = model;
  const length = sumLength(model.labels.length);
  const { buffer, length: count } = features;
  for (let index = 0; index < count; index += 1) {
    const found = findFeature(table, buffer[index] as number);
    if ((found & 1) === 1) {
      addEntry(sums, to, (found >> 1) & ENTRY_BITS);
      addEntry(sums, to, found >> 15);
    } else if (found !== 0) {
      const row = found >> 1;
      for (let word = 0; word < length; word += 1)
        sums[to + word] = ((sums[to + word] as number) + (rows[row + word] as number)) | 0;
    }
  }
}

/** The sums of labels out of a packed sum, in units of `WEIGHT_STEP`. A negative lower half has borrowed one from the upper. */
export function unpackSums(packed: Int32Array, sums: Int32Array): void {
  for (let label = 0; label < sums.length; label += 1) {
    const word = packed[label >> 1] as number;
    sums[label] = (label & 1) === 0 ? (word << 16) >> 16 : (word - ((word << 16) >> 16)) >> 16;
  }
}

function placeOf(feature: number, mask: number): number {
  return (feature ^ (feature >>> 15)) & mask;
}

/** What the table holds for a feature, 0 for a feature that it lacks. */
export function findFeature(table: Int32Array, feature: number): number {
  const mask = table.length / 2 - 1;
  for (let at = placeOf(feature, mask); ; at = (at + 1) & mask) {
    const found = table[at * 2 + 1] as number;
    if (found === 0 || table[at * 2] === feature) return found;
  }
}

/** At most this share of the table's places is taken. */
const FULLEST = 0.7;

/** Collects the weights of a model, feature by feature. */
export class WeightTable {
  readonly table: Int32Array;
  private readonly length: number;
  private packed: Int32Array;
  private end: number;

  /** @param features how many will be added at most */
  constructor(features: number, labels: number) {
    let size = 16;
    while (size * FULLEST < features) size *= 2;
    this.table = new Int32Array(size * 2);
    this.length = sumLength(labels);
    this.packed = new Int32Array(this.length * 1024);
    this.end = this.length;
  }

  get rows(): Int32Array {
    return this.packed.slice(0, this.end);
  }

  /** Adds a feature that the table lacks. */
  add(feature: number, entries: readonly number[]): void {
    if (entries.length === 0) return;
    const { table } = this;
    const mask = table.length / 2 - 1;
    let at = placeOf(feature, mask);
    while (table[at * 2 + 1] !== 0) at = (at + 1) & mask;
    table[at * 2] = feature;
    table[at * 2 + 1] = entries.length <= 2 ? inPlace(entries) : 2 * this.addRow(entries);
  }

  /** Returns where the row begins. */
  private addRow(entries: readonly number[]): number {
    const begin = this.end;
    this.end += this.length;
    if (this.end > this.packed.length) {
      const larger = new Int32Array(this.packed.length * 2);
      larger.set(this.packed);
      this.packed = larger;
    }
    for (const entry of entries) addEntry(this.packed, begin, entry);
    return begin;
  }
}

function inPlace([first = NO_WEIGHT, second = NO_WEIGHT]: readonly number[]): number {
  return 1 | (first << 1) | (second << 15);
}
