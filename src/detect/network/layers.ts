import { NETWORK_COLUMNS, NETWORK_FORMS, type NetworkModel } from '../../rules/network-model';

/** Gain and shift of a layer normalisation. */
export interface Normalisation {
  readonly gain: Float32Array;
  readonly shift: Float32Array;
}

/** A matrix (`inputs × columns`) and what is added to its products. */
export interface Dense {
  readonly matrix: Float32Array;
  readonly bias: Float32Array;
}

/** What is added to each row, which is then normalised. */
export interface Layer extends Dense {
  readonly normalisation: Normalisation;
}

/** A network's weights by what they are for. */
export interface Layers {
  readonly forms: Float32Array;
  readonly first: Normalisation;
  /** Their matrices have three rows as input: that in front, the row itself and the one behind. */
  readonly convolutions: readonly Layer[];
  readonly surroundings: Layer;
  readonly output: Dense;
}

/** Takes a model's weights apart, in the order of `NetworkModel.weights`. */
export function layersOf({ width, convolutions, weights }: NetworkModel): Layers {
  let at = 0;
  const take = (length: number): Float32Array => {
    at += length;
    return weights.subarray(at - length, at);
  };
  const normalisation = (): Normalisation => ({ gain: take(width), shift: take(width) });
  const dense = (inputs: number, columns: number): Dense => ({ matrix: take(inputs * columns), bias: take(columns) });
  const layer = (inputs: number): Layer => ({ ...dense(inputs, width), normalisation: normalisation() });
  return {
    forms: take(NETWORK_FORMS * width),
    first: normalisation(),
    convolutions: Array.from({ length: convolutions }, () => layer(3 * width)),
    surroundings: layer(width),
    output: dense(width, NETWORK_COLUMNS),
  };
}
