import type { Entity } from '../../../src/rules/types';
import { parseMarkedNote } from '../../../src/training/marked-note';
import { utf16Offsets } from '../../eval/read-documents';
import { createScorer, type Prediction, type ScoreOptions } from '../../eval/score';

function scoreOf(raw: string, found: readonly (readonly [string, Entity])[], options?: ScoreOptions) {
  const document = { id: 'a', ...parseMarkedNote(raw, 'a.txt') };
  const predictions = found.map(([value, entity]): Prediction => {
    const start = document.text.indexOf(value);
    return { start, end: start + value.length, entity, rule: 'test' };
  });
  const scorer = createScorer(options);
  scorer.add(document, predictions);
  return scorer.score();
}

describe('createScorer', () => {
  test('a span is found when all its letters and digits are covered, whatever stands between them', () => {
    const score = scoreOf('⟦NAME|Ann Lee⟧ came', [
      ['Ann', 'NAME'],
      ['Lee', 'NAME'],
    ]);
    expect(score).toMatchObject({
      gold: 1,
      spanRecall: 1,
      charRecall: 1,
      charPrecision: 1,
      falsePositives: 0,
      documentsWithoutLeak: 1,
    });
  });

  test('half a span is touched, not found, and a leak', () => {
    const score = scoreOf('⟦NAME|Ann Lee⟧ came', [['Ann', 'NAME']]);
    expect(score).toMatchObject({ spanRecall: 0, touchRecall: 1, charRecall: 0.5, documentsWithoutLeak: 0 });
    expect(score.misses).toMatchObject([{ entity: 'NAME', text: 'Ann Lee' }]);
  });

  test('optional spans count neither way', () => {
    expect(scoreOf('in ⟦?DATE|2011⟧', [])).toMatchObject({ gold: 0, charRecall: 1, charPrecision: 1 });
    expect(scoreOf('in ⟦?DATE|2011⟧', [['2011', 'DATE']])).toMatchObject({ falsePositives: 0, charPrecision: 1 });
  });

  test('a detection on nothing marked is a false positive of its label', () => {
    const score = scoreOf('Foley catheter', [['Foley', 'NAME']]);
    expect(score).toMatchObject({ falsePositives: 1, falsePositivesPer1kWords: 500, charPrecision: 0 });
    expect(score.entities.get('NAME')).toMatchObject({ gold: 0, falsePositives: 1 });
  });

  test('a wrong label still hides the value: found, but not labelled', () => {
    const score = scoreOf('MRN ⟦MRN|4821⟧', [['4821', 'ID']]);
    expect(score.entities.get('MRN')).toMatchObject({ found: 1, labelled: 0 });
  });

  test('must makes the other entities optional', () => {
    expect(scoreOf('⟦NAME|Ann⟧ on ⟦DATE|3/14⟧', [['Ann', 'NAME']], { must: new Set(['NAME']) })).toMatchObject({
      gold: 1,
      spanRecall: 1,
    });
  });

  test('F2 weighs recall more', () => {
    const score = scoreOf('⟦NAME|Anna⟧ came', [
      ['Anna', 'NAME'],
      ['came', 'NAME'],
    ]);
    expect(score.charPrecision).toBe(0.5);
    expect(score.f2).toBeCloseTo(5 / 6);
  });
});

test('utf16Offsets translates code points', () => {
  expect(utf16Offsets('a😀b')).toEqual([0, 1, 3]);
});
