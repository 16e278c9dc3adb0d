import nlp from 'compromise';
import { DEFAULT_RULES_DIRECTORY } from '../../src/commands/rules-folder';
import { detect } from '../../src/detect/detect';
import { loadRules } from '../../src/rules/load';
import { clinicalDocuments, promptOf } from './clinical-text';
import { median, timed } from './measure';

const MEGABYTE = 1e6;
const TEXT = 2 * MEGABYTE;
/** compromise is about as slow as 0.1 MB/s: it reads a slice, one in twenty of the same documents. */
const SLICE = 20;

export interface DetectorFigures {
  readonly detectorMegabytesPerSecond: number;
  readonly compromiseMegabytesPerSecond: number;
  readonly detectorToCompromise: number;
  readonly promptOf2MegabytesMs: number;
  /** Memory that stayed or peaked above the start while 2 MB were read as one prompt, per byte of text. */
  readonly heapPerTextByte: number;
}

/** One core, one thread. MB are 10⁶ UTF-8 bytes. */
export function benchDetector(): DetectorFigures {
  const ruleSet = loadRules(DEFAULT_RULES_DIRECTORY);
  const documents = clinicalDocuments(TEXT);
  for (const text of documents.slice(0, 100)) detect([{ text }], ruleSet);
  const detector = documents.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / MEGABYTE;
  const runs = [0, 1, 2].map(() => timed(() => documents.map((text) => detect([{ text }], ruleSet).segments.length)));
  const slice = documents.filter((_, index) => index % SLICE === 0);
  const sliced = slice.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / MEGABYTE;
  nlp(slice[0] ?? '').people();
  const compromise = timed(() => slice.map((text) => nlp(text).people().length));
  const detectorSpeed = detector / (median(runs) / 1000);
  const compromiseSpeed = sliced / (compromise / 1000);
  return {
    detectorMegabytesPerSecond: detectorSpeed,
    compromiseMegabytesPerSecond: compromiseSpeed,
    detectorToCompromise: detectorSpeed / compromiseSpeed,
    ...benchPrompt(promptOf(documents, TEXT), (text) => detect([{ text }], ruleSet)),
  };
}

function benchPrompt(text: string, read: (text: string) => unknown) {
  global.gc?.();
  const before = process.memoryUsage().heapUsed;
  let result: unknown;
  const took = timed(() => {
    result = read(text);
  });
  const after = process.memoryUsage().heapUsed;
  return {
    promptOf2MegabytesMs: took,
    heapPerTextByte: result === undefined ? 0 : Math.max(0, after - before) / Buffer.byteLength(text),
  };
}
