import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadRules } from '../rules/load';
import { type GoldDocument, parseMarkedNote } from './marked-note';
import { DEFAULT_TRAINING, trainTagger } from './train-tagger';

/** `npm run train`: learns the tagger from all notes of `fixtures/notes` and writes `rules/models/tagger.bin`. */

const ROOT = join(__dirname, '..', '..');

/** All notes of a folder, in the order of their names. */
export function readNotes(folder: string): GoldDocument[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => ({ id: name.slice(0, -4), ...parseMarkedNote(readFileSync(join(folder, name), 'utf8'), name) }));
}

function train(): void {
  const notes = readNotes(join(ROOT, 'fixtures', 'notes'));
  const onEpoch = (epoch: number, loss: number): void => {
    process.stderr.write(`epoch ${epoch + 1} of ${DEFAULT_TRAINING.epochs}: loss ${loss.toFixed(0)}\n`);
  };
  const model = trainTagger(notes, loadRules(join(ROOT, 'rules')), { ...DEFAULT_TRAINING, onEpoch });
  const folder = join(ROOT, 'rules', 'models');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'tagger.bin'), model);
  process.stderr.write(`${notes.length} notes, ${model.length} bytes: rules/models/tagger.bin\n`);
}

if (require.main === module) train();
