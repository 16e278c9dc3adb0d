import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GoldDocument, GoldSpan } from '../../src/training/marked-note';
import { NOTES_FOLDER, readDocuments } from '../eval/read-documents';
import { createScorer, type Prediction } from '../eval/score';
import { needs } from '../support/needs';

const SCORER = join(__dirname, '..', '..', '..', 'shared', 'data', 'score.py');
const available = needs(
  existsSync(SCORER) && spawnSync('python3', ['--version']).status === 0,
  'the scorer beside the one in Python',
  '../shared/data/score.py and python3',
);

/** Predictions with every kind of fault, the same on every run: whole, cut short, shifted, dropped, and some on plain words. */
function faultyPredictions({ text, spans }: GoldDocument): Prediction[] {
  const faults = spans.flatMap(({ start, end, entity }, index): Prediction[] => {
    if (index % 5 === 4) return [];
    return [{ start: start + (index % 5 === 2 ? 1 : 0), end: end - (index % 5 === 1 ? 2 : 0), entity, rule: 'test' }];
  });
  const plain = text.search(/[a-z]{7}/);
  return plain < 0 ? faults : [...faults, { start: plain, end: plain + 7, entity: 'NAME', rule: 'test' }];
}

const codePoints = (text: string, offset: number): number => [...text.slice(0, offset)].length;

(available ? test : test.skip)('scores as ../shared/data/score.py does', () => {
  const documents = readDocuments([NOTES_FOLDER]).filter((_, index) => index % 14 === 0);
  const folder = mkdtempSync(join(tmpdir(), 'phi-proxy-score-'));
  const scorer = createScorer();
  const gold: string[] = [];
  const predicted: string[] = [];
  for (const document of documents) {
    const predictions = faultyPredictions(document);
    scorer.add(document, predictions);
    const convert = <T extends Prediction | GoldSpan>({ entity, ...span }: T) => ({
      ...span,
      type: entity,
      start: codePoints(document.text, span.start),
      end: codePoints(document.text, span.end),
    });
    gold.push(JSON.stringify({ ...document, spans: document.spans.map(convert) }));
    predicted.push(JSON.stringify({ id: document.id, spans: predictions.map(convert) }));
  }
  writeFileSync(join(folder, 'gold.jsonl'), gold.join('\n'));
  writeFileSync(join(folder, 'predicted.jsonl'), predicted.join('\n'));
  const { stdout } = spawnSync('python3', [SCORER, join(folder, 'gold.jsonl'), join(folder, 'predicted.jsonl'), '--json'], {
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  const expected = JSON.parse(stdout) as Record<string, number>;
  const score = scorer.score();
  expect(score).toMatchObject({ documents: expected.docs, words: expected.words, gold: expected.gold });
  expect(score.falsePositives).toBe(expected.false_positives);
  expect(score.spanRecall).toBeCloseTo(expected.span_recall ?? Number.NaN, 10);
  expect(score.charRecall).toBeCloseTo(expected.char_recall ?? Number.NaN, 10);
  expect(score.charPrecision).toBeCloseTo(expected.char_precision ?? Number.NaN, 10);
  expect(score.f2).toBeCloseTo(expected.f2 ?? Number.NaN, 10);
  expect(score.documentsWithoutLeak).toBeCloseTo(expected.docs_without_leak ?? Number.NaN, 10);
});
