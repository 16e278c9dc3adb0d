import { DEFAULT_RULES_DIRECTORY } from '../../src/commands/rules-folder';
import { loadRules } from '../../src/rules/load';
import { withoutModel } from '../../src/rules/types';
import { predict } from '../eval/predict';
import { NOTES_FOLDER, readDocuments } from '../eval/read-documents';
import { entityTable, summary } from '../eval/report';
import { createScorer, type Score } from '../eval/score';
import { readFloors } from './standing-floors';

const floors = readFloors();
let score: Score;

beforeAll(() => {
  // The tagger has learned these very notes: only the rules can be held to floors here.
  const ruleSet = withoutModel(loadRules(DEFAULT_RULES_DIRECTORY));
  const scorer = createScorer();
  for (const document of readDocuments([NOTES_FOLDER])) scorer.add(document, predict(document.text, ruleSet));
  score = scorer.score();
  process.stdout.write(`${entityTable(score)}\n${summary(score)}\n`);
}, 120_000);

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
