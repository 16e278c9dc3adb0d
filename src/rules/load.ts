/** Loads a rule folder: ready-made where the build proved these very files, else from the files. */
import { basename } from 'node:path';
import { COMPILED_RULES_FILE, readCompiledRules } from './compiled-rules';
import { withLazyParts } from './lazy-parts';
import { learnedMakers } from './learned/learned-files';
import type * as ProvenSourcesModule from './proven-sources';
import { decodeFile, type FolderFile, hashFiles, type RuleFolder, readRuleFolder } from './reading/rule-folder';
import { readCheckedList } from './reading/word-list';
import type * as RuleBundleModule from './rule-bundle';
import type { RuleBundle } from './rule-bundle';
import type { RuleSet, WordList } from './types';

/** Parsers of YAML and of regular expressions take a tenth of a second to load: only who reads rule files waits for them. */
function readBundle(directory: string, folder: RuleFolder): RuleBundle {
  const bundle = require('./rule-bundle') as typeof RuleBundleModule;
  return bundle.readBundle(directory, folder);
}

/**
 * Loads `*.yaml`, `lists/*.txt`, `policies/*.yaml`, `use-cases/*.yaml`, `models/*.bin`, `exclusions.yaml` and `fragments.yaml` of a rule
 * folder, synchronously, once at start.
 *
 * @param compiled where the build may have made these very files ready
 * @throws RuleLoadError with all problems; there is no partly loaded rule set.
 */
export function loadRules(directory: string, compiled = COMPILED_RULES_FILE): RuleSet {
  const folder = readRuleFolder(directory);
  return readReady(folder, compiled) ?? readBundle(directory, folder).ruleSet;
}

/**
 * Like `loadRules`, with what a reviewer reads besides: the files as written.
 *
 * @throws RuleLoadError with all problems
 */
export function loadReviewedRules(directory: string, compiled = COMPILED_RULES_FILE): RuleBundle {
  const folder = readRuleFolder(directory);
  const ready = readReady(folder, compiled);
  if (ready === undefined) return readBundle(directory, folder);
  const { readProvenBundle } = require('./proven-sources') as typeof ProvenSourcesModule;
  return readProvenBundle(folder, ready);
}

/** The same, always checked anew. */
export function loadRuleBundle(directory: string): RuleBundle {
  return readBundle(directory, readRuleFolder(directory));
}

/**
 * The rules as the build made them ready, if these very files were there then. Lists and what was learned are read when they are first asked
 * for: the build has read the same bytes with the same code, so they cannot fail.
 */
function readReady({ files, problems }: RuleFolder, compiled: string): RuleSet | undefined {
  const ready = problems.length > 0 ? undefined : readCompiledRules(hashFiles(files), compiled);
  return ready && withLazyParts(ready, { lists: () => readCheckedLists(files), ...learnedMakers(files) });
}

function readCheckedLists(files: readonly FolderFile[]): ReadonlyMap<string, WordList> {
  const lists = files.filter(({ path }) => path.startsWith('lists/'));
  return new Map(lists.map((file) => [basename(file.path, '.txt'), readCheckedList(String(decodeFile(file)))]));
}
