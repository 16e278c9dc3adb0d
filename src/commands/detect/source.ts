import { createReadStream, type Stats, statSync } from 'node:fs';
import { TextDecoder } from 'node:util';
import { CommandError } from '../command-error';

/** The name that messages use for a source: `-` is standard input. */
export const sourceName = (source: string): string => (source === '-' ? '(standard input)' : source);

/** Size in bytes of all sources together, undefined when one of them has none (a pipe). Missing files are reported here. */
export function sizeOfSources(sources: readonly string[]): number | undefined {
  let total = 0;
  let known = true;
  for (const source of sources) {
    const stats: Stats | undefined = source === '-' ? undefined : statSync(source);
    if (stats?.isDirectory()) throw new CommandError(`${source}: is a folder, a file is expected`);
    if (stats?.isFile()) total += stats.size;
    else known = false;
  }
  return known ? total : undefined;
}

/** The whole text of a source. Other encodings than UTF-8 are refused: a misread letter could hide a name. */
export async function readText(source: string): Promise<string> {
  const parts: string[] = [];
  for await (const part of decodedParts(source)) parts.push(part);
  const text = parts.join('');
  const reason = misread(text);
  if (reason !== undefined) throw new CommandError(`${sourceName(source)}: ${reason}`);
  return text;
}

const SAVE_AS_TEXT = 'Save it as plain text in UTF-8 first.';
const CONVERT = 'Save it as UTF-8 first (Notepad: Save As, Encoding), or convert it, for example with iconv.';

/** What decodes as UTF-8 and yet is not read as its author sees it: names are cut by NUL characters or by commands of a layout. */
function misread(text: string): string | undefined {
  if (text.startsWith('%PDF-')) return `is a PDF. ${SAVE_AS_TEXT}`;
  if (text.startsWith('{\\rtf')) return `is RTF. ${SAVE_AS_TEXT}`;
  return text.includes('\0') ? `holds NUL characters, as text in UTF-16 does. ${CONVERT}` : undefined;
}

/** Why bytes are no UTF-8, as far as the first of them tell. */
function undecodable(start: Buffer): string {
  const hex = start.toString('hex');
  if (/^(?:fffe|feff)/.test(hex)) return `is text in UTF-16. ${CONVERT}`;
  if (start.toString('latin1').startsWith('%PDF-')) return `is a PDF. ${SAVE_AS_TEXT}`;
  // ZIP, as .docx and .xlsx are, and what Office wrote before.
  if (/^(?:504b0304|d0cf11e0)/.test(hex)) return `is a Word or Excel document, or an archive. ${SAVE_AS_TEXT}`;
  return `is not text in UTF-8. ${CONVERT}`;
}

/**
 * The lines of a source, without their ends. Only `\n` and `\r\n` end a line: readline would also split at U+2028, which JSON strings
 * may hold as it is. `onBytes` is told how much was read, for progress.
 */
export async function* readLines(source: string, onBytes?: (bytes: number) => void): AsyncGenerator<string> {
  let pending: string[] = [];
  for await (const part of decodedParts(source, onBytes)) {
    const pieces = part.split('\n');
    const last = pieces.pop() ?? '';
    for (const piece of pieces) {
      pending.push(piece);
      yield withoutReturn(pending.join(''));
      pending = [];
    }
    // Kept as parts: joining a long line again for every chunk would take quadratic time.
    if (last !== '') pending.push(last);
  }
  const rest = pending.join('');
  if (rest !== '') yield withoutReturn(rest);
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

async function* decodedParts(source: string, onBytes?: (bytes: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const stream = source === '-' ? process.stdin : createReadStream(source);
  let start: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      onBytes?.(chunk.length);
      if (start.length < 8) start = Buffer.concat([start, chunk.subarray(0, 8)]);
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw new CommandError(`${sourceName(source)}: ${undecodable(start)}`);
  }
}
