/** Classes of words that are used alike, learned from public word vectors by `scripts/word-classes.py`. */
import { readColumn } from './read-column';

/** Plain data, so that a rule set can be sent to a thread. */
export interface WordClasses {
  /** Open-addressing table: pairs of a word's hash and its class plus one, 0 for an empty place. Its length is a power of two. */
  readonly table: Int32Array;
}

const MAGIC = 0x43_49_48_50;
/** Classes are numbered by their group times this, plus their part of it. */
const PARTS = 16;

/**
 * Reads the file that `scripts/word-classes.py` describes.
 *
 * @throws Error when the bytes are none
 */
export function decodeWordClasses(buffer: Buffer): WordClasses {
  if (buffer.length < 8 || buffer.readUInt32LE(0) !== MAGIC) throw new Error('not a file of word classes');
  const count = buffer.readUInt32LE(4);
  if (buffer.length !== 8 + count * 6) throw new Error('the file of word classes is cut off');
  let size = 16;
  while (size * 0.7 < count) size *= 2;
  const table = new Int32Array(size * 2);
  const hashes = new Int32Array(readColumn(buffer, { start: 8, length: count, width: 4 }));
  const classes = new Uint16Array(readColumn(buffer, { start: 8 + count * 4, length: count, width: 2 }));
  for (let index = 0; index < count; index += 1) {
    const hash = hashes[index] as number;
    let at = hash & (size - 1);
    while (table[at * 2 + 1] !== 0) at = (at + 1) & (size - 1);
    table[at * 2] = hash;
    table[at * 2 + 1] = (classes[index] as number) + 1;
  }
  return { table };
}

/** The class of a word by the hash of its lower case, from 1 on; 0 for a word that has none. */
export function wordClass({ table }: WordClasses, hash: number): number {
  const mask = table.length / 2 - 1;
  for (let at = hash & mask; ; at = (at + 1) & mask) {
    const found = table[at * 2 + 1] as number;
    if (found === 0 || table[at * 2] === hash) return found;
  }
}

/** The group of a class, from 1 on; 0 for no class. */
export function wordGroup(wordClassNumber: number): number {
  return wordClassNumber === 0 ? 0 : Math.floor((wordClassNumber - 1) / PARTS) + 1;
}
