import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_RULES_DIRECTORY } from '../../../src/commands/rules-folder';
import { loadRules } from '../../../src/rules/load';
import { withoutModel } from '../../../src/rules/types';
import type { GoldDocument } from '../../../src/training/marked-note';
import { DEFAULT_TRAINING, trainTagger } from '../../../src/training/train-tagger';
import { HANDS_ROUND, holdsOut } from '../held-out';
import { PEERS_FOLDER } from './install';

/** The documents of the hands that are held out, and those of the others. */
export function cutHands(documents: readonly GoldDocument[]): { heldOut: GoldDocument[]; others: GoldDocument[] } {
  const isHeldOut = holdsOut(HANDS_ROUND);
  return {
    heldOut: documents.filter(({ id }, index) => isHeldOut(id, index)),
    others: documents.filter(({ id }, index) => !isHeldOut(id, index)),
  };
}

/** Learns a tagger from the documents and writes it beside the peers. Takes minutes and, for all notes, gigabytes. */
export function trainOn(documents: readonly GoldDocument[]): string {
  process.stderr.write(`training a tagger on ${documents.length} documents of the other hands\n`);
  const onEpoch = (epoch: number): void => void process.stderr.write(`epoch ${epoch + 1} of ${DEFAULT_TRAINING.epochs}\n`);
  const model = trainTagger(documents, withoutModel(loadRules(DEFAULT_RULES_DIRECTORY)), { ...DEFAULT_TRAINING, onEpoch });
  mkdirSync(PEERS_FOLDER, { recursive: true });
  const file = join(PEERS_FOLDER, 'held-out.bin');
  writeFileSync(file, model);
  return file;
}
