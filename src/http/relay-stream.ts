import { once } from 'node:events';
import type { Response } from 'express';
import { isJsonObject, type JsonObject, type JsonValue, parsingReplyJson, stringifyJson } from '../dialects/json';
import { type ErrorCode, errorBody, PhiProxyError } from '../errors';
import { createTurnsOfPieces } from '../turns';
import type { UpstreamReply } from '../upstream/client';
import { type ReplyTimes, readReplyItems } from '../upstream/read-reply';
import type { SseItem } from '../upstream/sse-decoder';
import { encodeSseEvent, SSE_COMMENT } from '../upstream/sse-encoder';
import type { ChatSession, ChunkReidentifier } from './chat-session';
import { headersOf, noteChunk, settleMeter } from './metering';
import { isErrorBody, toOpenaiError } from './openai-error';
import { noteRestored, receiptComment } from './receipt';
import { contextOf, noteUnexpected } from './request-context';

interface Step {
  readonly frames: readonly string[];
  /** Nothing follows. */
  readonly over?: true;
  /** Why it is over, if not because the answer is whole. */
  readonly code?: ErrorCode;
}

export const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/** How a dialect writes the events of a stream. */
export interface StreamForm {
  readonly times: ReplyTimes;
  readonly writeChunk: (chunk: JsonValue) => JsonValue;
}

/** What one stream needs while it is passed on. */
interface Relay {
  readonly session: ChatSession;
  readonly reidentifier: ChunkReidentifier;
  readonly writeChunk: (chunk: JsonValue) => JsonValue;
  readonly writeError: (error: JsonObject) => JsonObject;
  /** Sees each event as upstream sent it. */
  readonly noteChunk: (chunk: JsonObject) => void;
}

/**
 * Passes a stream on, event for event, with tokens restored. It ends cleanly only if the answer is whole: every choice finished, then
 * `[DONE]`. Otherwise an error event comes last, because clients take a clean end for success.
 */
export async function relayStream(
  response: Response,
  reply: UpstreamReply,
  session: ChatSession,
  { times, writeChunk }: StreamForm,
): Promise<void> {
  const context = contextOf(response);
  const { signal, record, errorForm } = context;
  const relay: Relay = {
    session,
    reidentifier: session.createStreamReidentifier(),
    writeChunk,
    writeError: errorForm.fromOpenai,
    noteChunk: (chunk) => noteChunk(context, chunk),
  };
  response.status(reply.status).set({ ...headersOf(context, reply), ...STREAM_HEADERS });
  response.flushHeaders();
  const code = await forwardItems(response, readReplyItems(reply.body, times), relay, signal);
  if (signal.aborted) return;
  if (code !== undefined) {
    record.code = code;
    // An error event of upstream has been passed on itself.
    if (code !== 'upstream_error') response.write(encodeSseEvent(JSON.stringify(errorForm.render(code, null))));
  }
  // Behind `[DONE]` only: an error event is the last thing of a broken stream.
  response.end(code === undefined ? receiptComment(response) : undefined);
}

/** Returns why the stream is not whole, or undefined. */
async function forwardItems(
  response: Response,
  items: AsyncIterable<SseItem>,
  relay: Relay,
  signal: AbortSignal,
): Promise<ErrorCode | undefined> {
  const inTurn = createTurnsOfPieces();
  try {
    for await (const item of items) {
      const step = await inTurn(takingItem(item, relay));
      // At each event: the log's line of a stream that the client gives up is written the moment it has gone.
      noteRestored(contextOf(response).record, relay.session.restored);
      // Before the last event, after which a client may send its next request.
      if (step.over) await settleMeter(contextOf(response));
      await writeFrames(response, step.frames, signal);
      if (step.over) return step.code;
    }
    return 'upstream_stream_interrupted';
  } catch (error) {
    if (error instanceof PhiProxyError) return error.code;
    noteUnexpected(contextOf(response).record, error);
    return 'internal_error';
  }
}

function* takingItem(item: SseItem, relay: Relay): Generator<undefined, Step> {
  // Some gateways send events without data as signs of life.
  if (item.kind === 'comment' || (item.data.trim() === '' && item.event !== 'error')) return { frames: [SSE_COMMENT] };
  if (item.data.trim() === '[DONE]') return takeDone(relay);
  const chunk = yield* parsingReplyJson(item.data);
  const isError = item.event === 'error' || isErrorBody(chunk) || (isJsonObject(chunk) && Boolean(chunk['error']));
  if (!isError) {
    if (!isJsonObject(chunk)) throw new PhiProxyError('upstream_invalid_response');
    relay.noteChunk(chunk);
    return { frames: encodeChunks(yield* relay.reidentifier.pushing(chunk), relay, item.event) };
  }
  const error = toOpenaiError(chunk) ?? { ...errorBody('upstream_error') };
  const restored = yield* relay.session.reidentifyingReply(error);
  const body = isJsonObject(restored) ? relay.writeError(restored) : restored;
  return { frames: [encodeSseEvent(stringifyJson(body))], over: true, code: 'upstream_error' };
}

function takeDone(relay: Relay): Step {
  if (!relay.reidentifier.complete) return { frames: [], over: true, code: 'upstream_stream_interrupted' };
  return { frames: [...encodeChunks(relay.reidentifier.flush(), relay), encodeSseEvent('[DONE]')], over: true };
}

function encodeChunks(chunks: readonly JsonValue[], { writeChunk }: Relay, event?: string): string[] {
  return chunks.map((chunk) => encodeSseEvent(stringifyJson(writeChunk(chunk)), event));
}

/** Waits for a slow client, so that a fast upstream cannot fill memory; upstream is not read meanwhile. */
async function writeFrames(response: Response, frames: readonly string[], signal: AbortSignal): Promise<void> {
  if (frames.length === 0 || response.write(frames.join('')) || response.destroyed) return;
  await once(response, 'drain', { signal });
}
