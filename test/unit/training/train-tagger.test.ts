import { join } from 'node:path';
import { detect } from '../../../src/detect/detect';
import { decodeModel } from '../../../src/rules/learned/tagger-model-file';
import { withoutModel } from '../../../src/rules/types';
import { readNotes } from '../../../src/training/main';
import { DEFAULT_TRAINING, trainTagger } from '../../../src/training/train-tagger';
import { projectRules } from '../../support/project-rules';

const NOTES = readNotes(join(__dirname, '../../../fixtures/notes'))
  .filter(({ id }) => id.startsWith('l-'))
  .slice(0, 16);
const OPTIONS = { ...DEFAULT_TRAINING, epochs: 2, variations: 1 };

test('the same notes give the same bytes, other notes others', () => {
  const once = trainTagger(NOTES, projectRules(), OPTIONS);
  expect(trainTagger(NOTES, projectRules(), OPTIONS).equals(once)).toBe(true);
  expect(trainTagger(NOTES.slice(1), projectRules(), OPTIONS).equals(once)).toBe(false);
});

test('a tagger learns what no rule knows', () => {
  const marked = ['the ward calls her', 'everybody says hello to', 'we all waited for'].map((start, index) => ({
    id: `n-${index}`,
    text: `${start} Zzyzx today`,
    spans: [{ start: start.length + 1, end: start.length + 6, entity: 'NAME' as const, optional: false }],
  }));
  const rules = { ...withoutModel(projectRules()), rules: [] };
  const model = decodeModel(trainTagger([...marked, ...marked], rules, { ...OPTIONS, variations: 0, epochs: 20, l1: 0.01 }));
  const text = 'later we all waited for Zzyzx today';
  const found = detect([{ text }], { ...rules, model }).segments[0] ?? [];
  expect(found.map(({ start, end, entity }) => [text.slice(start, end), entity])).toEqual([['Zzyzx', 'NAME']]);
});
