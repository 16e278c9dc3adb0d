import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENTITIES } from '../../src/rules/types';
import type { Score } from '../eval/score';
import type { Figures } from '../eval/targets/measured';

/** Shares, 0 to 1; false positives per 1000 words are a ceiling. */
export interface RuleFloors {
  readonly charRecall: number;
  readonly charPrecision: number;
  readonly f2: number;
  readonly falsePositivesPer1kWords: number;
  /** Share of gold spans found, per entity. */
  readonly found: Readonly<Record<string, number>>;
}

/** What must be reached on notes that were not learned from, per entity and over all. */
export interface QualityFloors {
  /** The number of notes by which floors are told apart: with more notes, which are other notes, they are set anew. */
  readonly notes: number;
  readonly charRecall: number;
  readonly charPrecision: number;
  readonly spanRecall: number;
  readonly falsePositivesPer1kWords: number;
  readonly found: Readonly<Record<string, number>>;
  /** Share of the detections with the entity's label that lie on something marked. */
  readonly precise: Readonly<Record<string, number>>;
}

export interface Floors {
  /** What the rules alone must reach on the notes that they were written with. */
  readonly rulesAlone: RuleFloors;
  /** On hands held out, see `npm run targets`; `notes` counts all notes, by most of which the rest was learned. */
  readonly unseen: QualityFloors;
  /** What is delivered must reach this on `fixtures/unseen`. */
  readonly delivered: QualityFloors;
}

const FLOORS_FILE = join(__dirname, 'floors.json');

export const readFloors = (): Floors => JSON.parse(readFileSync(FLOORS_FILE, 'utf8')) as Floors;

/** Rounded down to a tenth of a percent, and never below the floor that stands. */
const raise = (floor: number, measured: number): number => Math.max(floor, Math.floor(measured * 1000) / 1000);

const lower = (ceiling: number, measured: number): number => Math.min(ceiling, Math.ceil(measured * 10) / 10);

/** Floors from a score; they never fall. */
export function raiseFloors(standing: RuleFloors, score: Score): RuleFloors {
  const found = ENTITIES.flatMap((entity) => {
    const { gold = 0, found: hits = 0 } = score.entities.get(entity) ?? {};
    return gold > 0 ? [[entity, raise(standing.found[entity] ?? 0, hits / gold)] as const] : [];
  });
  return {
    charRecall: raise(standing.charRecall, score.charRecall),
    charPrecision: raise(standing.charPrecision, score.charPrecision),
    f2: raise(standing.f2, score.f2),
    falsePositivesPer1kWords: lower(standing.falsePositivesPer1kWords, score.falsePositivesPer1kWords),
    found: Object.fromEntries(found),
  };
}

/** Entities with fewer spans than this have no floor of their own: one span more or less would move it. */
const FEWEST = 20;

const NO_FLOORS: Omit<QualityFloors, 'notes'> = {
  charRecall: 0,
  charPrecision: 0,
  spanRecall: 0,
  falsePositivesPer1kWords: Number.POSITIVE_INFINITY,
  found: {},
  precise: {},
};

/** Floors from what was reached; with the same notes they never fall. */
export function raiseQualityFloors(standing: QualityFloors, notes: number, figures: Figures): QualityFloors {
  const before = standing.notes === notes ? standing : NO_FLOORS;
  const entities = ENTITIES.flatMap((entity) => {
    const score = figures.entities[entity];
    return score !== undefined && score.gold >= FEWEST ? [{ entity, ...score }] : [];
  });
  return {
    notes,
    charRecall: raise(before.charRecall, figures.charRecall),
    charPrecision: raise(before.charPrecision, figures.charPrecision),
    spanRecall: raise(before.spanRecall, figures.spanRecall),
    falsePositivesPer1kWords: lower(before.falsePositivesPer1kWords, figures.falsePositivesPer1kWords),
    found: Object.fromEntries(
      entities.map(({ entity, gold, found }) => [entity, raise(before.found[entity] ?? 0, found / gold)]),
    ),
    precise: Object.fromEntries(
      entities.map(({ entity, detections, falsePositives }) => [
        entity,
        raise(before.precise[entity] ?? 0, 1 - falsePositives / Math.max(1, detections)),
      ]),
    ),
  };
}

export const writeFloors = (floors: Floors): void => writeFileSync(FLOORS_FILE, `${JSON.stringify(floors, null, 2)}\n`);
