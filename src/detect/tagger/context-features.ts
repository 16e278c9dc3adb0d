import type { FeatureWriter } from './feature-writer';
import { mix } from './hash';

/** Features that take more than one word, or what is known of the place. */

/** Writes the features of token `index` that are not those of single words. */
export function writeContext(writer: FeatureWriter, index: number): void {
  writePairs(writer, index);
  writePlace(writer, index);
  writeDensity(writer, index);
  if (writer.prepared.brevity !== 0) writeBrevity(writer, index);
  writeLayout(writer, index);
}

function writePairs(writer: FeatureWriter, index: number): void {
  const here = writer.fact(index);
  const before = writer.fact(index - 1);
  const after = writer.fact(index + 1);
  const group = here.wordGroup * 8 + (here.shape >> 3);
  writer.pair(90, before.wordGroup, group);
  writer.pair(91, after.wordGroup, group);
  writer.pair(92, mix(before.wordGroup, after.wordGroup), here.shape >> 3);
  writer.pair(40, before.word, here.word);
  writer.pair(41, here.word, after.word);
  writer.pair(44, before.word, after.word);
  writer.pair(45, here.shape, mix(before.shape, after.shape));
  writer.pair(46, here.nameRank, before.nameRank);
  writer.pair(47, here.nameRank, after.nameRank);
  writer.pair(48, here.shape, before.word);
  writer.pair(49, here.shape, after.word);
  writer.pair(50, here.nameRank, before.word);
  writer.pair(51, here.nameRank, after.word);
  writer.pair(52, here.shape, before.roles);
  writer.pair(53, here.shape, after.roles);
}

function writePlace(writer: FeatureWriter, index: number): void {
  const { labels, places, spaced, usage, evidence, above } = writer.prepared;
  const { shape, nameRank, tier } = writer.fact(index);
  const label = labels[index] ?? 0;
  const place = places[index] ?? 0;
  const mark = evidence.marks[index] ?? 0;
  writer.put(60, label);
  writer.pair(61, label, shape);
  writer.pair(62, place, shape);
  writer.pair(63, (spaced[index] ?? 0) * 2 + (spaced[index + 1] ?? 0), shape);
  writer.pair(64, usage[index] ?? 0, shape >> 3);
  writer.pair(65, usage[index] ?? 0, tier * 64 + nameRank);
  writer.put(66, mark);
  writer.pair(67, mark, shape);
  writer.pair(68, mark, writer.fact(index - 1).word);
  writer.pair(70, above[index] ?? 0, place * 128 + (shape & 127));
}

/** How full of identifiers and of capitals text and surroundings are, and what the rules thought of and gave up. */
function writeDensity(writer: FeatureWriter, index: number): void {
  const { evidence, marksNear, caseNear } = writer.prepared;
  const { shape, nameRank, tier } = writer.fact(index);
  const mark = evidence.marks[index] as number;
  const near = marksNear[index] as number;
  const capitals = caseNear[index] as number;
  writer.pair(95, evidence.density, shape);
  writer.pair(96, evidence.density, mark);
  writer.pair(97, evidence.density, nameRank * 8 + tier);
  writer.pair(98, near, shape);
  writer.pair(99, near, mark);
  writer.pair(102, capitals, shape);
  writer.pair(103, capitals, nameRank * 8 + tier);
  writer.pair(104, capitals, mark);
  const weak = evidence.weakMarks[index] as number;
  if (weak === 0) return;
  writer.put(100, weak);
  writer.pair(101, weak, shape);
}

/** What names and capitals are in a message, by what stands beside them. */
function writeBrevity(writer: FeatureWriter, index: number): void {
  const { brevity } = writer.prepared;
  const { shape, nameRank, tier, things } = writer.fact(index);
  const form = shape >> 3;
  writer.pair(105, brevity, mix(nameRank * 8 + tier, form));
  writer.pair(106, mix(brevity, form), mix(things, nameRank));
  writer.pair(107, mix(brevity, form), writer.fact(index - 1).wordGroup);
  writer.pair(108, mix(brevity, form), writer.fact(index + 1).wordGroup);
}

/** What structured text, documents and lists of names tell; most of it is nothing in running text. */
function writeLayout(writer: FeatureWriter, index: number): void {
  const { chunks, nearLabels, columns, elsewhere, namedLines, places, phrases } = writer.prepared;
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
  const phrase = phrases[index] as number;
  if (phrase === 0) return;
  writer.put(110, phrase);
  writer.pair(111, phrase, here.shape);
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
