import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENTITIES } from '../../src/rules/types';
import type { Score } from '../eval/score';
import type { Measured } from '../eval/targets/measured';

/** Shares, 0 to 1; false positives per 1000 words are a ceiling. */
export interface RuleFloors {
  readonly charRecall: number;
  readonly charPrecision: number;
  readonly f2: number;
  readonly falsePositivesPer1kWords: number;
  /** Share of gold spans found, per entity. */
  readonly found: Readonly<Record<string, number>>;
}

/** What rules and tagger must reach on notes that the tagger has not seen, per entity and over all. */
export interface UnseenFloors {
  /** The number of notes that it was measured with: with more notes, which are other notes, floors are set anew. */
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
  /** By cross-validation, see `npm run targets`. */
  readonly unseen: UnseenFloors;
}

export const FLOORS_FILE = join(__dirname, 'floors.json');

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

const NO_FLOORS: Omit<UnseenFloors, 'notes'> = {
  charRecall: 0,
  charPrecision: 0,
  spanRecall: 0,
  falsePositivesPer1kWords: Number.POSITIVE_INFINITY,
  found: {},
  precise: {},
};

/** Floors from what cross-validation reached; with the same notes they never fall. */
export function raiseUnseenFloors(standing: Floors, { notes, unseen }: Pick<Measured, 'notes' | 'unseen'>): Floors {
  const before = standing.unseen.notes === notes ? standing.unseen : NO_FLOORS;
  const entities = ENTITIES.flatMap((entity) => {
    const score = unseen.entities[entity];
    return score !== undefined && score.gold >= FEWEST ? [{ entity, ...score }] : [];
  });
  return {
    ...standing,
    unseen: {
      notes,
      charRecall: raise(before.charRecall, unseen.charRecall),
      charPrecision: raise(before.charPrecision, unseen.charPrecision),
      spanRecall: raise(before.spanRecall, unseen.spanRecall),
      falsePositivesPer1kWords: lower(before.falsePositivesPer1kWords, unseen.falsePositivesPer1kWords),
      found: Object.fromEntries(
        entities.map(({ entity, gold, found }) => [entity, raise(before.found[entity] ?? 0, found / gold)]),
      ),
      precise: Object.fromEntries(
        entities.map(({ entity, detections, falsePositives }) => [
          entity,
          raise(before.precise[entity] ?? 0, 1 - falsePositives / Math.max(1, detections)),
        ]),
      ),
    },
  };
}

export const writeFloors = (floors: Floors): void => writeFileSync(FLOORS_FILE, `${JSON.stringify(floors, null, 2)}\n`);
