/** Reads the bytes of a rule folder, and the hash that names exactly what was read. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleProblem } from '../problem';

export interface FolderFile {
  /** Inside the folder, with forward slashes. */
  readonly path: string;
  readonly bytes: Buffer;
}

export interface RuleFolder {
  /** Every file that shapes decisions, sorted by path. */
  readonly files: readonly FolderFile[];
  readonly problems: readonly RuleProblem[];
}

/** Anything else would be ignored silently, and a rule that is ignored protects nobody. */
const FOLDERS: ReadonlySet<string> = new Set(['lists', 'models', 'policies', 'use-cases']);
const NOT_RULES: ReadonlySet<string> = new Set(['rule.schema.json']);

const GIVE_A_FOLDER = 'give a folder of rule files';

/** Reads the folder. What does not belong there is a problem; hidden files and `.md` notes are passed over. */
export function readRuleFolder(directory: string): RuleFolder {
  const problems: RuleProblem[] = [];
  const files: FolderFile[] = [];
  const read = (path: string): void => {
    const absolute = join(directory, path);
    // Links are followed: a mounted Kubernetes ConfigMap consists of them.
    const isDirectory = statSync(absolute).isDirectory();
    const reason = refusal(path, isDirectory);
    if (reason !== undefined) problems.push(problem(path || directory, reason));
    else if (isDirectory)
      for (const name of readdirSync(absolute).filter(isRelevant)) visit(path === '' ? name : `${path}/${name}`);
    else files.push({ path, bytes: readFileSync(absolute) });
  };
  const visit = (path: string): void => {
    try {
      read(path);
    } catch {
      problems.push(problem(path === '' ? directory : path, path === '' ? `cannot be read; ${GIVE_A_FOLDER}` : 'cannot be read'));
    }
  };
  visit('');
  if (files.length + problems.length === 0) problems.push(problem(directory, `holds no rules; ${GIVE_A_FOLDER}`));
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, problems };
}

function problem(file: string, reason: string): RuleProblem {
  return { file, line: 1, key: '', reason };
}

function isRelevant(name: string): boolean {
  return !name.startsWith('.') && !name.endsWith('.md') && !NOT_RULES.has(name);
}

function refusal(path: string, isDirectory: boolean): string | undefined {
  if (path === '') return isDirectory ? undefined : `is a file; ${GIVE_A_FOLDER}`;
  if (!isDirectory) return fileRefusal(path);
  return path.includes('/') || FOLDERS.has(path) ? undefined : 'unknown folder; rule files lie flat in the rule folder';
}

function fileRefusal(path: string): string | undefined {
  const [top = '', ...rest] = path.split('/');
  if (rest.length === 0 && !path.endsWith('.yaml')) return 'not a rule file; the name must end in .yaml';
  if (top === 'lists' && (rest.length > 1 || !path.endsWith('.txt'))) return 'not a word list; the name must be lists/NAME.txt';
  if (top === 'policies' && (rest.length > 1 || !path.endsWith('.yaml')))
    return 'not a policy; the name must be policies/NAME.yaml';
  if (top === 'use-cases' && (rest.length > 1 || !path.endsWith('.yaml')))
    return 'not a use-case rule; the name must be use-cases/NAME.yaml';
  return undefined;
}

/** SHA-256 over path, length and bytes of every file in order, lower-case hex. A reviewer signs this number. */
export function hashFiles(files: readonly FolderFile[]): string {
  const hash = createHash('sha256');
  for (const { path, bytes } of files) hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex');
}

/** The file as UTF-8, or a problem: replacement characters would quietly change what a rule says. */
export function decodeFile({ path, bytes }: FolderFile): string | RuleProblem {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return problem(path, 'not valid UTF-8');
  }
}
