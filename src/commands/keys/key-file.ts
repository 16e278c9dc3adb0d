import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Document, parseDocument } from 'yaml';
import { readKeyFile } from '../../access/key-file';
import { CommandError } from '../command-error';

/** One row of a key file: the hash (`sha256:` and hex), never the key. */
export interface KeyEntry {
  readonly hash: string;
  readonly label: string;
}

/**
 * Adds an entry to a key file, or makes the file. Comments and other entries stay. The file is replaced in one step, readable by its
 * owner only, because a proxy may be watching it.
 */
export function appendKeyEntry(file: string, entry: KeyEntry): void {
  const document = existsSync(file) ? readDocument(file, entry.label) : new Document({ keys: [] });
  document.addIn(['keys'], document.createNode(entry));
  const temporary = `${file}.${randomBytes(4).toString('hex')}.new`;
  writeFileSync(temporary, document.toString(), { mode: 0o600, flag: 'wx' });
  renameSync(temporary, file);
}

function readDocument(file: string, label: string): Document {
  if (readKeyFile(file).some((known) => known.label === label)) {
    throw new CommandError(`${file}: already has a key labelled ${label}. Choose another label with --label.`);
  }
  return parseDocument(readFileSync(file, 'utf8'));
}
