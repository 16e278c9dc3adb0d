import { FARTHEST, NETWORK_COLUMNS, type NetworkModel } from '../../rules/learned/network-model';
import { MemoryLayout } from '../webassembly';
import { CloserLook } from './closer-look';
import { BLOCK, FirstLook } from './first-look';
import { createNetworkKernel, type NetworkKernel } from './kernel';
import { layersOf } from './layers';
import type { WordPieces } from './word-pieces';

/** Whether a token deserves a closer look, by its scores; `index` is its number among those that are asked for. */
export type IsDoubtful = (index: number, scores: Float32Array) => boolean;

/**
 * Runs a network: a first look at the whole text, and a closer one at the tokens that it leaves in doubt. The arithmetic is that of
 * WebAssembly, whose results do not depend on the machine; products, those of attention included, are of whole numbers (`whole-numbers.ts`),
 * everything else is in 32-bit floats.
 *
 * It has a memory of its own, which is emptied after every text; after a time-out, which no `finally` sees, by who set it (`forget-texts.ts`).
 * What were found there would change nothing: what is read without having been written before is masked.
 */
export class Network {
  private readonly kernel: NetworkKernel = createNetworkKernel();
  private readonly first: FirstLook;
  private readonly closer: CloserLook;

  constructor(model: NetworkModel) {
    const layout = new MemoryLayout(this.kernel);
    const layers = layersOf(model);
    this.first = new FirstLook(this.kernel, layout, model, layers);
    this.closer = new CloserLook(layout, model, layers, this.first);
  }

  /**
   * Scores of all labels (`NETWORK_COLUMNS` for each token) of the tokens that are asked for, in the order of the text; `tokens` are their
   * numbers. Nothing is computed where none is near.
   *
   * @param isDoubtful is asked once for each, with the scores of the first look, which it may not keep: they are overwritten
   */
  run({ count, pieces, forms, firsts }: WordPieces, tokens: ArrayLike<number>, isDoubtful: IsDoubtful): Float32Array {
    const scores = new Float32Array(tokens.length * NETWORK_COLUMNS);
    const rowOf = (index: number): number => firsts[tokens[index] as number] as number;
    try {
      for (let index = 0; index < tokens.length; ) {
        const begin = rowOf(index);
        let next = index + 1;
        while (next < tokens.length && rowOf(next) < begin + BLOCK && rowOf(next) - rowOf(next - 1) <= 2 * FARTHEST) next += 1;
        const from = Math.max(0, begin - FARTHEST);
        const to = Math.min(count, rowOf(next - 1) + FARTHEST + 1);
        const asked = Int32Array.from({ length: next - index }, (_, at) => rowOf(index + at) - from);
        this.first.look(pieces.subarray(from, to), forms.subarray(from, to), asked);
        const ofBlock = scores.subarray(index * NETWORK_COLUMNS, next * NETWORK_COLUMNS);
        this.readScores(asked, to - from, ofBlock);
        const begun = index;
        this.lookCloser(asked, to - from, ofBlock, (at, found) => isDoubtful(begun + at, found));
        index = next;
      }
    } finally {
      this.clear();
    }
    return scores;
  }

  /** Empties what depends on a text. */
  clear(): void {
    this.first.clear();
    this.closer.clear();
  }

  /** Fetches the first look's scores of these rows. */
  private readScores(asked: Int32Array, length: number, scores: Float32Array): void {
    const all = new Float32Array(this.kernel.memory.buffer, this.first.scores, length * NETWORK_COLUMNS);
    for (const [index, row] of asked.entries())
      scores.set(all.subarray(row * NETWORK_COLUMNS, (row + 1) * NETWORK_COLUMNS), index * NETWORK_COLUMNS);
  }

  /** Overwrites the scores of rows that are in doubt. */
  private lookCloser(asked: Int32Array, length: number, scores: Float32Array, isDoubtful: IsDoubtful): void {
    const scoresOf = (index: number): Float32Array => scores.subarray(index * NETWORK_COLUMNS, (index + 1) * NETWORK_COLUMNS);
    const doubtful = [...asked.keys()].filter((index) => isDoubtful(index, scoresOf(index)));
    if (doubtful.length === 0) return;
    const found = new Float32Array(doubtful.length * NETWORK_COLUMNS);
    this.closer.look(
      Int32Array.from(doubtful, (index) => asked[index] as number),
      length,
      found,
    );
    for (const [at, index] of doubtful.entries())
      scoresOf(index).set(found.subarray(at * NETWORK_COLUMNS, (at + 1) * NETWORK_COLUMNS));
  }
}
