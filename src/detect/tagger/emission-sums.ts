import { findRow, MOST_LABELS, type TaggerModel, WEIGHT_BITS, WEIGHT_ZERO } from '../../rules/tagger-model';
import { type FeatureWriter, REACH } from './features';
import type { WordFacts } from './word-facts';

const VALUE = (1 << WEIGHT_BITS) - 1;
const WINDOW = 2 * REACH + 1;

/** Sums the weights of a token's features. What single words give is summed once for each distinct word. */
export class EmissionSums {
  private readonly model: TaggerModel;
  private readonly writer: FeatureWriter;
  private readonly labels: number;
  private readonly sums = new Int32Array(MOST_LABELS);
  private readonly ofWords = new Map<WordFacts, Int32Array>();

  constructor(model: TaggerModel, writer: FeatureWriter) {
    this.model = model;
    this.writer = writer;
    this.labels = model.labels.length;
  }

  /** A token's score for each label, in units of `WEIGHT_STEP`; overwritten by the next call. */
  of(token: number): Int32Array {
    const { sums, labels, writer } = this;
    sums.fill(0);
    for (let offset = -REACH; offset <= REACH; offset += 1) {
      const own = this.ofWord(writer.fact(token + offset));
      const from = (offset + REACH) * MOST_LABELS;
      for (let label = 0; label < labels; label += 1) sums[label] = (sums[label] as number) + (own[from + label] as number);
    }
    this.addFeatures(writer.writeContext(token), sums, 0);
    return sums;
  }

  private ofWord(facts: WordFacts): Int32Array {
    const known = this.ofWords.get(facts);
    if (known !== undefined) return known;
    const sums = new Int32Array(WINDOW * MOST_LABELS);
    for (let offset = -REACH; offset <= REACH; offset += 1) {
      this.addFeatures(this.writer.writeOwn(facts, offset), sums, (offset + REACH) * MOST_LABELS);
    }
    this.ofWords.set(facts, sums);
    return sums;
  }

  /** Adds the weights of the features in the writer's buffer to the sums that begin at `to`. */
  private addFeatures(count: number, sums: Int32Array, to: number): void {
    const { model, writer } = this;
    const { rows } = model;
    for (let index = 0; index < count; index += 1) {
      const row = findRow(model, writer.buffer[index] as number);
      if (row < 0) continue;
      const end = row + (rows[row] as number);
      for (let at = row + 1; at <= end; at += 1) {
        const weight = rows[at] as number;
        const label = to + (weight >>> WEIGHT_BITS);
        sums[label] = (sums[label] as number) + (weight & VALUE) - WEIGHT_ZERO;
      }
    }
  }
}
