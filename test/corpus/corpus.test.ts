import { basename, relative } from 'node:path';
import { type RuleSet, withoutModel } from '../../src/rules/types';
import type { GoldDocument } from '../../src/training/marked-note';
import { predict } from '../eval/predict';
import { isOfRules, NOTES_FOLDER, readDocuments, UNSEEN_FOLDER } from '../eval/read-documents';
import { entityTable, summary } from '../eval/report';
import { createScorer, type Score } from '../eval/score';
import { type Figures, figuresOf, readMeasured } from '../eval/targets/measured';
import { contentHash, ENGINE, ROOT, remembered } from '../support/cache';
import { projectRules } from '../support/project-rules';
import { type QualityFloors, readFloors } from './standing-floors';

const { rulesAlone: floors, unseen: unseenFloors, delivered: deliveredFloors } = readFloors();
let score: Score;

/** The engine reads notes for a minute, and gives the same as long as neither it nor they change. */
function scoreOf(folder: string, documents: () => readonly GoldDocument[], ruleSet: () => RuleSet): Score {
  const key = contentHash(...ENGINE, 'src/training', 'test/eval', relative(ROOT, folder));
  return remembered(`score-of-${basename(folder)}`, key, () => {
    const scorer = createScorer();
    const rules = ruleSet();
    for (const document of documents()) scorer.add(document, predict(document.text, rules));
    // No text is kept.
    return { ...scorer.score(), misses: [], falsePositiveFindings: [] };
  });
}

beforeAll(() => {
  // The tagger has learned these very notes: only the rules can be held to floors here, on the notes that they were written with.
  const documents = (): GoldDocument[] => readDocuments([NOTES_FOLDER]).filter(isOfRules);
  score = scoreOf(NOTES_FOLDER, documents, () => withoutModel(projectRules()));
  process.stdout.write(`${entityTable(score)}\n${summary(score)}\n`);
});

test.each(Object.entries(floors.found))('%s: at least %d of the gold spans are found', (entity, floor) => {
  const { gold, found } = [...score.entities].find(([name]) => name === entity)?.[1] ?? { gold: 0, found: 0 };
  expect(found / gold).toBeGreaterThanOrEqual(floor);
});

test.each(['charRecall', 'charPrecision', 'f2'] as const)('%s does not fall', (figure) => {
  expect(score[figure]).toBeGreaterThanOrEqual(floors[figure]);
});

test('false positives do not rise', () => {
  expect(score.falsePositivesPer1kWords).toBeLessThanOrEqual(floors.falsePositivesPer1kWords);
});

describe('what was measured last on notes that the tagger had not seen', () => {
  const { unseen, notes } = readMeasured();

  test('it was measured with the notes that the floors are for', () => {
    expect(notes).toBe(unseenFloors.notes);
  });

  expectFloors(() => unseen, unseenFloors);
});

describe('what is delivered, on notes from which nothing was learned', () => {
  let delivered: Figures;

  beforeAll(() => {
    delivered = figuresOf(scoreOf(UNSEEN_FOLDER, () => readDocuments([UNSEEN_FOLDER]), projectRules));
  });

  test('they are the notes that the floors are for', () => {
    expect(delivered.documents).toBe(deliveredFloors.notes);
  });

  expectFloors(() => delivered, deliveredFloors);
});

function expectFloors(figures: () => Figures, standing: QualityFloors): void {
  test.each(['charRecall', 'charPrecision', 'spanRecall'] as const)('%s is at its floor or above', (figure) => {
    expect(figures()[figure]).toBeGreaterThanOrEqual(standing[figure]);
  });

  test('false positives are at their ceiling or below', () => {
    expect(figures().falsePositivesPer1kWords).toBeLessThanOrEqual(standing.falsePositivesPer1kWords);
  });

  test.each(Object.entries(standing.found))('%s: at least %d of the spans are found', (entity, floor) => {
    const { gold, found } = figures().entities[entity] ?? { gold: 1, found: 0 };
    expect(found / gold).toBeGreaterThanOrEqual(floor);
  });

  test.each(Object.entries(standing.precise))('%s: at least %d of the detections are right', (entity, floor) => {
    const { detections, falsePositives } = figures().entities[entity] ?? { detections: 1, falsePositives: 1 };
    expect(1 - falsePositives / detections).toBeGreaterThanOrEqual(floor);
  });
}
