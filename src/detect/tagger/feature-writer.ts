import { mix } from './hash';
import type { PreparedTokens } from './prepared-tokens';
import { NO_FACTS, type WordFacts } from './word-facts';

/** More than a token has features, and as many as weights can be added (`MOST_WEIGHT`). */
export const FEATURES_PER_TOKEN = 127;

/** Facts of what stands beyond a text's ends. */
const NOTHING: WordFacts = { ...NO_FACTS, word: 11, isCommon: true };

/** Writes ids of features into a buffer that is used again and again. */
export class FeatureWriter {
  readonly buffer: Int32Array;
  /** Features in the buffer. */
  length = 0;
  readonly prepared: PreparedTokens;

  /** @param buffer where ids are written, for `FEATURES_PER_TOKEN` of them */
  constructor(prepared: PreparedTokens, buffer: Int32Array = new Int32Array(FEATURES_PER_TOKEN)) {
    this.prepared = prepared;
    this.buffer = buffer;
  }

  clear(): void {
    this.length = 0;
  }

  /** Adds the feature that a template makes of a value. */
  put(template: number, value: number): void {
    this.buffer[this.length] = mix(Math.imul(template + 1, 0x9e3779b1), value);
    this.length += 1;
  }

  /** Adds the feature that a template makes of two values. */
  pair(template: number, left: number, right: number): void {
    this.put(template, mix(left, right));
  }

  /** Facts of a token; those of nothing beyond the text's ends. */
  fact(index: number): WordFacts {
    return this.prepared.facts[index] ?? NOTHING;
  }
}
