import type { FeatureWriter } from './feature-writer';
import { mix } from './hash';

/** Features that take more than one word, or what is known of the place. */

/**
 * Features that depend on a few facts only, none of which tells a word: their sum is the same wherever both keys are. Keys have up to 31
 * bits.
 */
export interface KeyedGroup {
  high(writer: FeatureWriter, index: number): number;
  low(writer: FeatureWriter, index: number): number;
  write(writer: FeatureWriter, index: number): void;
}

function spacesAround({ prepared: { spaced } }: FeatureWriter, index: number): number {
  return (spaced[index] ?? 0) * 2 + (spaced[index + 1] ?? 0);
}

/** What is known of the place, with the shape of the word and its rank in the lists of names: how full of identifiers text and surroundings are, too. */
const PLACE: KeyedGroup = {
  high(writer, index) {
    const { shape, nameRank, tier } = writer.fact(index);
    const { evidence, usage } = writer.prepared;
    return shape | (nameRank << 8) | (tier << 14) | ((evidence.marks[index] ?? 0) << 17) | ((usage[index] ?? 0) << 23);
  },
  low(writer, index) {
    const { evidence, marksNear, places } = writer.prepared;
    const near = (marksNear[index] ?? 0) | ((places[index] ?? 0) << 3) | (spacesAround(writer, index) << 6);
    return evidence.density | (near << 3) | ((evidence.weakMarks[index] ?? 0) << 11);
  },
  write(writer, index) {
    const { evidence, marksNear, places, usage } = writer.prepared;
    const { shape, nameRank, tier } = writer.fact(index);
    const mark = evidence.marks[index] ?? 0;
    writer.pair(62, places[index] ?? 0, shape);
    writer.pair(63, spacesAround(writer, index), shape);
    writer.pair(64, usage[index] ?? 0, shape >> 3);
    writer.pair(65, usage[index] ?? 0, tier * 64 + nameRank);
    writer.put(66, mark);
    writer.pair(67, mark, shape);
    writer.pair(95, evidence.density, shape);
    writer.pair(96, evidence.density, mark);
    writer.pair(97, evidence.density, nameRank * 8 + tier);
    writer.pair(98, marksNear[index] ?? 0, shape);
    writer.pair(99, marksNear[index] ?? 0, mark);
    const weak = evidence.weakMarks[index] ?? 0;
    if (weak === 0) return;
    writer.put(100, weak);
    writer.pair(101, weak, shape);
  },
};

/** The case of the words around, with what is known of this one: in a heading a capital says nothing. Names of the lists. */
const CASE: KeyedGroup = {
  high(writer, index) {
    const { shape, nameRank, tier } = writer.fact(index);
    return shape | (nameRank << 8) | (tier << 14);
  },
  low({ prepared: { caseNear, evidence, phrases } }, index) {
    return (caseNear[index] ?? 0) | ((evidence.marks[index] ?? 0) << 5) | ((phrases[index] ?? 0) << 11);
  },
  write(writer, index) {
    const { caseNear, evidence, phrases } = writer.prepared;
    const { shape, nameRank, tier } = writer.fact(index);
    const near = caseNear[index] ?? 0;
    writer.pair(102, near, shape);
    writer.pair(103, near, nameRank * 8 + tier);
    writer.pair(104, near, evidence.marks[index] ?? 0);
    const phrase = phrases[index] ?? 0;
    if (phrase === 0) return;
    writer.put(110, phrase);
    writer.pair(111, phrase, shape);
  },
};

/** What kinds of words stand side by side: templates for one neighbour. */
function neighbours(step: -1 | 1, group: number, rank: number, roles: number): KeyedGroup {
  return {
    high(writer, index) {
      const { wordGroup, nameRank, roles: listed } = writer.fact(index + step);
      return wordGroup | (nameRank << 7) | (listed << 13);
    },
    low(writer, index) {
      const { wordGroup, nameRank, shape } = writer.fact(index);
      return wordGroup | (nameRank << 7) | (shape << 13);
    },
    write(writer, index) {
      const here = writer.fact(index);
      const beside = writer.fact(index + step);
      writer.pair(group, beside.wordGroup, here.wordGroup * 8 + (here.shape >> 3));
      writer.pair(rank, here.nameRank, beside.nameRank);
      writer.pair(roles, here.shape, beside.roles);
    },
  };
}

/** Shapes in a row, and kinds of words around. */
const SHAPES: KeyedGroup = {
  high(writer, index) {
    return writer.fact(index - 1).shape | (writer.fact(index).shape << 8) | (writer.fact(index + 1).shape << 16);
  },
  low(writer, index) {
    return writer.fact(index - 1).wordGroup | (writer.fact(index + 1).wordGroup << 7);
  },
  write(writer, index) {
    const here = writer.fact(index);
    const before = writer.fact(index - 1);
    const after = writer.fact(index + 1);
    writer.pair(92, mix(before.wordGroup, after.wordGroup), here.shape >> 3);
    writer.pair(45, here.shape, mix(before.shape, after.shape));
  },
};

export const KEYED_GROUPS: readonly KeyedGroup[] = [PLACE, CASE, neighbours(-1, 90, 46, 52), neighbours(1, 91, 47, 53), SHAPES];

/** Writes the features of a token that know words around it, labels and columns. */
export function writeSurroundings(writer: FeatureWriter, index: number): void {
  const { labels, places, evidence, above } = writer.prepared;
  const here = writer.fact(index);
  const before = writer.fact(index - 1);
  const after = writer.fact(index + 1);
  writer.pair(40, before.word, here.word);
  writer.pair(41, here.word, after.word);
  writer.pair(44, before.word, after.word);
  writer.pair(48, here.shape, before.word);
  writer.pair(49, here.shape, after.word);
  writer.pair(50, here.nameRank, before.word);
  writer.pair(51, here.nameRank, after.word);
  writer.put(60, labels[index] ?? 0);
  writer.pair(61, labels[index] ?? 0, here.shape);
  writer.pair(68, evidence.marks[index] ?? 0, before.word);
  writer.pair(70, above[index] ?? 0, (places[index] ?? 0) * 128 + (here.shape & 127));
  writeLayout(writer, index);
}

/** What structured text and documents tell; most of it is nothing in running text. */
function writeLayout(writer: FeatureWriter, index: number): void {
  const { chunks, nearLabels, columns, elsewhere, namedLines, places } = writer.prepared;
  const here = writer.fact(index);
  if (chunks.forms[index] !== 0) writeChunk(writer, index);
  const label = nearLabels.labels[index] as number;
  if (label !== 0) {
    writer.pair(74, label, nearLabels.distances[index] as number);
    writer.pair(75, label, here.shape);
  }
  const column = columns[index] as number;
  if (column !== 0) {
    writer.put(76, column);
    writer.pair(77, column, here.shape);
  }
  const mark = elsewhere[index] as number;
  if (mark !== 0) writer.pair(78, mark, here.shape >> 3);
  const named = namedLines[index] as number;
  if (named !== 0) writer.pair(94, named * 8 + (places[index] as number), mix(here.shape >> 3, here.tier * 64 + here.nameRank));
}

function writeChunk(writer: FeatureWriter, index: number): void {
  const { chunks, wordsBefore } = writer.prepared;
  const kind = chunks.kinds[index] as number;
  const word = wordsBefore[chunks.begins[index] as number] as number;
  writer.pair(71, chunks.forms[index] as number, chunks.places[index] as number);
  writer.put(79, kind);
  writer.pair(72, kind, word);
  writer.pair(73, writer.fact(index).shape, word);
}
