/** Reads a rule folder from its files: everything is checked, and every problem of every file is reported at once. */
import { basename } from 'node:path';
import { readLearned } from './learned/learned-files';
import { RuleLoadError, type RuleProblem } from './problem';
import { readRule } from './reading/compile-rule';
import { coverageProblems, type Exclusions, readExclusions } from './reading/exclusions';
import { readSharedFragments, unusedFragments } from './reading/fragments';
import { readPolicies, unknownPolicies } from './reading/policies';
import { decodeFile, type FolderFile, hashEach, hashFiles, type RuleFolder } from './reading/rule-folder';
import type { FragmentTexts, PolicyFile, RuleFile } from './reading/schema';
import { parseWordList } from './reading/word-list';
import type { CompiledRule, RuleSet, WordList } from './types';
import { readUseCases, type UseCaseFile } from './use-cases/use-cases';

export const EXCLUSIONS_FILE = 'exclusions.yaml';
export const FRAGMENTS_FILE = 'fragments.yaml';
const NOT_RULES: ReadonlySet<string> = new Set([EXCLUSIONS_FILE, FRAGMENTS_FILE]);

export interface RuleBundle {
  readonly ruleSet: RuleSet;
  /** Rule files as written, by id: what a reviewer reads (references, limitations) and the engine does not need. */
  readonly sources: ReadonlyMap<string, RuleFile>;
  /** Fragments of all rules, as written. */
  readonly fragments: FragmentTexts;
  /** Policy files as written, by id. */
  readonly policySources: ReadonlyMap<string, PolicyFile>;
  /** Files of unapproved uses as written, by id. */
  readonly useCaseSources: ReadonlyMap<string, UseCaseFile>;
  /** Letters that no rule serves, with the reason. */
  readonly exclusions: Exclusions;
  /** SHA-256 of every file that the hash of the whole covers, by path. */
  readonly fileHashes: ReadonlyMap<string, string>;
}

/** @throws RuleLoadError with all problems */
export function readBundle(directory: string, folder: RuleFolder): RuleBundle {
  const problems: RuleProblem[] = [...folder.problems];
  // The letters that no rule serves would hide the one thing that is wrong: this is no folder of rules.
  if (folder.files.length === 0) throw new RuleLoadError(directory, problems);
  const texts = decodeAll(folder.files, problems);
  const lists = readLists(texts, problems);
  const learned = readLearned(folder.files, problems);
  const exclusions = readExclusions(EXCLUSIONS_FILE, texts.get(EXCLUSIONS_FILE), problems);
  const shared = readSharedFragments(FRAGMENTS_FILE, texts.get(FRAGMENTS_FILE));
  problems.push(...shared.problems);
  const read = [...texts]
    .filter(([path]) => /^[^/]+\.yaml$/u.test(path) && !NOT_RULES.has(path))
    .map(([path, text]) => readRule(path, text, { listNames: new Set(lists.keys()), fragments: shared.fragments }));
  problems.push(...read.flatMap((rule) => rule.problems));
  const written = read.flatMap(({ source }) => (source === undefined ? [] : [source]));
  // What a broken file would use cannot be told.
  if (shared.yaml !== undefined && written.length === read.length)
    problems.push(...unusedFragments(shared.yaml, [], shared.texts, written.flatMap(regexesOf)));
  // A file whose letters could not be read would be reported a second time as a gap in the coverage.
  const allRead = texts.size === yamlAndLists(folder.files).length && read.every(({ letters }) => letters.length > 0);
  if (allRead && exclusions !== undefined)
    problems.push(
      ...coverageProblems(
        EXCLUSIONS_FILE,
        exclusions,
        // A rule that is on in some policies only does not cover a letter.
        read.filter(({ rule }) => rule?.policies === undefined).flatMap(({ letters }) => letters),
      ),
    );
  const all = read.flatMap(({ rule }): CompiledRule[] => (rule === undefined ? [] : [rule]));
  const { policies, sources: policySources } = readPolicies(texts, all.length === read.length ? all : undefined, problems);
  problems.push(...unknownPolicies(all, policies));
  const { useCases, sources: useCaseSources } = readUseCases(texts, problems);
  if (problems.length > 0) throw new RuleLoadError(directory, problems);
  const rules = all.filter((rule) => rule.policies === undefined);
  const policyRules = all.filter((rule) => rule.policies !== undefined);
  const sources = new Map(written.map((source) => [source.id, source]));
  const ruleSet = { rules, policyRules, policies, useCases, lists, ...learned, sha256: hashFiles(folder.files) };
  return {
    ruleSet,
    sources,
    fragments: shared.texts,
    policySources,
    useCaseSources,
    exclusions: exclusions?.reasons ?? new Map(),
    fileHashes: hashEach(folder.files),
  };
}

function regexesOf({ fragments, patterns }: RuleFile): string[] {
  return [...Object.values(fragments), ...patterns.map(({ regex }) => regex)];
}

function yamlAndLists(files: readonly FolderFile[]): FolderFile[] {
  return files.filter(({ path }) => /^[^/]+\.yaml$|^lists\/|^policies\/|^use-cases\//u.test(path));
}

function decodeAll(files: readonly FolderFile[], problems: RuleProblem[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const file of yamlAndLists(files)) {
    const text = decodeFile(file);
    if (typeof text === 'string') texts.set(file.path, text);
    else problems.push(text);
  }
  return texts;
}

function readLists(texts: ReadonlyMap<string, string>, problems: RuleProblem[]): Map<string, WordList> {
  const lists = new Map<string, WordList>();
  for (const [path, text] of texts) {
    if (!path.startsWith('lists/')) continue;
    const list = parseWordList(path, text);
    problems.push(...list.problems);
    lists.set(basename(path, '.txt'), list.words);
  }
  return lists;
}
