import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { KeyEntry } from './key-store';

/** A key file that cannot be used. Messages say where and what, and never quote the file: someone may have put a key into it. */
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

const entrySchema = z
  .strictObject({
    hash: z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be 'sha256:' and 64 lower-case hexadecimal digits"),
    label: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores'),
    disabled: z.boolean('must be true or false').optional(),
    expires: z
      .union([z.iso.date(), z.iso.datetime({ offset: true })], 'must be a date (2027-01-31) or a time (2027-01-31T12:00:00Z)')
      .optional(),
  })
  .transform(
    ({ expires, ...entry }): KeyEntry => ({ ...entry, expiresAt: expires === undefined ? undefined : Date.parse(expires) }),
  );

const fileSchema = z.strictObject({ keys: z.array(entrySchema) }).superRefine(({ keys }, context) => {
  for (const field of ['label', 'hash'] as const) {
    const seen = new Set<string>();
    keys.forEach((entry, index) => {
      if (seen.has(entry[field])) context.addIssue({ code: 'custom', path: ['keys', index, field], message: 'occurs twice' });
      seen.add(entry[field]);
    });
  }
});

/**
 * Reads a key file (YAML, hence also JSON): `keys: [{hash, label, disabled?, expires?}]`.
 * @throws KeyFileError naming file and line of each problem.
 */
export function readKeyFile(path: string): KeyEntry[] {
  let source: string;
  try {
    source = readFileSync(path, 'utf8');
  } catch {
    throw new KeyFileError([`${path}:1 cannot be read`], 1);
  }
  return parseKeyFile(path, source);
}

function parseKeyFile(path: string, source: string): KeyEntry[] {
  const lineCounter = new LineCounter();
  const document = parseDocument(source, { lineCounter, prettyErrors: false, uniqueKeys: true, merge: false });
  const lineAt = (offset: number): number => Math.max(1, lineCounter.linePos(offset).line);
  const [syntaxError] = document.errors;
  // The parser's own message can quote the source, so only its code is passed on.
  if (syntaxError) throw failure(path, [{ line: lineAt(syntaxError.pos[0]), text: `not valid YAML (${syntaxError.code})` }]);
  const parsed = fileSchema.safeParse(toPlain(path, document));
  if (parsed.success) return parsed.data.keys;
  throw failure(
    path,
    parsed.error.issues.map((issue) => ({ line: lineAt(offsetOf(document, issue.path)), text: describeIssue(issue) })),
  );
}

function toPlain(path: string, document: ReturnType<typeof parseDocument>): unknown {
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
  const place = issue.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  const reason = issue.code === 'unrecognized_keys' ? 'holds an unknown key' : issue.message;
  return `${place.replace(/^\./, '') || 'file'}: ${reason}`;
}

/** Where the nearest node on the path to a problem starts: a missing key has no place of its own. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

/** What happened when a changed key file was read again. */
export interface KeyFileEvents {
  onChange(entries: readonly KeyEntry[]): void;
  /** The file is bad; the keys read before stay in force. */
  onProblem(error: KeyFileError): void;
}

/**
 * Reads the file again whenever it changes. It polls (`intervalMs`), because mounted volumes and replaced symbolic links send no
 * file system events. Does not keep the process alive. Returns the function that stops it.
 */
export function watchKeyFile(path: string, events: KeyFileEvents, intervalMs = 2000): () => void {
  const reload = (): void => {
    try {
      events.onChange(readKeyFile(path));
    } catch (error) {
      if (error instanceof KeyFileError) events.onProblem(error);
      else throw error;
    }
  };
  watchFile(path, { persistent: false, interval: intervalMs }, reload);
  return () => unwatchFile(path, reload);
}
