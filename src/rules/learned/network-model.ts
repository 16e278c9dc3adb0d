/** The learned network in memory and as a file; `src/detect/network/` runs it. */
import { readColumn } from './read-column';

/** How large the parts of a network are. */
export interface NetworkShape {
  /** Numbers of each piece's vector. A multiple of 16. */
  readonly width: number;
  readonly convolutions: number;
  /** Numbers of a piece that is looked at closer, and within a block. Multiples of 16. */
  readonly closerWidth: number;
  readonly inner: number;
  readonly blocks: number;
  /** Heads of a block's attention; for each, `closerWidth / heads` numbers, a multiple of 8. */
  readonly heads: number;
  /** How far to either side a block attends, in pieces. */
  readonly reach: number;
}

/** Plain data, so that a rule set can be sent to a thread. */
export interface NetworkModel extends NetworkShape {
  /** Number of each word piece; pieces that continue a word begin with `##`. */
  readonly pieces: ReadonlyMap<string, number>;
  /** The pieces' vectors in bytes, one after the other, and what each is to be multiplied by. */
  readonly vectors: Int8Array;
  readonly scales: Float32Array;
  /** All matrices, and for each what its columns are to be multiplied by and all other numbers, in the order of `sizeOf`. */
  readonly matrices: Int8Array;
  readonly numbers: Float32Array;
}

/** Forms of tokens: eight kinds of case times three of the blanks in front, and that of what continues a word. */
export const NETWORK_FORMS = 25;
/** Outputs of the network: "nothing" and, for every entity, begun, continued, begun and continued where it is optional; the rest is 0. */
export const NETWORK_COLUMNS = 80;
/** Rows up to this far from each other are computed together. */
export const FARTHEST = 72;

/** The surroundings join after the second convolution, and blocks of text overlap far enough for eight. */
const FEWEST_CONVOLUTIONS = 3;
const MOST_CONVOLUTIONS = 8;
/** A block attends to what two convolutions, which reach a piece further each, made of what is near. */
const MOST_REACH = FARTHEST - 2;

/** Hundreds of times what is learned: with larger ones floats might overflow, and what is then cut off would look like any other result. */
const LARGEST_NUMBER = 1000;

const MAGIC = 0x4e_49_48_50;
const VERSION = 2;
/** Bytes of the header: eleven words. */
const HEADER = 44;

/** How many bytes of matrices and how many other numbers some weights are. */
interface Size {
  readonly bytes: number;
  readonly numbers: number;
}

/**
 * What the weights are, one after the other: vectors of forms; gain and shift of the first normalisation; each convolution (a layer whose input
 * are three rows) and the surroundings (a layer); the output; of the closer look what widens a row, keys, values; for each block query,
 * distances (`heads × (2 reach + 1)`), attention (a layer), what leads inwards, what leads outwards (a layer); its output. All are dense
 * (a matrix, `inputs × columns`, the scales of its columns, and bias), a layer has gain and shift of a normalisation behind it.
 */
function sizeOf({ width, convolutions, closerWidth, inner, blocks, heads, reach }: NetworkShape): Size {
  const dense = (inputs: number, columns: number): Size => ({ bytes: inputs * columns, numbers: 2 * columns });
  const layer = (inputs: number, columns: number): Size => ({ bytes: inputs * columns, numbers: 4 * columns });
  const block = [
    dense(closerWidth, closerWidth),
    { bytes: 0, numbers: heads * (2 * reach + 1) },
    layer(closerWidth, closerWidth),
    dense(closerWidth, inner),
    layer(inner, closerWidth),
  ];
  const all = [
    { bytes: 0, numbers: NETWORK_FORMS * width + 2 * width },
    ...new Array<Size>(convolutions).fill(layer(3 * width, width)),
    layer(width, width),
    dense(width, NETWORK_COLUMNS),
    ...new Array<Size>(3).fill(dense(width, closerWidth)),
    ...new Array<Size[]>(blocks).fill(block).flat(),
    dense(closerWidth, NETWORK_COLUMNS),
  ];
  return {
    bytes: all.reduce((total, { bytes }) => total + bytes, 0),
    numbers: all.reduce((total, { numbers }) => total + numbers, 0),
  };
}

function isKnown({ width, convolutions, closerWidth, inner, blocks, heads, reach }: NetworkShape): boolean {
  return (
    [width, closerWidth, inner].every((size) => size > 0 && size % 16 === 0 && size <= 4096) &&
    convolutions >= FEWEST_CONVOLUTIONS &&
    convolutions <= MOST_CONVOLUTIONS &&
    blocks > 0 &&
    blocks <= 16 &&
    heads > 0 &&
    closerWidth % (8 * heads) === 0 &&
    reach > 0 &&
    reach <= MOST_REACH
  );
}

/**
 * Reads a network, everything little-endian: magic, version, the shape, pieces, bytes of their names (uint32 each), names, scales of the pieces
 * (float32), their vectors (int8), all matrices (int8), filled up to a multiple of four, and all other numbers (float32).
 *
 * @throws Error when the bytes are none of this version, or hold what cannot be computed with
 */
export function decodeNetwork(buffer: Buffer): NetworkModel {
  if (buffer.length < HEADER || buffer.readUInt32LE(0) !== MAGIC || buffer.readUInt32LE(4) !== VERSION)
    throw new Error('not a network of this version');
  const words = Array.from({ length: HEADER / 4 - 2 }, (_, index) => buffer.readUInt32LE(8 + index * 4));
  const [width = 0, convolutions = 0, closerWidth = 0, inner = 0, blocks = 0, heads = 0, reach = 0, count = 0, nameBytes = 0] =
    words;
  const shape: NetworkShape = { width, convolutions, closerWidth, inner, blocks, heads, reach };
  if (!isKnown(shape)) throw new Error('a network of a shape that is not known');
  const names = buffer.toString('utf8', HEADER, HEADER + nameBytes).split('\n');
  const size = sizeOf(shape);
  const scalesAt = HEADER + nameBytes;
  const vectorsAt = scalesAt + count * 4;
  const matricesAt = vectorsAt + count * width;
  const numbersAt = Math.ceil((matricesAt + size.bytes) / 4) * 4;
  if (names.length !== count || buffer.length !== numbersAt + size.numbers * 4)
    throw new Error('the network is cut off or does not fit together');
  const model = {
    ...shape,
    pieces: numbered(names),
    vectors: new Int8Array(readColumn(buffer, { start: vectorsAt, length: count * width, width: 1 })),
    scales: new Float32Array(readColumn(buffer, { start: scalesAt, length: count, width: 4 })),
    matrices: new Int8Array(readColumn(buffer, { start: matricesAt, length: size.bytes, width: 1 })),
    numbers: new Float32Array(readColumn(buffer, { start: numbersAt, length: size.numbers, width: 4 })),
  };
  if (!isComputable(model)) throw new Error('the network holds numbers that cannot be computed with');
  return model;
}

/**
 * Whether no number is out of all proportion, and no sum of products can leave 32 bits: rows of the input are whole numbers of 16 bits, and of a matrix as
 * many are multiplied as it has inputs.
 */
function isComputable({ width, closerWidth, inner, matrices, numbers, scales }: NetworkModel): boolean {
  let least = 0;
  let most = 0;
  // A plain loop: it is run once, over millions, at the start.
  for (let index = 0; index < matrices.length; index += 1) {
    const weight = matrices[index] as number;
    if (weight > most) most = weight;
    else if (weight < least) least = weight;
  }
  const largest = Math.max(most, -least);
  const fits = largest * Math.max(3 * width, closerWidth, inner) * 2 ** 15 < 2 ** 31;
  const isPlausible = (number: number): boolean => Math.abs(number) <= LARGEST_NUMBER;
  return fits && numbers.every(isPlausible) && scales.every(isPlausible);
}

function numbered(names: readonly string[]): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const [index, name] of names.entries()) numbers.set(name, index);
  return numbers;
}
