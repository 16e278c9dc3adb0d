import type { WordPieces } from '../../src/detect/network/word-pieces';
import { NETWORK_COLUMNS, NETWORK_FORMS, type NetworkModel } from '../../src/rules/learned/network-model';

type Row = readonly number[];
type Layer = (row: Row) => Row;
/** Makes a row of several; `at` is where the one that it is about stands. */
type Attention = (query: Row, at: number) => Row;

const SURROUNDINGS = 32;
const positive: Layer = (row) => row.map((value) => Math.max(0, value));
const sum = (row: Row, other: Row): Row => row.map((value, index) => value + (other[index] as number));

function product(row: Row, other: Row): number {
  let total = 0;
  for (let index = 0; index < row.length; index += 1) total += (row[index] as number) * (other[index] as number);
  return total;
}

/** Takes a model's weights as layers, in the order of the file. */
class Weights {
  private readonly model: NetworkModel;
  private at = 0;
  private byte = 0;

  constructor(model: NetworkModel) {
    this.model = model;
  }

  take(length: number): Row {
    this.at += length;
    return [...this.model.numbers.subarray(this.at - length, this.at)];
  }

  dense(inputs: number, columns: number): Layer {
    const bytes = this.model.matrices.subarray(this.byte, this.byte + inputs * columns);
    this.byte += bytes.length;
    const [scales, bias] = [this.take(columns), this.take(columns)];
    const weights = scales.map((scale, column) =>
      Array.from({ length: inputs }, (_, input) => scale * (bytes[input * columns + column] as number)),
    );
    return (row) => bias.map((start, column) => start + product(row, weights[column] as Row));
  }

  normalisation(size: number): Layer {
    const [gain, shift] = [this.take(size), this.take(size)];
    return (row) => {
      const mean = row.reduce((total, value) => total + value, 0) / size;
      const variance = row.reduce((total, value) => total + (value - mean) ** 2, 0) / size;
      return row.map((value, i) => ((value - mean) / Math.sqrt(variance + 1e-5)) * (gain[i] as number) + (shift[i] as number));
    };
  }

  /** Attention to keys and values up to `reach` away. */
  attention({ closerWidth, heads, reach }: NetworkModel, keys: readonly Row[], values: readonly Row[]): Attention {
    const distances = this.take(heads * (2 * reach + 1));
    const part = closerWidth / heads;
    const places = [...keys.keys()];
    const ofHead = (query: Row, at: number, head: number): Row => {
      const cut: Layer = (row) => row.slice(head * part, (head + 1) * part);
      const near = places.slice(Math.max(0, at - reach), at + reach + 1);
      const shares = near.map((row) =>
        Math.exp(product(cut(query), cut(keys[row] as Row)) + (distances[head * (2 * reach + 1) + row - at + reach] as number)),
      );
      const total = shares.reduce((so, share) => so + share, 0);
      return near
        .map((row, index): Row => cut(values[row] as Row).map((value) => (value * (shares[index] as number)) / total))
        .reduce(sum);
    };
    return (query, at) => Array.from({ length: heads }, (_, head) => ofHead(query, at, head)).flat();
  }
}

/** What a network says of each token at first, and what if it looks closer: in ordinary numbers, step by step, with the whole text in view. */
export function plainScores(model: NetworkModel, { pieces, forms, firsts }: WordPieces): { first: Row[]; closer: Row[] } {
  const { width, convolutions, closerWidth, inner, blocks } = model;
  const weights = new Weights(model);
  const formVectors = weights.take(NETWORK_FORMS * width);
  const normaliseFirst = weights.normalisation(width);
  const layers = Array.from({ length: convolutions }, () => ({
    convolve: weights.dense(3 * width, width),
    normalise: weights.normalisation(width),
  }));
  const surroundings = { mix: weights.dense(width, width), normalise: weights.normalisation(width) };

  let rows: Row[] = Array.from(pieces, (piece, index) => {
    const vector = [...model.vectors.subarray(piece * width, (piece + 1) * width)];
    const form = forms[index] as number;
    return normaliseFirst(
      vector.map((value, i) => value * (model.scales[piece] as number) + (formVectors[form * width + i] as number)),
    );
  });
  let remembered = rows;
  const nothing: Row = new Array(width).fill(0);
  for (const [number, { convolve, normalise }] of layers.entries()) {
    if (number === 2) {
      remembered = rows;
      rows = rows.map((row, index, all) => {
        const near = all.slice(Math.max(0, index - SURROUNDINGS), index + SURROUNDINGS + 1);
        const mean = near.reduce(sum).map((value) => value / near.length);
        return surroundings.normalise(sum(row, positive(surroundings.mix(mean))));
      });
    }
    rows = rows.map((row, index, all) => {
      const three = [...(all[index - 1] ?? nothing), ...row, ...(all[index + 1] ?? nothing)];
      return normalise(sum(row, positive(convolve(three))));
    });
  }
  const chosen = Array.from(firsts, (at) => rows[at] as Row);
  const first = chosen.map(weights.dense(width, NETWORK_COLUMNS));

  let closer = chosen.map(weights.dense(width, closerWidth));
  const keys = remembered.map(weights.dense(width, closerWidth));
  const values = remembered.map(weights.dense(width, closerWidth));
  for (let block = 0; block < blocks; block += 1) {
    const query = weights.dense(closerWidth, closerWidth);
    const attend = weights.attention(model, keys, values);
    const [mix, normalise] = [weights.dense(closerWidth, closerWidth), weights.normalisation(closerWidth)];
    const think = weights.dense(closerWidth, inner);
    const [conclude, normaliseAgain] = [weights.dense(inner, closerWidth), weights.normalisation(closerWidth)];
    closer = closer
      .map((row, index) => normalise(sum(row, mix(attend(query(row), firsts[index] as number)))))
      .map((row) => normaliseAgain(sum(row, conclude(positive(think(row))))));
  }
  return { first, closer: closer.map(weights.dense(closerWidth, NETWORK_COLUMNS)) };
}
