import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { Document, isMap, parseDocument } from 'yaml';
import { readKeyFile } from '../../access/key-file';
import type { KeyEntry } from '../../access/key-store';
import { CommandError } from '../command-error';

/** A new row of a key file: the hash, never the key. */
type NewEntry = Pick<KeyEntry, 'hash' | 'label'>;

/**
 * Adds an entry to a key file, or makes the file, readable by its owner only. Comments and other entries stay, JSON stays JSON. The file
 * is replaced in one step, because a proxy may be watching it; that proxy must be able to read it as before, so owner, rights and a
 * link to it stay too.
 */
export function appendKeyEntry(file: string, entry: NewEntry): void {
  if (!existsSync(file)) {
    replaceFile(file, withEntry(new Document({ keys: [] }), entry));
    return;
  }
  const begun = withoutKeys(file);
  if (begun !== undefined) {
    replaceFile(realpathSync(file), withEntry(begun, entry), statSync(file));
    return;
  }
  if (readKeyFile(file).some((known) => known.label === entry.label)) {
    throw new CommandError(`${file}: already has a key labelled ${entry.label}. Choose another label with --label.`);
  }
  const text = readFileSync(file, 'utf8');
  const json = parseJson(text);
  const added = json === undefined ? withEntry(parseDocument(text), entry) : jsonWithEntry(json, entry);
  replaceFile(realpathSync(file), added, statSync(file));
}

/** A file with no entry yet: empty, comments alone, or `keys:` with nothing behind it. Anything else is read and checked. */
function withoutKeys(file: string): Document | undefined {
  const stats = statSync(file);
  if (!stats.isFile() || stats.size > LARGEST_WITHOUT_KEYS) return undefined;
  const text = readFileSync(file, 'utf8');
  const document = parseDocument(text);
  const { contents, errors } = document;
  if (errors.length > 0) return undefined;
  if (contents === null) return parseDocument(`${text}\nkeys: []\n`);
  if (!isMap(contents) || contents.items.length !== 1) return undefined;
  if (!contents.has('keys') || contents.get('keys') !== undefined) return undefined;
  document.set('keys', document.createNode([]));
  return document;
}

/** Whoever writes more comments than this has keys. */
const LARGEST_WITHOUT_KEYS = 64 * 1024;

interface KeyFileJson {
  readonly keys: readonly unknown[];
}

/** What is not JSON is YAML: the file was read and checked before. */
function parseJson(text: string): KeyFileJson | undefined {
  try {
    return JSON.parse(text) as KeyFileJson;
  } catch {
    return undefined;
  }
}

function jsonWithEntry(json: KeyFileJson, entry: NewEntry): string {
  return `${JSON.stringify({ ...json, keys: [...json.keys, entry] }, null, 2)}\n`;
}

function withEntry(document: Document, entry: NewEntry): string {
  document.addIn(['keys'], document.createNode(entry));
  return document.toString();
}

interface Rights {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

function replaceFile(file: string, text: string, rights?: Rights): void {
  const temporary = `${file}.${randomBytes(4).toString('hex')}.new`;
  try {
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
    if (rights !== undefined) giveRights(temporary, rights);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    // The message shall name the file that was asked for.
    throw Object.assign(error as Error, { path: file });
  }
}

function giveRights(file: string, { mode, uid, gid }: Rights): void {
  const made = statSync(file);
  if (made.uid !== uid || made.gid !== gid) chownSync(file, uid, gid);
  chmodSync(file, mode & 0o777);
}
