import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EntityScore, Score } from '../score';

/** What was measured last, kept in `last-measured.json` beside this file: the README's figures and the floors come from it. */

export interface Figures {
  readonly documents: number;
  readonly words: number;
  readonly gold: number;
  /** Shares, 0 to 1. */
  readonly spanRecall: number;
  readonly charRecall: number;
  readonly charPrecision: number;
  /** Of the spans found in part or whole, those whose first detection has the right entity. */
  readonly labelled: number;
  readonly falsePositivesPer1kWords: number;
  readonly entities: Readonly<Record<string, EntityScore>>;
}

/** What a detector makes of notes that it has not seen. */
export interface Quality {
  /** The hands whose notes they are. */
  readonly hands: string;
  readonly unseen: Figures;
  /** False positives per 1,000 words of those without required PHI. */
  readonly cleanNotes: number;
  /** Share of the prompts without required PHI in which nothing harmless was replaced. */
  readonly promptsUntouched: number;
}

/** What is delivered, on the notes of `fixtures/unseen`. */
export interface Delivered extends Quality {
  readonly date: string;
  readonly commit: string;
}

/** What was learned without the hands `d` to `l`, on their notes. */
export interface Measured extends Quality {
  readonly date: string;
  readonly commit: string;
  /** SHA-256 of the rule bundle in force. */
  readonly rules: string;
  /** How many notes there were in all. */
  readonly notes: number;
  /** The same notes by rules and tagger. */
  readonly withoutNetwork: Figures;
  readonly rulesAlone: Figures;
  /** Of data that is not part of the project; missing where it was not there. */
  readonly cleanDialogues?: number;
  readonly handoffs?: number;
  readonly speed: SpeedFigures;
  readonly delivered: Delivered;
}

export interface SpeedFigures {
  readonly megabytesPerSecond: number;
  /** Time per MB of a text of 4 MB against one of 1 MB. */
  readonly growth: number;
  /** Median of 500 words, in milliseconds. */
  readonly promptMs: number;
  readonly startMs: number;
  readonly residentMegabytes: number;
  readonly packageMegabytes: number;
}

const MEASURED_FILE = join(__dirname, 'last-measured.json');

export const readMeasured = (): Measured => JSON.parse(readFileSync(MEASURED_FILE, 'utf8')) as Measured;

export const writeMeasured = (measured: Measured): void =>
  writeFileSync(
    MEASURED_FILE,
    `${JSON.stringify(measured, (_key, value) => (typeof value === 'number' ? rounded(value) : value), 2)}\n`,
  );

const rounded = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(4)));

/** The figures of a score that are kept. */
export function figuresOf(score: Score): Figures {
  const { documents, words, gold, spanRecall, charRecall, charPrecision, falsePositivesPer1kWords, entities } = score;
  const sum = (key: 'touched' | 'labelled'): number => [...entities.values()].reduce((total, entity) => total + entity[key], 0);
  const labelled = sum('touched') === 0 ? 1 : sum('labelled') / sum('touched');
  return {
    documents,
    words,
    gold,
    spanRecall,
    charRecall,
    charPrecision,
    labelled,
    falsePositivesPer1kWords,
    entities: Object.fromEntries(entities),
  };
}
