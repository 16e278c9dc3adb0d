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

/** What was learned: the tagger's weights, word classes, the network. A folder without them is complete: the rules then stand alone. */
export function readLearned(
  files: readonly FolderFile[],
  problems: RuleProblem[],
): Pick<RuleSet, 'model' | 'wordClasses' | 'network'> {
  const model = readBinary(files, MODEL_FILE, decodeModel, problems);
  const wordClasses = readBinary(files, CLASSES_FILE, decodeWordClasses, problems);
  const network = readBinary(files, NETWORK_FILE, decodeNetwork, problems);
  return {
    ...(model === undefined ? {} : { model }),
    ...(wordClasses === undefined ? {} : { wordClasses }),
    ...(network === undefined ? {} : { network }),
  };
}

function readBinary<T>(
  files: readonly FolderFile[],
  path: string,
  decode: (bytes: Buffer) => T,
  problems: RuleProblem[],
): T | undefined {
  const file = files.find((candidate) => candidate.path === path);
  if (file === undefined) return undefined;
  try {
    return decode(file.bytes);
  } catch {
    problems.push({
      file: path,
      line: 1,
      key: '',
      reason: 'cannot be read by this version; make it anew as its card in rules/models and DATA_SOURCES.md say',
    });
    return undefined;
  }
}
