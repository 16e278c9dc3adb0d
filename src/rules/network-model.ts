/** The learned network in memory and as a file; `src/detect/network/` runs it. */
import { readColumn } from './read-column';

/** Plain data, so that a rule set can be sent to a thread. */
export interface NetworkModel {
  /** Numbers of each vector. A multiple of 16. */
  readonly width: number;
  readonly convolutions: number;
  /** Number of each word piece; pieces that continue a word begin with `##`. */
  readonly pieces: ReadonlyMap<string, number>;
  /** The pieces' vectors in bytes, one after the other, and what each is to be multiplied by. */
  readonly vectors: Int8Array;
  readonly scales: Float32Array;
  /**
   * Vectors of forms; gain and shift of the first normalisation; for each convolution its weights (`3 width × width`), bias, gain and shift;
   * weights, bias, gain and shift of the surroundings; weights (`width × NETWORK_COLUMNS`) and bias of the output.
   */
  readonly weights: Float32Array;
}

/** Forms of tokens: eight kinds of case times three of the blanks in front, and that of what continues a word. */
export const NETWORK_FORMS = 25;
/** Outputs of the network: "nothing" and, for every entity, begun, continued, begun and continued where it is optional; the rest is 0. */
export const NETWORK_COLUMNS = 80;

/** The surroundings join after the second convolution, and blocks of text overlap far enough for eight. */
const FEWEST_CONVOLUTIONS = 3;
const MOST_CONVOLUTIONS = 8;

const MAGIC = 0x4e_49_48_50;
const VERSION = 1;
/** Bytes of the header: six words. */
const HEADER = 24;

function weightCount(width: number, convolutions: number): number {
  const normalised = width * 2;
  const convolution = 3 * width * width + width + normalised;
  const surroundings = width * width + width + normalised;
  return NETWORK_FORMS * width + normalised + convolutions * convolution + surroundings + (width + 1) * NETWORK_COLUMNS;
}

/**
 * Reads a network, everything little-endian: magic, version, width, convolutions, pieces, bytes of their names (uint32 each), names, scales
 * (float32), vectors (int8), filled up to a multiple of four, weights (float32).
 *
 * @throws Error when the bytes are none of this version
 */
export function decodeNetwork(buffer: Buffer): NetworkModel {
  if (buffer.length < HEADER || buffer.readUInt32LE(0) !== MAGIC || buffer.readUInt32LE(4) !== VERSION)
    throw new Error('not a network of this version');
  const [width = 0, convolutions = 0, count = 0, nameBytes = 0] = [8, 12, 16, 20].map((at) => buffer.readUInt32LE(at));
  const names = buffer.toString('utf8', HEADER, HEADER + nameBytes).split('\n');
  const scalesAt = HEADER + nameBytes;
  const vectorsAt = scalesAt + count * 4;
  const weightsAt = Math.ceil((vectorsAt + count * width) / 4) * 4;
  const length = weightCount(width, convolutions);
  if (width === 0 || width % 16 !== 0 || convolutions < FEWEST_CONVOLUTIONS || convolutions > MOST_CONVOLUTIONS)
    throw new Error('a network of a form that is not known');
  if (names.length !== count || buffer.length !== weightsAt + length * 4)
    throw new Error('the network is cut off or does not fit together');
  return {
    width,
    convolutions,
    pieces: new Map(names.map((name, index) => [name, index])),
    vectors: new Int8Array(readColumn(buffer, { start: vectorsAt, length: count * width, width: 1 })),
    scales: new Float32Array(readColumn(buffer, { start: scalesAt, length: count, width: 4 })),
    weights: new Float32Array(readColumn(buffer, { start: weightsAt, length, width: 4 })),
  };
}
