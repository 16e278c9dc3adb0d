import { addWeights, sumLength, type TaggerModel, unpackSums } from '../../rules/tagger-model';
import { writeContext } from './context-features';
import type { FeatureWriter } from './feature-writer';
import { REACH, writeOwn } from './own-features';
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
  /** What each distinct word of the text gives to the tokens around it, one sum for each place in the window, word after word. */
  private own: Int32Array;
  /** Where the sums of each token's word begin in `own`; `REACH` places beyond the text's ends at either side. */
  private readonly begins: Int32Array;

  /** @param count tokens of the text */
  constructor(model: TaggerModel, writer: FeatureWriter, count: number) {
    this.model = model;
    this.writer = writer;
    this.length = sumLength(model.labels.length);
    this.packed = new Int32Array(this.length);
    this.sums = new Int32Array(model.labels.length);
    this.own = new Int32Array(WINDOW * this.length * 64);
    this.begins = new Int32Array(count + 2 * REACH);
    this.sumWords();
  }

  private sumWords(): void {
    const { writer, begins } = this;
    const ofCommon = commonSumsOf(this.model);
    const known = new Map<WordFacts, number>();
    const size = WINDOW * this.length;
    for (let place = 0; place < begins.length; place += 1) {
      const facts = writer.fact(place - REACH);
      let begin = known.get(facts);
      if (begin === undefined) {
        begin = known.size * size;
        known.set(facts, begin);
        this.makeRoom(begin + size);
        if (facts.isCommon) this.own.set(this.sumsOfCommon(facts, ofCommon), begin);
        else this.sumWord(facts, this.own, begin);
      }
      begins[place] = begin;
    }
  }

  private makeRoom(size: number): void {
    if (size <= this.own.length) return;
    const larger = new Int32Array(this.own.length * 2);
    larger.set(this.own);
    this.own = larger;
  }

  private sumsOfCommon(facts: WordFacts, ofCommon: Map<WordFacts, Int32Array>): Int32Array {
    const known = ofCommon.get(facts);
    if (known !== undefined) return known;
    const sums = new Int32Array(WINDOW * this.length);
    this.sumWord(facts, sums, 0);
    ofCommon.set(facts, sums);
    return sums;
  }

  private sumWord(facts: WordFacts, sums: Int32Array, begin: number): void {
    const { model, writer, length } = this;
    for (let offset = -REACH; offset <= REACH; offset += 1) {
      writer.clear();
      writeOwn(writer, facts, offset);
      addWeights(model, writer, sums, begin + (offset + REACH) * length);
    }
  }

  /** A token's score for each label, in units of `WEIGHT_STEP`; overwritten by the next call. */
  of(token: number): Int32Array {
    const { packed, length, writer, own, begins } = this;
    packed.fill(0);
    for (let place = 0; place < WINDOW; place += 1) {
      const from = (begins[token + place] as number) + place * length;
      for (let word = 0; word < length; word += 1) packed[word] = ((packed[word] as number) + (own[from + word] as number)) | 0;
    }
    writer.clear();
    writeContext(writer, token);
    addWeights(this.model, writer, packed, 0);
    unpackSums(packed, this.sums);
    return this.sums;
  }
}
