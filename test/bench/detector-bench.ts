import nlp from 'compromise';
import { DEFAULT_RULES_DIRECTORY } from '../../src/commands/rules-folder';
import { detect } from '../../src/detect/detect';
import { loadRules } from '../../src/rules/load';
import { clinicalDocuments, promptOf } from './clinical-text';
import { collectGarbage, median, timed } from './measure';

const MEGABYTE = 1e6;
const TEXT = 2 * MEGABYTE;
/** compromise is about as slow as 0.1 MB/s: it reads a slice, one in twenty of the same documents. */
const SLICE = 20;

export interface DetectorFigures {
  readonly detectorMegabytesPerSecond: number;
  readonly compromiseMegabytesPerSecond: number;
  readonly detectorToCompromise: number;
  readonly promptOf2MegabytesMs: number;
  /** Memory of the result of 2 MB read as one prompt, per byte of text. */
  readonly heapPerTextByte: number;
  /** The most that was in use above the start meanwhile, garbage not yet collected included, per byte of text. */
  readonly heapPeakPerTextByte: number;
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
    ...benchPrompt(promptOf(documents, TEXT), (text, checkpoint) => detect([{ text }], ruleSet, { checkpoint })),
  };
}

/** Looks at memory once in so many checkpoints. */
const LOOK_EVERY = 256;

function benchPrompt(text: string, read: (text: string, checkpoint: () => void) => unknown) {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  let peak = 0;
  let checkpoints = 0;
  const checkpoint = (): void => {
    checkpoints += 1;
    if (checkpoints % LOOK_EVERY === 0) peak = Math.max(peak, process.memoryUsage().heapUsed);
  };
  let result: unknown;
  const took = timed(() => {
    result = read(text, checkpoint);
  });
  collectGarbage();
  const after = process.memoryUsage().heapUsed;
  const bytes = Buffer.byteLength(text);
  return {
    promptOf2MegabytesMs: took,
    heapPerTextByte: result === undefined ? 0 : Math.max(0, after - before) / bytes,
    heapPeakPerTextByte: Math.max(0, peak - before) / bytes,
  };
}
