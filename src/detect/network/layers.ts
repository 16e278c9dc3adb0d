import { NETWORK_COLUMNS, NETWORK_FORMS, type NetworkModel } from '../../rules/learned/network-model';

/** Gain and shift of a layer normalisation. */
export interface Normalisation {
  readonly gain: Float32Array;
  readonly shift: Float32Array;
}

/** A matrix (`inputs × columns`), what its columns are to be multiplied by, and what is added to its products. */
export interface Dense {
  readonly matrix: Int8Array;
  readonly scales: Float32Array;
  readonly bias: Float32Array;
}

/** What is added to each row, which is then normalised. */
export interface Layer extends Dense {
  readonly normalisation: Normalisation;
}

/** Attends to what is near, then thinks it over. */
export interface Block {
  readonly query: Dense;
  /** For each head, what is added to the score of a row by how far it is away. */
  readonly distances: Float32Array;
  readonly attention: Layer;
  readonly inner: Dense;
  readonly outer: Layer;
}

/** A network's weights by what they are for. */
export interface Layers {
  readonly forms: Float32Array;
  readonly first: Normalisation;
  /** Their matrices have three rows as input: that in front, the row itself and the one behind. */
  readonly convolutions: readonly Layer[];
  readonly surroundings: Layer;
  readonly output: Dense;
  readonly closer: {
    readonly widen: Dense;
    readonly keys: Dense;
    readonly values: Dense;
    readonly blocks: readonly Block[];
    readonly output: Dense;
  };
}

/**
 * Takes a model's weights apart, in the order in which `network-model.ts` has them.
 *
 * @throws Error when they are more or fewer than its shape asks for
 */
export function layersOf(model: NetworkModel): Layers {
  const { width, convolutions, closerWidth, inner, blocks, heads, reach, matrices, numbers } = model;
  let at = 0;
  let byte = 0;
  const take = (length: number): Float32Array => {
    at += length;
    return numbers.subarray(at - length, at);
  };
  const takeMatrix = (length: number): Int8Array => {
    byte += length;
    return matrices.subarray(byte - length, byte);
  };
  const normalisation = (size: number): Normalisation => ({ gain: take(size), shift: take(size) });
  const dense = (inputs: number, columns: number): Dense => ({
    matrix: takeMatrix(inputs * columns),
    scales: take(columns),
    bias: take(columns),
  });
  const layer = (inputs: number, columns: number): Layer => ({
    ...dense(inputs, columns),
    normalisation: normalisation(columns),
  });
  const block = (): Block => ({
    query: dense(closerWidth, closerWidth),
    distances: take(heads * (2 * reach + 1)),
    attention: layer(closerWidth, closerWidth),
    inner: dense(closerWidth, inner),
    outer: layer(inner, closerWidth),
  });
  const layers = {
    forms: take(NETWORK_FORMS * width),
    first: normalisation(width),
    convolutions: Array.from({ length: convolutions }, () => layer(3 * width, width)),
    surroundings: layer(width, width),
    output: dense(width, NETWORK_COLUMNS),
    closer: {
      widen: dense(width, closerWidth),
      keys: dense(width, closerWidth),
      values: dense(width, closerWidth),
      blocks: Array.from({ length: blocks }, block),
      output: dense(closerWidth, NETWORK_COLUMNS),
    },
  };
  if (at !== numbers.length || byte !== matrices.length) throw new Error('the weights of the network are not those of its shape');
  return layers;
}
