import type * as Yaml from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import { readRegularFile } from '../regular-file';
import { type KnownNames, keyFileSchema, keyFileSchemaFor } from './key-file-schema';
import type { KeyEntry } from './key-store';

/** A key or region file that cannot be used. Messages say where and what, and never quote the file: someone may have put a key into it. */
export class KeyFileError extends Error {
  /** First line with a problem; 1 if the file could not be read. */
  readonly line: number;
  /** `file:line place: reason`, one a problem. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[], line: number) {
    super(problems.join('\n'));
    this.name = 'KeyFileError';
    this.problems = problems;
    this.line = line;
  }
}

/**
 * Reads a key file (YAML, hence also JSON): `keys` (hash, label, and what the key may do) and, optional, the house's own `plans`.
 * @param known what a server has; every request of a key that names something else would be refused, so the file is
 * @throws KeyFileError naming file and line of each problem.
 */
export function readKeyFile(path: string, known?: KnownNames): KeyEntry[] {
  return readAccessFile(path, known === undefined ? keyFileSchema : keyFileSchemaFor(known));
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'the right to read it is missing',
  EISDIR: 'it is a folder',
  EFTYPE: 'it is no regular file',
  EFBIG: 'it is larger than 64 MiB',
};

/** Some half a million keys. */
const LARGEST = 64 * 1024 * 1024;

function readText(path: string): string {
  return readRegularFile(path, LARGEST).toString('utf8');
}

/**
 * Reads a file of this folder's by its schema.
 * @throws KeyFileError naming file and line of each problem.
 */
export function readAccessFile<T>(path: string, schema: z.ZodType<T>): T {
  let source: string;
  try {
    source = readText(path);
  } catch (error) {
    const reason = UNREADABLE[(error as NodeJS.ErrnoException).code ?? ''];
    throw new KeyFileError([`${path}:1 cannot be read${reason === undefined ? '' : `: ${reason}`}`], 1);
  }
  return parseAccessFile(path, source, schema);
}

/** A server without such a file need not wait for the parser. */
function loadYaml(): typeof Yaml {
  return require('yaml') as typeof Yaml;
}

function parseAccessFile<T>(path: string, source: string, schema: z.ZodType<T>): T {
  const { LineCounter, parseDocument } = loadYaml();
  const lineCounter = new LineCounter();
  // The parser's warnings quote the source, so it gives none.
  const options = { lineCounter, prettyErrors: false, uniqueKeys: true, merge: false, logLevel: 'error' } as const;
  const document = parseDocument(source, options);
  const lineAt = (offset: number): number => Math.max(1, lineCounter.linePos(offset).line);
  const [syntaxError] = document.errors;
  // The parser's own message can quote the source, so only its code is passed on.
  if (syntaxError) throw failure(path, [{ line: lineAt(syntaxError.pos[0]), text: `not valid YAML (${syntaxError.code})` }]);
  const parsed = schema.safeParse(toPlain(path, document));
  if (parsed.success) return parsed.data;
  throw failure(
    path,
    parsed.error.issues.map((issue) => ({ line: lineAt(offsetOf(document, placeOf(issue))), text: describeIssue(issue) })),
  );
}

function toPlain(path: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    throw failure(path, [{ line: 1, text: 'not valid YAML (aliases are not allowed)' }]);
  }
}

function failure(path: string, problems: readonly { readonly line: number; readonly text: string }[]): KeyFileError {
  const first = Math.min(...problems.map((problem) => problem.line));
  return new KeyFileError(
    problems.map((problem) => `${path}:${problem.line} ${problem.text}`),
    first,
  );
}

function describeIssue(issue: z.core.$ZodIssue): string {
  // The name of a plan or region is text of the file, too.
  const named = issue.path[0] === 'plans' || issue.path[0] === 'regions';
  const steps = issue.path.map((step, index) => (index === 1 && named ? '*' : step));
  const place = steps.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return `${place.replace(/^\./, '') || 'file'}: ${reasonOf(issue)}`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  object: 'names with values, such as label: billing-app',
};

/** What the schema says, or in its place words for people where it says nothing of its own. */
function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return 'holds an unknown key';
  if (issue.code === 'invalid_key') return `the name ${issue.issues[0]?.message ?? 'cannot be used'}`;
  if (issue.code !== 'invalid_type' || !issue.message.startsWith('Invalid input')) return issue.message;
  if (issue.message.endsWith('received undefined')) return 'is required';
  if (issue.expected === 'object' && issue.path[0] === 'regions') return 'must be upstream: and the URL of the API';
  return `must be ${KINDS[issue.expected] ?? issue.expected}`;
}

/** An unknown key is a problem where it stands. */
function placeOf(issue: z.core.$ZodIssue): readonly PropertyKey[] {
  return issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
}

/** Where the nearest node on the path to a problem starts: a missing key has no place of its own. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    if (loadYaml().isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

/** How a key file is read again, and what came of it. */
export interface KeyFileEvents {
  readonly known?: KnownNames;
  onChange(entries: readonly KeyEntry[]): void;
  /** The file is bad; the keys read before stay in force. */
  onProblem(error: KeyFileError): void;
}

/**
 * Reads the file again whenever its text changes. It looks every `intervalMs`, because mounted volumes and replaced symbolic links send
 * no file system events, and a watcher's first look would come too late for a change right after the start. Does not keep the process
 * alive. Returns the function that stops it.
 */
export function watchKeyFile(path: string, events: KeyFileEvents, intervalMs = 2000): () => void {
  const reload = (): void => {
    try {
      events.onChange(readKeyFile(path, events.known));
    } catch (error) {
      if (error instanceof KeyFileError) events.onProblem(error);
      else throw error;
    }
  };
  let seen = readIfThere(path);
  let settling: NodeJS.Timeout | undefined;
  const look = (): void => {
    const now = readIfThere(path);
    if (now === seen) return;
    clearTimeout(settling);
    settling = setTimeout(() => {
      // Still being written: the next look sees it.
      if (readIfThere(path) !== now) return;
      seen = now;
      reload();
    }, intervalMs / SETTLED_IN);
    settling.unref();
  };
  const timer = setInterval(look, intervalMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    clearTimeout(settling);
  };
}

/** The part of the interval for which a changed file must stay the same. */
const SETTLED_IN = 10;

/** The file's text; `undefined` when it cannot be read, which is a change too. */
function readIfThere(path: string): string | undefined {
  try {
    return readText(path);
  } catch {
    return undefined;
  }
}
