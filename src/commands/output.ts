import { once } from 'node:events';
import type { Writable } from 'node:stream';
import picocolors from 'picocolors';

export type Colours = ReturnType<typeof picocolors.createColors>;

/** Colours for a stream: none unless it is a terminal; `NO_COLOR` and `TERM=dumb` are respected. */
export function coloursFor(stream: { readonly isTTY?: boolean }): Colours {
  return picocolors.createColors(stream.isTTY === true && picocolors.isColorSupported);
}

/** Writes and waits while the reader is slower than we are, so that memory stays constant however long the output. */
export async function write(stream: Writable, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}

/** Columns of the terminal, within what is readable; 100 where there is none. */
export function columnsOf(stream: { readonly columns?: number }): number {
  return Math.min(120, Math.max(80, stream.columns ?? 100));
}
