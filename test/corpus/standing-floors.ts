import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENTITIES } from '../../src/rules/types';
import type { Score } from '../eval/score';

/** What the detector must reach on `fixtures/notes`. Shares, 0 to 1; false positives per 1000 words are a ceiling. */
export interface Floors {
  readonly charRecall: number;
  readonly charPrecision: number;
  readonly f2: number;
  readonly falsePositivesPer1kWords: number;
  /** Share of gold spans found, per entity. */
  readonly found: Readonly<Record<string, number>>;
}

export const FLOORS_FILE = join(__dirname, 'floors.json');

export const readFloors = (): Floors => JSON.parse(readFileSync(FLOORS_FILE, 'utf8')) as Floors;

/** Floors from a score: rounded down to a tenth of a percent, and never below the floors that stand. */
export function raiseFloors(standing: Floors, score: Score): Floors {
  const raise = (floor: number, measured: number): number => Math.max(floor, Math.floor(measured * 1000) / 1000);
  const found = ENTITIES.flatMap((entity) => {
    const { gold = 0, found: hits = 0 } = score.entities.get(entity) ?? {};
    return gold > 0 ? [[entity, raise(standing.found[entity] ?? 0, hits / gold)] as const] : [];
  });
  return {
    charRecall: raise(standing.charRecall, score.charRecall),
    charPrecision: raise(standing.charPrecision, score.charPrecision),
    f2: raise(standing.f2, score.f2),
    falsePositivesPer1kWords: Math.min(standing.falsePositivesPer1kWords, Math.ceil(score.falsePositivesPer1kWords * 10) / 10),
    found: Object.fromEntries(found),
  };
}

export const writeFloors = (floors: Floors): void => writeFileSync(FLOORS_FILE, `${JSON.stringify(floors, null, 2)}\n`);
