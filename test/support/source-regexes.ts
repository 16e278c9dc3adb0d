import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync } from '@swc/core';

/** A regex literal of the code, and the file it stands in. */
export interface SourceRegex {
  readonly file: string;
  readonly regex: RegExp;
}

const ROOT = join(__dirname, '../..');

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

interface SyntaxNode {
  readonly type?: string;
  readonly [key: string]: unknown;
}

function* nodesOf(node: unknown): Generator<SyntaxNode> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) yield node as SyntaxNode;
  for (const inner of Object.values(node)) yield* nodesOf(inner);
}

function literalsIn(file: string): RegExp[] {
  const nodes = nodesOf(parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', target: 'es2022' }).body);
  return Array.from(nodes).flatMap(({ type, pattern, flags }) =>
    type === 'RegExpLiteral' ? [new RegExp(String(pattern), String(flags))] : [],
  );
}

/** Every regex literal of a folder of the project, each once a file. Those made of strings are made of such, or of words. */
export function sourceRegexes(folder: string): SourceRegex[] {
  const found = new Map<string, SourceRegex>();
  for (const file of filesIn(join(ROOT, folder))) {
    const name = relative(ROOT, file);
    for (const regex of literalsIn(file)) found.set(`${name} ${regex}`, { file: name, regex });
  }
  return [...found.values()];
}
