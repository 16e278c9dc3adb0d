import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Document, isMap, isSeq, parseDocument } from 'yaml';
import { CommandError } from '../command-error';

export interface KeyEntry {
  /** `sha256:` and hex. */
  readonly hash: string;
  readonly label: string;
}

/**
 * Adds an entry to a key file, or makes the file. Comments and other entries stay. The file is replaced in one step, readable by its
 * owner only, because a proxy may be watching it.
 */
export function appendKeyEntry(file: string, entry: KeyEntry): void {
  const document = readKeyFile(file);
  document.addIn(['keys'], document.createNode(entry));
  const temporary = `${file}.${randomBytes(4).toString('hex')}.new`;
  writeFileSync(temporary, document.toString(), { mode: 0o600, flag: 'wx' });
  renameSync(temporary, file);
}

function readKeyFile(file: string): Document {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return new Document({ keys: [] });
  }
  const document = parseDocument(text);
  const problem = document.errors[0];
  if (problem) throw new CommandError(`${file}:${problem.linePos?.[0].line ?? 1}: is not valid YAML. Nothing was changed.`);
  if (document.contents === null) return new Document({ keys: [] });
  if (!isMap(document.contents) || !isSeq(document.contents.get('keys'))) {
    throw new CommandError(`${file}:1: has no list named "keys". Nothing was changed.`);
  }
  return document;
}
