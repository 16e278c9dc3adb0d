import { readFileSync } from 'node:fs';
import { DEFAULT_RULES_DIRECTORY } from '../../src/commands/rules-folder';
import { decodeNetwork } from '../../src/rules/learned/network-model';
import { decodeModel } from '../../src/rules/learned/tagger-model-file';
import { loadRules } from '../../src/rules/load';
import { withoutModel } from '../../src/rules/types';
import { readNotes } from '../../src/training/main';
import { DEFAULT_TRAINING, trainTagger } from '../../src/training/train-tagger';
import { holdsOut, networkFor } from './held-out';
import { predict } from './predict';
import { NOTES_FOLDER } from './read-documents';

/**
 * One round of `held-out.ts`: trains on the other notes, or takes a tagger that was made so, and prints what is found in those held out, one
 * JSON line a note.
 */

const [round = '', taggerFile] = process.argv.slice(2);
const isHeldOut = holdsOut(round);
const { network: _, ...rules } = withoutModel(loadRules(DEFAULT_RULES_DIRECTORY));
const notes = readNotes(NOTES_FOLDER);

function trainOnOthers(): Buffer {
  const training = notes.filter(({ id }, index) => !isHeldOut(id, index));
  process.stderr.write(`${round}: training on ${training.length} of ${notes.length} notes\n`);
  return trainTagger(training, rules, DEFAULT_TRAINING);
}

const ruleSet = { ...rules, model: decodeModel(taggerFile === undefined ? trainOnOthers() : readFileSync(taggerFile)) };
const networkFile = networkFor(round);
const full = networkFile === undefined ? undefined : { ...ruleSet, network: decodeNetwork(readFileSync(networkFile)) };
for (const { id, text } of notes.filter((note, index) => isHeldOut(note.id, index))) {
  const line = {
    id,
    withTagger: predict(text, ruleSet),
    rulesAlone: predict(text, rules),
    ...(full === undefined ? {} : { withNetwork: predict(text, full) }),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
