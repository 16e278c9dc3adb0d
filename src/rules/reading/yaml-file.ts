/** YAML with line numbers, and zod issues turned into problems that name key and line. */
import { basename } from 'node:path';
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { nearestNames } from '../nearest-names';
import type { RuleProblem } from '../problem';

type Path = readonly PropertyKey[];

export interface YamlFile {
  readonly data: unknown;
  readonly problems: readonly RuleProblem[];
  /** A problem at a path; the line is that of the deepest part of the path that exists. */
  problemAt(path: Path, reason: string): RuleProblem;
  lineAt(path: Path): number;
}

/** Parses YAML 1.2. Syntax errors, repeated keys and keys that schemas pass over come back as problems, never as a throw. */
export function parseYaml(file: string, text: string): YamlFile {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, version: '1.2', schema: 'core' });
  const lineAt = (path: Path): number => lineCounter.linePos(offsetOf(document, path)).line || 1;
  const problemAt = (path: Path, reason: string): RuleProblem => ({ file, line: lineAt(path), key: keyOf(path), reason });
  const problems = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    file,
    line: lineCounter.linePos(pos[0]).line || 1,
    key: '',
    reason: `not valid YAML: ${message}`,
  }));
  for (const offset of passedOver(document))
    problems.push({ file, line: lineCounter.linePos(offset).line || 1, key: '__proto__', reason: 'unknown key' });
  if (problems.length > 0) return { data: undefined, problems, problemAt, lineAt };
  try {
    return { data: document.toJS(), problems, problemAt, lineAt };
  } catch {
    // Too many aliases ("billion laughs") is the one thing that parses but does not convert.
    return { data: undefined, problems: [problemAt([], 'uses too many YAML aliases')], problemAt, lineAt };
  }
}

/** Where `__proto__` is a key: schemas of names with texts leave it out without a word, and what stands there would be in force nowhere. */
function passedOver(document: Document): number[] {
  const offsets: number[] = [];
  visit(document, {
    Pair(_, { key }) {
      if (isScalar(key) && key.value === '__proto__') offsets.push(startOf(key) ?? 0);
    },
  });
  return offsets;
}

/** `['patterns', 0, 'regex']` as `patterns[0].regex`. */
function keyOf(path: Path): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`)).join('');
}

function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const part of path) {
    const step = stepInto(isAlias(node) ? node.resolve(document) : node, part);
    if (step === undefined) break;
    offset = step.offset ?? offset;
    node = step.node;
  }
  return offset;
}

function stepInto(node: unknown, part: PropertyKey): { node: unknown; offset: number | undefined } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && key.value === part);
    return pair && { node: pair.value, offset: startOf(pair.key) };
  }
  if (!isSeq(node) || typeof part !== 'number' || part >= node.items.length) return undefined;
  return { node: node.items[part], offset: startOf(node.items[part]) };
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null)?.range?.[0];
}

/** A file's id is its name, so that who reads one finds the other. */
export function checkId(yaml: YamlFile, id: string, path: string): RuleProblem[] {
  const expected = basename(path, '.yaml');
  return id === expected
    ? []
    : [yaml.problemAt(['id'], `must be the file's name without .yaml, which is ${expected}: change one of the two`)];
}

/** All issues of a failed parse, an unknown key being a problem of its own at its own line. */
export function schemaProblems(yaml: YamlFile, issues: readonly z.core.$ZodIssue[], knownKeys: readonly string[]): RuleProblem[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [yaml.problemAt(issue.path, reasonOf(issue, valueAt(yaml.data, issue.path)))];
    return issue.keys.map((key) =>
      yaml.problemAt([...issue.path, key], unknownKey(key, issue.path.length === 0 ? knownKeys : [])),
    );
  });
}

function unknownKey(key: string, knownKeys: readonly string[]): string {
  const [nearest] = nearestNames(key, knownKeys);
  return nearest === undefined ? 'unknown key' : `unknown key; did you mean ${nearest}?`;
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown> | null | undefined)?.[part], data);
}

const WRONG_TYPE: Readonly<Record<string, string>> = {
  string: 'must be text; put it in quotes',
  array: 'must be a list, such as [A, B]',
  record: "must be names with their texts, such as digits: '\\d{4}'",
};

function reasonOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return 'is required';
  switch (issue.code) {
    case 'invalid_type':
      return WRONG_TYPE[issue.expected] ?? `must be of type ${issue.expected}`;
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return issue.origin === 'number' ? `must be at least ${issue.minimum}` : tooShort(issue.origin, Number(issue.minimum));
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

function tooShort(origin: string, minimum: number): string {
  return origin === 'array' ? `needs at least ${minimum} ${minimum === 1 ? 'entry' : 'entries'}` : 'must not be empty';
}
