import type * as Yaml from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import { readRegularFile } from '../regular-file';

/** A key or region file that cannot be used. Messages say where and what, and never quote the file: someone may have put a key into it. */
export class AccessFileError extends Error {
  /** First line with a problem; 1 if the file could not be read. */
  readonly line: number;
  /** `file:line place: reason`, one a problem. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[], line: number) {
    super(problems.join('\n'));
    this.name = 'AccessFileError';
    this.problems = problems;
    this.line = line;
  }
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

/** The text of a key or region file. @throws Error with Node's `code`, or one of `readRegularFile` */
export function readAccessText(path: string): string {
  return readRegularFile(path, LARGEST).toString('utf8');
}

/**
 * Reads a key or region file (YAML, hence also JSON) by its schema.
 * @throws AccessFileError naming file and line of each problem.
 */
export function readAccessFile<T>(path: string, schema: z.ZodType<T>): T {
  let source: string;
  try {
    source = readAccessText(path);
  } catch (error) {
    const reason = UNREADABLE[(error as NodeJS.ErrnoException).code ?? ''];
    throw new AccessFileError([`${path}:1 cannot be read${reason === undefined ? '' : `: ${reason}`}`], 1);
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

function failure(path: string, problems: readonly { readonly line: number; readonly text: string }[]): AccessFileError {
  const first = Math.min(...problems.map((problem) => problem.line));
  return new AccessFileError(
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
