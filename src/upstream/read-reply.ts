import type { Readable } from 'node:stream';
import { PhiProxyError } from '../errors';
import { createSseDecoder, type SseItem } from './sse-decoder';

/** Bounds on the time that a reply takes, in milliseconds. */
export interface ReplyTimes {
  /** Longest silence. */
  readonly idleMs: number;
  /** Longest time from its headers to its end: one that sends signs of life and nothing else is never silent. */
  readonly totalMs: number;
}

/**
 * Reads a whole reply as text. Throws `upstream_invalid_response` beyond `maxBytes` and for invalid UTF-8,
 * `upstream_stream_interrupted` if the connection breaks, `upstream_timeout` after `idleMs` without a byte or `totalMs` altogether.
 */
export async function readReplyText(body: Readable, limits: ReplyTimes & { readonly maxBytes: number }): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of readChunks(body, limits)) {
    size += chunk.byteLength;
    if (size > limits.maxBytes) throw new PhiProxyError('upstream_invalid_response');
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new PhiProxyError('upstream_invalid_response');
  }
}

/** Reads a reply as server-sent events while it arrives. Throws as `readReplyText` does; stopping early ends the connection. */
export async function* readReplyItems(body: Readable, times: ReplyTimes): AsyncGenerator<SseItem, void, undefined> {
  const decoder = createSseDecoder();
  for await (const chunk of readChunks(body, times)) yield* decoder.push(chunk);
  yield* decoder.flush();
}

/** How long a reply that nobody wants may take to end by itself, in milliseconds. */
const GRACE_MS = 500;

/** Reads nothing more. A reply that is as good as over is read to its end, so that its connection can be used again. */
export function discardReply(body: Readable): void {
  if (body.destroyed || body.readableEnded) return;
  const timer = setTimeout(() => body.destroy(), GRACE_MS);
  body.on('error', () => {});
  body.once('close', () => clearTimeout(timer));
  body.resume();
}

/** Silence is measured only while we wait for upstream: a slow client is not upstream's silence. */
async function* readChunks(body: Readable, { idleMs, totalMs }: ReplyTimes): AsyncGenerator<Uint8Array, void, undefined> {
  const latest = performance.now() + totalMs;
  const chunks = body.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]();
  let over = false;
  try {
    while (true) {
      const next: IteratorResult<unknown> = await nextChunk(chunks, body, Math.min(idleMs, latest - performance.now()));
      over = next.done === true;
      if (over) return;
      yield next.value as Uint8Array;
    }
  } finally {
    await chunks.return?.();
    if (!over) discardReply(body);
  }
}

async function nextChunk(chunks: AsyncIterator<unknown>, body: Readable, waitMs: number): Promise<IteratorResult<unknown>> {
  // What has come already would be read before any timer runs.
  if (waitMs <= 0) throw new PhiProxyError('upstream_timeout');
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    body.destroy(new Error('too long'));
  }, waitMs);
  try {
    return await chunks.next();
  } catch {
    throw new PhiProxyError(timedOut ? 'upstream_timeout' : 'upstream_stream_interrupted');
  } finally {
    clearTimeout(timer);
  }
}
