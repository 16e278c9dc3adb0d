import { NETWORK_COLUMNS, type NetworkModel } from '../../rules/network-model';
import { MemoryLayout } from '../webassembly';
import { createNetworkKernel, type NetworkKernel } from './kernel';
import { type Dense, type Layer, layersOf, type Normalisation } from './layers';
import { scaleOfRows, wholeMatrix } from './whole-numbers';
import type { WordPieces } from './word-pieces';

/** How far to either side the mean of the surroundings reaches, in pieces. */
const SURROUNDINGS = 32;
/** The number of the convolution in front of which it joins. */
const SURROUNDINGS_AT = 2;
/** How far a piece's output looks to either side: the surroundings, and a piece for each convolution. */
const HALO = SURROUNDINGS + 8;
/** Pieces that are read at a time, without those around that matter for them. */
const BLOCK = 960;
const ROWS = BLOCK + 2 * HALO + 1;
const FLOAT = 4;
const SHORT = 2;

/** A matrix in the kernel's memory: where its weights and its bias lie, and what sums of products are multiplied by. */
interface PlacedDense {
  readonly weights: number;
  readonly bias: number;
  readonly factor: number;
  readonly inputs: number;
  readonly columns: number;
  /** Whether negative results become 0. */
  readonly rectify: boolean;
}

interface PlacedNormalisation {
  readonly gain: number;
  readonly shift: number;
}

interface PlacedLayer extends PlacedDense {
  readonly normalisation: PlacedNormalisation;
}

/**
 * Runs a network: vectors of word pieces, convolutions of width 3 that add to them, after the second one the mean of the surroundings, and a
 * score for each label. The arithmetic is that of WebAssembly, whose results do not depend on the machine; products are of whole numbers
 * (`whole-numbers.ts`), everything else is in 32-bit floats.
 *
 * It has a memory of its own, which is emptied after every text; after a time-out, which no `finally` sees, by who set it (`forget-texts.ts`).
 * What were found there would change nothing, for all that is read has been written before.
 */
export class Network {
  private readonly kernel = createNetworkKernel();
  private readonly width: number;
  private readonly scale: number;
  private readonly places: ReturnType<typeof layOut>;

  constructor(model: NetworkModel) {
    this.width = model.width;
    this.places = layOut(this.kernel, model);
    this.scale = this.places.scale;
  }

  /**
   * Scores of all labels (`NETWORK_COLUMNS` for each token) of the tokens that are asked for, in the order of the text; `tokens` are their
   * numbers. The last layers are computed where they matter for one of these only, and nothing is where none is near.
   */
  run({ count, pieces, forms, firsts }: WordPieces, tokens: ArrayLike<number>): Float32Array {
    const scores = new Float32Array(tokens.length * NETWORK_COLUMNS);
    const { places, kernel } = this;
    const rowOf = (index: number): number => firsts[tokens[index] as number] as number;
    try {
      for (let index = 0; index < tokens.length; ) {
        const begin = rowOf(index);
        let next = index + 1;
        while (next < tokens.length && rowOf(next) < begin + BLOCK) next += 1;
        const from = Math.max(0, begin - HALO);
        const to = Math.min(count, rowOf(next - 1) + HALO + 1);
        const asked = Int32Array.from({ length: next - index }, (_, at) => rowOf(index + at) - from);
        this.runBlock(pieces.subarray(from, to), forms.subarray(from, to), asked);
        const output = new Float32Array(kernel.memory.buffer, places.output, (to - from) * NETWORK_COLUMNS);
        for (const row of asked) {
          scores.set(output.subarray(row * NETWORK_COLUMNS, (row + 1) * NETWORK_COLUMNS), index * NETWORK_COLUMNS);
          index += 1;
        }
      }
    } finally {
      this.clear();
    }
    return scores;
  }

  /** Empties what depends on a text. */
  clear(): void {
    new Uint8Array(this.kernel.memory.buffer).fill(0, this.places.pieces, this.places.end);
  }

  /** Leaves the scores of the rows that are asked for at `places.output`. */
  private runBlock(pieces: Int32Array, forms: Int32Array, asked: Int32Array): void {
    const { kernel, places, width } = this;
    const { length } = pieces;
    const row = width * SHORT;
    new Int32Array(kernel.memory.buffer, places.pieces, length).set(pieces);
    new Int32Array(kernel.memory.buffer, places.forms, length).set(forms);
    kernel.look(
      places.pieces,
      places.forms,
      length,
      places.vectors,
      places.scales,
      places.ofForms,
      width,
      places.values,
      places.more,
    );
    // A convolution reads the row in front and the one behind, which are 0 beyond the text's ends.
    new Uint8Array(kernel.memory.buffer).fill(0, places.rounded + length * row, places.rounded + (length + 1) * row);
    const { convolutions } = places;
    let rows = this.listRows(Int32Array.from(pieces, (_, index) => index));
    this.addAndNormalise(places.first, rows);
    for (const [index, convolution] of convolutions.entries()) {
      // From here on a row matters only if one that is asked for is as near as convolutions are left.
      const left = convolutions.length - 1 - index;
      if (index === SURROUNDINGS_AT) this.addSurroundings(length, this.listRows(rowsNear(asked, left + 1, length)));
      if (index >= SURROUNDINGS_AT) rows = this.listRows(rowsNear(asked, left, length));
      this.multiply(places.rounded - row, convolution, places.more, rows);
      this.addAndNormalise(convolution.normalisation, rows);
    }
    this.multiply(places.rounded, places.out, places.output, rows);
  }

  /** @param rows those to which the surroundings are added */
  private addSurroundings(length: number, rows: number): void {
    const { kernel, places, width, scale } = this;
    kernel.average(places.values, width, length, SURROUNDINGS, places.sums, places.output, scale);
    this.multiply(places.output, places.surroundings, places.more, rows);
    this.addAndNormalise(places.surroundings.normalisation, rows);
  }

  /** Hands the numbers of rows to the kernel; returns how many they are. */
  private listRows(rows: Int32Array): number {
    new Int32Array(this.kernel.memory.buffer, this.places.list, rows.length).set(rows);
    return rows.length;
  }

  /** For the first `rows` of the list. */
  private multiply(input: number, dense: PlacedDense, output: number, rows: number): void {
    const { weights, factor, bias, inputs, columns, rectify } = dense;
    const { kernel, places, width } = this;
    kernel.multiply(input, width, inputs, weights, factor, bias, columns, output, places.list, rows, Number(rectify));
  }

  private addAndNormalise({ gain, shift }: PlacedNormalisation, rows: number): void {
    const { kernel, places, width, scale } = this;
    kernel.addAndNormalise(places.values, places.more, gain, shift, width, places.list, rows, places.rounded, scale);
  }
}

/** The rows up to `reach` in front of and behind these, in order; all are from 0 up to `length`. */
function rowsNear(rows: Int32Array, reach: number, length: number): Int32Array {
  const near: number[] = [];
  let next = 0;
  for (const row of rows) {
    const last = Math.min(row + reach, length - 1);
    for (next = Math.max(next, row - reach); next <= last; next += 1) near.push(next);
  }
  return Int32Array.from(near);
}

/** Lays the model out in the kernel's memory, and behind it room for what depends on the text; places are in bytes. */
function layOut(kernel: NetworkKernel, model: NetworkModel) {
  const { width, vectors, scales } = model;
  const layers = layersOf(model);
  const all = [layers.first, ...layers.convolutions.map((layer) => layer.normalisation), layers.surroundings.normalisation];
  const { scale, length } = scaleOfRows(all);
  const layout = new MemoryLayout(kernel);
  const normalisation = ({ gain, shift }: Normalisation): PlacedNormalisation => ({
    gain: layout.put(gain),
    shift: layout.put(shift),
  });
  const dense = ({ matrix, bias }: Dense, rowsTogether: number, rectify = true): PlacedDense => {
    const whole = wholeMatrix(matrix, bias.length, length * Math.sqrt(rowsTogether));
    const factor = 1 / (whole.scale * scale);
    return {
      weights: layout.put(whole.weights),
      bias: layout.put(bias),
      factor,
      inputs: rowsTogether * width,
      columns: bias.length,
      rectify,
    };
  };
  const layer = (from: Layer, rowsTogether: number): PlacedLayer => ({
    ...dense(from, rowsTogether),
    normalisation: normalisation(from.normalisation),
  });
  const placed = {
    scale,
    vectors: layout.put(vectors),
    scales: layout.put(scales),
    ofForms: layout.put(layers.forms),
    first: normalisation(layers.first),
    convolutions: layers.convolutions.map((from) => layer(from, 3)),
    surroundings: layer(layers.surroundings, 1),
    out: dense(layers.output, 1, false),
  };
  const ofText = {
    pieces: layout.take(ROWS * FLOAT),
    forms: layout.take(ROWS * FLOAT),
    list: layout.take(ROWS * FLOAT),
    values: layout.take(ROWS * width * FLOAT),
    rounded: layout.take((ROWS + 2) * width * SHORT) + width * SHORT,
    more: layout.take(ROWS * width * FLOAT),
    output: layout.take(ROWS * Math.max(width, NETWORK_COLUMNS) * FLOAT),
    sums: layout.take(width * FLOAT),
  };
  return { ...placed, ...ofText, end: layout.end };
}
