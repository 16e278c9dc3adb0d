import { NETWORK_COLUMNS, NETWORK_FORMS, type NetworkModel } from '../../rules/network-model';
import { KERNEL_CODE } from './kernel-code';
import type { WordPieces } from './word-pieces';

/** The part of WebAssembly's interface that is used here; Node's types leave it to those of browsers. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: unknown };
};

/** What `scripts/network/kernel.ts` exports. */
interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  multiply(
    ...arguments_: [
      input: number,
      stride: number,
      size: number,
      weights: number,
      bias: number,
      columns: number,
      output: number,
      rows: number,
      rectify: number,
    ]
  ): void;
  addAndNormalise(...arguments_: [rowsAt: number, more: number, gain: number, shift: number, width: number, rows: number]): void;
  look(
    ...arguments_: [
      pieces: number,
      forms: number,
      rows: number,
      bytes: number,
      scales: number,
      ofForms: number,
      width: number,
      piecesTo: number,
      formsTo: number,
    ]
  ): void;
  average(...arguments_: [input: number, width: number, rows: number, reach: number, sums: number, output: number]): void;
}

/** How far to either side the mean of the surroundings reaches, in pieces. */
const SURROUNDINGS = 32;
/** How far a piece's output looks to either side: the surroundings, and a piece for each convolution. */
const HALO = SURROUNDINGS + 8;
/** Pieces that are read at a time, without the halo. */
const BLOCK = 960;
const ROWS = BLOCK + 2 * HALO;
const FLOAT = 4;

/**
 * Runs a network: vectors of word pieces, convolutions of width 3 that add to them, after the second one the mean of the surroundings, and a
 * score for each label. The arithmetic is that of WebAssembly, whose results do not depend on the machine.
 *
 * It has a memory of its own, which is emptied after every text. A time-out, which no `finally` sees, leaves that to the next text; what it
 * finds there changes nothing, for all that is read has been written before.
 */
export class Network {
  private readonly kernel: Kernel;
  private readonly model: NetworkModel;
  private readonly places: ReturnType<typeof layOut>;

  constructor(model: NetworkModel) {
    const module = new WebAssembly.Module(Buffer.from(KERNEL_CODE, 'base64'));
    this.kernel = new WebAssembly.Instance(module).exports as Kernel;
    this.model = model;
    this.places = layOut(model);
    const { memory } = this.kernel;
    memory.grow(Math.ceil((this.places.end - memory.buffer.byteLength) / 65_536));
    new Int8Array(memory.buffer).set(model.vectors, this.places.vectors);
    new Float32Array(memory.buffer).set(model.scales, this.places.scales / FLOAT);
    new Float32Array(memory.buffer).set(model.weights, this.places.weights / FLOAT);
  }

  /** Scores of all labels of the tokens (`NETWORK_COLUMNS` for each), in the order of the tokens. */
  run({ count, pieces, forms, firsts }: WordPieces): Float32Array {
    const scores = new Float32Array(firsts.length * NETWORK_COLUMNS);
    const { places, kernel } = this;
    let token = 0;
    try {
      for (let begin = 0; begin < count; begin += BLOCK) {
        const from = Math.max(0, begin - HALO);
        const to = Math.min(count, begin + BLOCK + HALO);
        this.runBlock(pieces.subarray(from, to), forms.subarray(from, to));
        const output = new Float32Array(kernel.memory.buffer, places.output, (to - from) * NETWORK_COLUMNS);
        for (; token < firsts.length && (firsts[token] as number) < begin + BLOCK; token += 1) {
          const row = ((firsts[token] as number) - from) * NETWORK_COLUMNS;
          scores.set(output.subarray(row, row + NETWORK_COLUMNS), token * NETWORK_COLUMNS);
        }
      }
    } finally {
      new Uint8Array(kernel.memory.buffer).fill(0, places.pieces, places.end);
    }
    return scores;
  }

  /** Leaves the scores of all pieces at `places.output`. */
  private runBlock(pieces: Int32Array, forms: Int32Array): void {
    const { kernel, places, model } = this;
    const { width } = model;
    const rows = pieces.length;
    const row = width * FLOAT;
    new Int32Array(kernel.memory.buffer, places.pieces, rows).set(pieces);
    new Int32Array(kernel.memory.buffer, places.forms, rows).set(forms);
    const weights = weightReader(places.weights);
    const ofForms = weights(NETWORK_FORMS * width);
    kernel.look(places.pieces, places.forms, rows, places.vectors, places.scales, ofForms, width, places.rows, places.more);
    kernel.addAndNormalise(places.rows, places.more, weights(width), weights(width), width, rows);
    // A convolution reads the row in front and the one behind, which are 0 beyond the text's ends.
    new Uint8Array(kernel.memory.buffer).fill(0, places.rows + rows * row, places.rows + (rows + 1) * row);
    const surroundings = places.weights + FLOAT * this.beginOfSurroundings();
    for (let convolution = 0; convolution < model.convolutions; convolution += 1) {
      if (convolution === 2) this.addSurroundings(rows, weightReader(surroundings));
      const [matrix, bias] = [weights(3 * width * width), weights(width)];
      kernel.multiply(places.rows - row, width, 3 * width, matrix, bias, width, places.more, rows, 1);
      kernel.addAndNormalise(places.rows, places.more, weights(width), weights(width), width, rows);
    }
    const output = weightReader(surroundings + FLOAT * (width * width + 3 * width));
    kernel.multiply(
      places.rows,
      width,
      width,
      output(width * NETWORK_COLUMNS),
      output(NETWORK_COLUMNS),
      NETWORK_COLUMNS,
      places.output,
      rows,
      0,
    );
  }

  private beginOfSurroundings(): number {
    const { width, convolutions } = this.model;
    return NETWORK_FORMS * width + 2 * width + convolutions * (3 * width * width + 3 * width);
  }

  private addSurroundings(rows: number, weights: (length: number) => number): void {
    const { kernel, places, model } = this;
    const { width } = model;
    kernel.average(places.rows, width, rows, SURROUNDINGS, places.sums, places.output);
    kernel.multiply(places.output, width, width, weights(width * width), weights(width), width, places.more, rows, 1);
    kernel.addAndNormalise(places.rows, places.more, weights(width), weights(width), width, rows);
  }
}

/** Hands out the places of arrays that lie one after the other, by their lengths in floats. */
function weightReader(begin: number): (length: number) => number {
  let at = begin;
  return (length) => {
    const place = at;
    at += length * FLOAT;
    return place;
  };
}

/** Where everything lies in the kernel's memory, in bytes: what the model is made of first, then what depends on the text. */
function layOut({ width, vectors, scales, weights }: NetworkModel) {
  let at = 65_536;
  const take = (bytes: number): number => {
    const place = at;
    at += Math.ceil(bytes / 16) * 16;
    return place;
  };
  const row = width * FLOAT;
  const model = { vectors: take(vectors.length), scales: take(scales.length * FLOAT), weights: take(weights.length * FLOAT) };
  const wide = Math.max(width, NETWORK_COLUMNS) * FLOAT;
  const text = {
    pieces: take(ROWS * FLOAT),
    forms: take(ROWS * FLOAT),
    rows: take((ROWS + 2) * row) + row,
    more: take(ROWS * row),
    output: take(ROWS * wide),
    sums: take(row),
  };
  return { ...model, ...text, end: at };
}
