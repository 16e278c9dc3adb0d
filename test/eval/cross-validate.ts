import { parseArgs } from 'node:util';
import { DEFAULT_RULES_DIRECTORY } from '../../src/commands/rules-folder';
import { loadRules } from '../../src/rules/load';
import { decodeModel } from '../../src/rules/tagger-model';
import { withoutModel } from '../../src/rules/types';
import { readNotes } from '../../src/training/main';
import { DEFAULT_TRAINING, trainTagger } from '../../src/training/train-tagger';
import { predict } from './predict';
import { NOTES_FOLDER, readDocuments } from './read-documents';
import { entityTable, groupTable, summary } from './report';
import { createScorer } from './score';

/**
 * What the engine finds in notes that its tagger has not seen: for each fold a tagger is trained on the other notes. `--letter g`
 * holds out all notes of one hand instead. The rules were written with the notes at hand; only the tagger is held out.
 */

const FOLDS = 5;

const { values } = parseArgs({
  options: {
    folds: { type: 'string', default: '0,1,2,3,4' },
    letter: { type: 'string' },
  },
});

type HeldOut = (id: string, index: number) => boolean;

function rounds(): (readonly [string, HeldOut])[] {
  const { letter } = values;
  if (letter !== undefined) return [[`letter ${letter}`, (id) => id.startsWith(`${letter}-`)]];
  return values.folds.split(',').map((fold) => [`fold ${fold}`, (_id, index) => index % FOLDS === Number(fold)]);
}

const rules = withoutModel(loadRules(DEFAULT_RULES_DIRECTORY));
const notes = readNotes(NOTES_FOLDER);
const documents = readDocuments([NOTES_FOLDER]).sort((a, b) => (a.id < b.id ? -1 : 1));
const withTagger = createScorer();
const rulesAlone = createScorer();
const groups = new Map<string, ReturnType<typeof createScorer>>();

for (const [name, isHeldOut] of rounds()) {
  const training = notes.filter(({ id }, index) => !isHeldOut(id, index));
  process.stderr.write(`${name}: training on ${training.length} of ${notes.length} notes\n`);
  const ruleSet = { ...rules, model: decodeModel(trainTagger(training, rules, DEFAULT_TRAINING)) };
  for (const document of documents.filter(({ id }, index) => isHeldOut(id, index))) {
    const predictions = predict(document.text, ruleSet);
    withTagger.add(document, predictions);
    rulesAlone.add(document, predict(document.text, rules));
    const letter = document.id.charAt(0);
    const group = groups.get(letter) ?? createScorer();
    groups.set(letter, group);
    group.add(document, predictions);
  }
}

const letters = new Map([...groups].sort().map(([letter, scorer]) => [letter, scorer.score()] as const));
const unseen = withTagger.score();
process.stdout.write(
  `${entityTable(unseen)}\n${summary(unseen)}\n${groupTable(letters)}\n\nrules alone\n${summary(rulesAlone.score())}\n`,
);
