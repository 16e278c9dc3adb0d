import { MOST_LABELS, type TaggerModel } from '../../rules/learned/tagger-model';
import { createKernel, type KernelMemory, MemoryLayout } from '../webassembly';
import { FEATURES_PER_TOKEN } from './feature-writer';
import { KERNEL_CODE } from './kernel-code';
import { WINDOW } from './own-features';
import type { WordFacts } from './word-facts';

/** What `scripts/kernels/tagger.ts` exports; places are in bytes. */
interface Kernel extends KernelMemory {
  open(table: number, places: number, rows: number, room: number, most: number): void;
  sumGroups(features: number, counts: number, groups: number, to: number): void;
  sumWindow(...arguments_: [...window: Seven, features: number, count: number, to: number]): void;
}

/** Places of the sums of the seven words around a token. */
export type Seven = [number, number, number, number, number, number, number];

/** Bytes of a sum. */
const SUM = MOST_LABELS * 2;
/** Bytes of the sums of a word, one for each place in the window. */
export const WORD = WINDOW * SUM;
/** Bytes that the kernel needs to note down what it finds of a feature. */
const FOUND = 16;
/** Words of a text that are kept at a time. */
export const KEPT_WORDS = 4096;
/** Common words that are kept: the list's (10,900) in three spellings, signs and small numbers. Any beyond are summed anew. */
const KEPT_COMMON_WORDS = 33_024;

/**
 * Adds up weights of a model in WebAssembly, eight at a time, in a memory of its own: the model, sums of common words, and sums of what a text
 * is made of, which are emptied after every text.
 */
export class SumKernel {
  /** Where ids of features are written before they are summed. */
  readonly features: Int32Array;
  /** How many of them belong to each place in the window, for `sumWord`. */
  readonly counts: Int32Array;
  /** The last sum of a window. */
  readonly sums: Int16Array;
  /**
   * Places of the sums of common words, in the order in which they first came: of no more than words of a public list in plain spellings, signs
   * and small numbers.
   */
  readonly common = new Map<WordFacts, number>();
  private readonly words: number;
  /** Most words that were kept since it was emptied. */
  private used = 0;
  private readonly commonWords: number;
  private readonly kernel = createKernel<Kernel>(KERNEL_CODE);
  /** From here on everything depends on the text. */
  private readonly ofText: number;
  private readonly featuresAt: number;
  private readonly countsAt: number;
  private readonly sumsAt: number;

  constructor({ table, rows, labels }: TaggerModel) {
    const { kernel } = this;
    const layout = new MemoryLayout(kernel);
    const model = [layout.put(table), table.length / 2, layout.put(rows)] as const;
    this.commonWords = layout.take(KEPT_COMMON_WORDS * WORD);
    this.ofText = layout.end;
    kernel.open(...model, layout.take(FEATURES_PER_TOKEN * FOUND), FEATURES_PER_TOKEN);
    this.featuresAt = layout.take(FEATURES_PER_TOKEN * 4);
    this.countsAt = layout.take(WINDOW * 4);
    this.sumsAt = layout.take(SUM);
    this.words = layout.take(KEPT_WORDS * WORD);
    this.features = new Int32Array(kernel.memory.buffer, this.featuresAt, FEATURES_PER_TOKEN);
    this.counts = new Int32Array(kernel.memory.buffer, this.countsAt, WINDOW);
    this.sums = new Int16Array(kernel.memory.buffer, this.sumsAt, labels.length);
  }

  /** A place for the sums of one more common word, or none. */
  nextCommon(): number | undefined {
    const { size } = this.common;
    return size < KEPT_COMMON_WORDS ? this.commonWords + size * WORD : undefined;
  }

  /** The place for the sums of a text's word, by the number of the word. */
  placeOf(word: number): number {
    this.used = Math.max(this.used, word + 1);
    return this.words + word * WORD;
  }

  /** Leaves from `to` on what the features of each place in the window add up to; those of the first place come first. */
  sumWord(to: number): void {
    this.kernel.sumGroups(this.featuresAt, this.countsAt, WINDOW, to);
  }

  /** Leaves in `sums` what the sums of seven words and the first `count` features add up to. */
  sumWindow([first, second, third, fourth, fifth, sixth, seventh]: Seven, count: number): void {
    this.kernel.sumWindow(first, second, third, fourth, fifth, sixth, seventh, this.featuresAt, count, this.sumsAt);
  }

  /** Empties what depends on texts. */
  clear(): void {
    new Uint8Array(this.kernel.memory.buffer).fill(0, this.ofText, this.words + this.used * WORD);
    this.used = 0;
  }
}
