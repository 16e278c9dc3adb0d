import { parseMarkedNote } from '../../src/training/marked-note';
import { createScorer } from '../eval/score';
import { figuresOf } from '../eval/targets/measured';
import { type RuleFloors, raiseFloors, raiseQualityFloors, readFloors } from './standing-floors';

const standing: RuleFloors = { charRecall: 0.9, charPrecision: 0.2, f2: 0.5, falsePositivesPer1kWords: 3, found: { NAME: 0.9 } };

function scoreOf(found: readonly [number, number][]) {
  const scorer = createScorer();
  const predictions = found.map(([start, end]) => ({ start, end, entity: 'NAME' as const, rule: 'test' }));
  scorer.add({ id: 'a', ...parseMarkedNote('⟦NAME|Ann⟧ ⟦NAME|Lee⟧ ⟦NAME|Roe⟧ came', 'a.txt') }, predictions);
  return scorer.score();
}

test('floors rise to what was reached, rounded down', () => {
  const perfect = scoreOf([[0, 11]]);
  expect(raiseFloors(standing, perfect)).toEqual({
    charRecall: 1,
    charPrecision: 1,
    f2: 1,
    falsePositivesPer1kWords: 0,
    found: { NAME: 1 },
  });
  expect(raiseFloors({ ...standing, charRecall: 0 }, scoreOf([[0, 3]])).charRecall).toBe(0.333);
});

test('floors never fall', () => {
  const worse = scoreOf([[12, 16]]);
  expect(raiseFloors(standing, worse)).toEqual(standing);
});

test('floors on unseen notes never fall with the same notes, and are set anew with more', () => {
  const { unseen } = readFloors();
  const standingFloors = { ...unseen, notes: 3, charRecall: 0.9 };
  const worse = figuresOf(scoreOf([[0, 3]]));
  expect(raiseQualityFloors(standingFloors, 3, worse).charRecall).toBe(0.9);
  expect(raiseQualityFloors(standingFloors, 4, worse)).toMatchObject({ notes: 4, charRecall: 0.333 });
});
