import { findRow, rowLength, type TaggerModel, unpackSums } from '../../rules/tagger-model';
import { type FeatureWriter, REACH } from './features';
import type { WordFacts } from './word-facts';

const WINDOW = 2 * REACH + 1;

/** Sums of common words: derived from the model alone, and words of a public list, so that keeping them is pure and tells nothing. */
const commonSums = new WeakMap<TaggerModel, Map<WordFacts, Int32Array>>();

function commonSumsOf(model: TaggerModel): Map<WordFacts, Int32Array> {
  const known = commonSums.get(model) ?? new Map<WordFacts, Int32Array>();
  commonSums.set(model, known);
  return known;
}

/** Sums the weights of a token's features. What single words give is summed once for each distinct word. */
export class EmissionSums {
  private readonly model: TaggerModel;
  private readonly writer: FeatureWriter;
  private readonly length: number;
  private readonly packed: Int32Array;
  private readonly sums: Int32Array;
  private readonly ofCommon: Map<WordFacts, Int32Array>;
  private readonly ofWords = new Map<WordFacts, Int32Array>();

  constructor(model: TaggerModel, writer: FeatureWriter) {
    this.model = model;
    this.writer = writer;
    this.length = rowLength(model.labels.length);
    this.packed = new Int32Array(this.length);
    this.sums = new Int32Array(model.labels.length);
    this.ofCommon = commonSumsOf(model);
  }

  /** A token's score for each label, in units of `WEIGHT_STEP`; overwritten by the next call. */
  of(token: number): Int32Array {
    const { packed, length, writer } = this;
    packed.fill(0);
    for (let offset = -REACH; offset <= REACH; offset += 1) {
      const own = this.ofWord(writer.fact(token + offset));
      const from = (offset + REACH) * length;
      for (let word = 0; word < length; word += 1) packed[word] = ((packed[word] as number) + (own[from + word] as number)) | 0;
    }
    this.addFeatures(writer.writeContext(token), packed, 0);
    unpackSums(packed, this.sums);
    return this.sums;
  }

  private ofWord(facts: WordFacts): Int32Array {
    const words = facts.isCommon ? this.ofCommon : this.ofWords;
    const known = words.get(facts);
    if (known !== undefined) return known;
    const packed = new Int32Array(WINDOW * this.length);
    for (let offset = -REACH; offset <= REACH; offset += 1) {
      this.addFeatures(this.writer.writeOwn(facts, offset), packed, (offset + REACH) * this.length);
    }
    words.set(facts, packed);
    return packed;
  }

  /** Adds the rows of the features in the writer's buffer to the sum that begins at `to`. */
  private addFeatures(count: number, packed: Int32Array, to: number): void {
    const { model, writer, length } = this;
    const { rows } = model;
    for (let index = 0; index < count; index += 1) {
      const row = findRow(model, writer.buffer[index] as number);
      if (row < 0) continue;
      for (let word = 0; word < length; word += 1)
        packed[to + word] = ((packed[to + word] as number) + (rows[row + word] as number)) | 0;
    }
  }
}
