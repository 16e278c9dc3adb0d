import type { RuleProblem } from '../problem';
import type { FolderFile } from '../reading/rule-folder';
import type { RuleSet } from '../types';
import { decodeNetwork } from './network-model';
import { decodeModel } from './tagger-model-file';
import { decodeWordClasses } from './word-classes';

const MODEL_FILE = 'models/tagger.bin';
const CLASSES_FILE = 'models/word-classes.bin';
const NETWORK_FILE = 'models/network.bin';

/** Paths in the rule folder of all there are. */
export const LEARNED_FILES: readonly string[] = [MODEL_FILE, CLASSES_FILE, NETWORK_FILE];

type Learned = Pick<RuleSet, 'model' | 'wordClasses' | 'network'>;

/** What each part of a rule set is decoded from, and by what. */
const DECODERS: { readonly [Part in keyof Learned]-?: readonly [path: string, decode: (bytes: Buffer) => Learned[Part]] } = {
  model: [MODEL_FILE, decodeModel],
  wordClasses: [CLASSES_FILE, decodeWordClasses],
  network: [NETWORK_FILE, decodeNetwork],
};

/** What was learned: the tagger's weights, word classes, the network. A folder without them is complete: the rules then stand alone. */
export function readLearned(files: readonly FolderFile[], problems: RuleProblem[]): Learned {
  const learned: Record<string, unknown> = {};
  for (const [part, make] of Object.entries(learnedMakers(files))) {
    try {
      learned[part] = make();
    } catch {
      problems.push({
        file: DECODERS[part as keyof Learned][0],
        line: 1,
        key: '',
        reason: 'cannot be read by this version; make it anew as its card in rules/models and DATA_SOURCES.md say',
      });
    }
  }
  return learned;
}

/**
 * What decodes each of them that the folder has, when it is called; it takes a tenth of a second.
 *
 * @throws Error from what it gives, for a file that is none
 */
export function learnedMakers(files: readonly FolderFile[]): { readonly [Part in keyof Learned]: () => Learned[Part] } {
  const makers = Object.entries(DECODERS).flatMap(([part, [path, decode]]) => {
    const file = files.find((candidate) => candidate.path === path);
    return file === undefined ? [] : [[part, () => decode(file.bytes)] as const];
  });
  return Object.fromEntries(makers);
}
