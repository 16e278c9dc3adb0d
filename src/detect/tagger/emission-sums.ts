import type { TaggerModel } from '../../rules/learned/tagger-model';
import { writeContext } from './context-features';
import { FeatureWriter } from './feature-writer';
import { REACH, WINDOW, writeOwn } from './own-features';
import type { PreparedTokens } from './prepared-tokens';
import { KEPT_WORDS, type Seven, SumKernel, WORD } from './sum-kernel';
import type { WordFacts } from './word-facts';

/** Bytes between the sums of a word for one place in the window and for the next. */
const NEXT_PLACE = WORD / WINDOW;

/** Kernels that are ready to run: derived from their models alone, and empty of text between two runs. */
const kernels = new WeakMap<TaggerModel, SumKernel>();

function kernelOf(model: TaggerModel): SumKernel {
  const known = kernels.get(model) ?? new SumKernel(model);
  kernels.set(model, known);
  return known;
}

/** Empties what a tagger, if it ran at all, may hold of a text. */
export function forgetSums(model: TaggerModel): void {
  kernels.get(model)?.clear();
}

/**
 * Sums the weights of tokens' features, from the first token to the last. What single words give is summed once for each distinct word, as long
 * as there is room; then it begins anew.
 */
export class EmissionSums {
  private readonly kernel: SumKernel;
  private readonly writer: FeatureWriter;
  /** Where the sums of the text's words begin, but for common ones. */
  private readonly known = new Map<WordFacts, number>();
  /** Where the sums of the words around the token begin. */
  private readonly window: Seven = [0, 0, 0, 0, 0, 0, 0];
  private token = 0;

  constructor(model: TaggerModel, prepared: PreparedTokens) {
    this.kernel = kernelOf(model);
    this.writer = new FeatureWriter(prepared, this.kernel.features);
    this.fillWindow();
  }

  /** The next token's score for each label, in units of `WEIGHT_STEP`; overwritten by the next call. */
  next(): Int16Array {
    const { kernel, writer, window, token } = this;
    writer.clear();
    writeContext(writer, token);
    kernel.sumWindow(window, writer.length);
    this.token = token + 1;
    this.moveWindow();
    return kernel.sums;
  }

  /** To be called when the text is done: leaves nothing of it. */
  clear(): void {
    this.kernel.clear();
  }

  /** The places of the words around the token. */
  private fillWindow(): void {
    for (let place = 0; place < WINDOW; place += 1)
      this.window[place] = this.placeOf(this.token + place - REACH) + place * NEXT_PLACE;
  }

  private moveWindow(): void {
    const { window } = this;
    for (let place = 1; place < WINDOW; place += 1) window[place - 1] = (window[place] as number) - NEXT_PLACE;
    if (this.known.size < KEPT_WORDS) {
      window[WINDOW - 1] = this.placeOf(this.token + REACH) + REACH * 2 * NEXT_PLACE;
      return;
    }
    this.known.clear();
    this.fillWindow();
  }

  /** Where the sums of a token's word begin. */
  private placeOf(token: number): number {
    const facts = this.writer.fact(token);
    const { kernel, known } = this;
    const place = (facts.isCommon ? kernel.common.get(facts) : undefined) ?? known.get(facts);
    if (place !== undefined) return place;
    const ofCommon = facts.isCommon ? kernel.nextCommon() : undefined;
    if (ofCommon !== undefined) {
      this.sumWord(facts, ofCommon);
      kernel.common.set(facts, ofCommon);
      return ofCommon;
    }
    const own = kernel.placeOf(known.size);
    this.sumWord(facts, own);
    known.set(facts, own);
    return own;
  }

  /** Sums what a word gives to each place in the window. */
  private sumWord(facts: WordFacts, begin: number): void {
    const { kernel, writer } = this;
    writer.clear();
    for (let place = 0; place < WINDOW; place += 1) {
      const { length } = writer;
      writeOwn(writer, facts, place - REACH);
      kernel.counts[place] = writer.length - length;
    }
    kernel.sumWord(begin);
  }
}
