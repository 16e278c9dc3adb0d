import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { type GoldDocument, type GoldSpan, isEntity, parseMarkedNote } from '../../src/training/marked-note';

/** Notes of the project. */
export const NOTES_FOLDER = join(__dirname, '..', '..', 'fixtures', 'notes');
/** Whether the rules were written with a note at hand. */
export const isOfRules = ({ id }: GoldDocument): boolean => /^[d-l]-/.test(id);

/** Notes from which nothing is learned, and by which nothing is settled: what is delivered is measured on them as it is. */
export const UNSEEN_FOLDER = join(__dirname, '..', '..', 'fixtures', 'unseen');

/**
 * Gold documents of notes (`*.txt` with marks), JSONL files (offsets in code points) and folders of notes.
 *
 * @throws Error that names the file, and the line where there is one
 */
export function readDocuments(paths: readonly string[]): GoldDocument[] {
  return paths.flatMap((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) throw new Error(`${path}: no such file or folder`);
    if (found.isDirectory()) return notesIn(path);
    return extname(path) === '.jsonl' ? readJsonLines(path) : [readNote(path)];
  });
}

function notesIn(folder: string): GoldDocument[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  return names.sort().map((name) => readNote(join(folder, name)));
}

function readNote(path: string): GoldDocument {
  return { id: basename(path, '.txt'), ...parseMarkedNote(readFileSync(path, 'utf8'), path) };
}

interface JsonRow {
  readonly id: string | number;
  readonly text: string;
  readonly spans: readonly { readonly start: number; readonly end: number; readonly type: string; readonly optional?: boolean }[];
}

function readJsonLines(path: string): GoldDocument[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [toDocument(JSON.parse(line) as JsonRow)];
    } catch {
      throw new Error(`${path}:${index + 1}: not a line {"id","text","spans":[{"start","end","type"}]} with known entities`);
    }
  });
}

function toDocument({ id, text, spans }: JsonRow): GoldDocument {
  const offsets = utf16Offsets(text);
  const at = (codePoint: number): number => offsets[codePoint] ?? text.length;
  return { id: String(id), text, spans: spans.map((span) => ({ ...toSpan(span), start: at(span.start), end: at(span.end) })) };
}

function toSpan({ start, end, type, optional }: JsonRow['spans'][number]): GoldSpan {
  if (!isEntity(type)) throw new Error(`unknown entity ${type}`);
  return { start, end, entity: type, optional: optional === true };
}

/** For each code point of a text its UTF-16 offset. */
export function utf16Offsets(text: string): number[] {
  const offsets: number[] = [];
  let offset = 0;
  for (const character of text) {
    offsets.push(offset);
    offset += character.length;
  }
  return offsets;
}
