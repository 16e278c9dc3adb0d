/** Reads the bytes of a rule folder, and the hash that names exactly what was read. */
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularFile } from '../../regular-file';
import { LEARNED_FILES } from '../learned/learned-files';
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

const MEBIBYTE = 1024 * 1024;
/** Many times what is needed: parsers take some hundred times a file's size in memory, and a start must not wait for minutes. */
const LARGEST_TEXT = MEBIBYTE;
const LARGEST_LIST = 16 * MEBIBYTE;
const LARGEST_MODEL = 64 * MEBIBYTE;
const MOST_FILES = 10_000;

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
    else if (isDirectory) readAll(path, readdirSync(absolute).filter(isRelevant));
    else files.push({ path, bytes: readRegularFile(absolute, largestOf(path)) });
  };
  const readAll = (path: string, names: readonly string[]): void => {
    if (names.length > MOST_FILES)
      problems.push(problem(path || directory, `holds more than ${MOST_FILES} files; ${GIVE_A_FOLDER}`));
    else for (const name of names) visit(path === '' ? name : `${path}/${name}`);
  };
  const visit = (path: string): void => {
    try {
      read(path);
    } catch (error) {
      problems.push(problem(path || directory, path === '' ? `cannot be read; ${GIVE_A_FOLDER}` : unreadable(path, error)));
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
  return FOLDERS.has(path) ? undefined : 'unknown folder; rule files lie flat in the rule folder';
}

/** Why a file was not read. */
function unreadable(path: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EFTYPE') return 'is no regular file';
  return code === 'EFBIG' ? `is larger than ${largestOf(path) / MEBIBYTE} MiB` : 'cannot be read';
}

function largestOf(path: string): number {
  if (path.startsWith('lists/')) return LARGEST_LIST;
  return path.startsWith('models/') ? LARGEST_MODEL : LARGEST_TEXT;
}

/** Folders lie one deep, so a path has one slash at most. */
function fileRefusal(path: string): string | undefined {
  const [top = '', name] = path.split('/');
  if (name === undefined) return path.endsWith('.yaml') ? undefined : 'not a rule file; the name must end in .yaml';
  if (top === 'models') return LEARNED_FILES.includes(path) ? undefined : `not a model; there are ${LEARNED_FILES.join(', ')}`;
  if (top === 'lists') return path.endsWith('.txt') ? undefined : 'not a word list; the name must be lists/NAME.txt';
  if (path.endsWith('.yaml')) return undefined;
  return `not a ${top === 'policies' ? 'policy' : 'use-case rule'}; the name must be ${top}/NAME.yaml`;
}

/** SHA-256 over path, length and bytes of every file in order, lower-case hex. A reviewer signs this number. */
export function hashFiles(files: readonly FolderFile[]): string {
  const hash = createHash('sha256');
  for (const { path, bytes } of files) hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex');
}

/** SHA-256 of each file by its path, as `sha256sum` prints it: where the number above differs, these say which files do. */
export function hashEach(files: readonly FolderFile[]): ReadonlyMap<string, string> {
  return new Map(files.map(({ path, bytes }) => [path, createHash('sha256').update(bytes).digest('hex')]));
}

/** The file as UTF-8, or a problem: replacement characters would quietly change what a rule says. */
export function decodeFile({ path, bytes }: FolderFile): string | RuleProblem {
  // Every letter of English text in UTF-16 has one, which UTF-8 allows and nobody sees.
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    const line = bytes.subarray(0, nul).toString('latin1').split('\n').length;
    return { ...problem(path, 'not valid UTF-8: it holds NUL characters, as UTF-16 does; save it as UTF-8'), line };
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return problem(path, 'not valid UTF-8');
  }
}
