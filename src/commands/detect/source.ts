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
  return parts.join('');
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
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      onBytes?.(chunk.length);
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw new CommandError(`${sourceName(source)}: is not text in UTF-8. Convert it first, for example with iconv.`);
  }
}
