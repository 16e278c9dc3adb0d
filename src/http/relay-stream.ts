import { once } from 'node:events';
import type { Response } from 'express';
import { isJsonObject, parseReplyJson, stringifyJson } from '../dialects/json';
import { type ErrorCode, errorBody, PhiProxyError } from '../errors';
import type { UpstreamReply } from '../upstream/client';
import { readReplyItems } from '../upstream/read-reply';
import type { SseItem } from '../upstream/sse-decoder';
import { encodeSseEvent, SSE_COMMENT } from '../upstream/sse-encoder';
import type { ChatSession, ChunkReidentifier } from './chat-session';
import { toOpenaiError } from './openai-error';
import { contextOf } from './request-context';

interface Step {
  readonly frames: readonly string[];
  /** Nothing follows. */
  readonly over?: true;
  /** Why it is over, if not because the answer is whole. */
  readonly code?: ErrorCode;
}

const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/**
 * Passes a stream on, event for event, with tokens restored. It ends cleanly only if the answer is whole: every choice finished, then
 * `[DONE]`. Otherwise an error event comes last, because clients take a clean end for success.
 */
export async function relayStream(response: Response, reply: UpstreamReply, session: ChatSession, idleMs: number): Promise<void> {
  const { signal, record } = contextOf(response);
  response.status(reply.status).set({ ...reply.headers, ...STREAM_HEADERS });
  response.flushHeaders();
  const code = await forwardItems(response, readReplyItems(reply.body, idleMs), session, signal);
  if (signal.aborted) return;
  if (code !== undefined) {
    record.code = code;
    // An error event of upstream has been passed on itself.
    if (code !== 'upstream_error') response.write(encodeSseEvent(JSON.stringify(errorBody(code))));
  }
  response.end();
}

/** Returns why the stream is not whole, or undefined. */
async function forwardItems(
  response: Response,
  items: AsyncIterable<SseItem>,
  session: ChatSession,
  signal: AbortSignal,
): Promise<ErrorCode | undefined> {
  const reidentifier = session.createStreamReidentifier();
  try {
    for await (const item of items) {
      const step = takeItem(item, session, reidentifier);
      await writeFrames(response, step.frames, signal);
      if (step.over) return step.code;
    }
    return 'upstream_stream_interrupted';
  } catch (error) {
    return error instanceof PhiProxyError ? error.code : noteUnexpected(error, response);
  }
}

function noteUnexpected(error: unknown, response: Response): ErrorCode {
  contextOf(response).record.errorClass = error instanceof Error ? error.constructor.name : typeof error;
  return 'internal_error';
}

function takeItem(item: SseItem, session: ChatSession, reidentifier: ChunkReidentifier): Step {
  if (item.kind === 'comment') return { frames: [SSE_COMMENT] };
  if (item.data.trim() === '[DONE]') return takeDone(reidentifier);
  const chunk = parseReplyJson(item.data);
  if (!isJsonObject(chunk)) throw new PhiProxyError('upstream_invalid_response');
  if (item.event !== 'error' && !chunk['error']) {
    return { frames: reidentifier.push(chunk).map((out) => encodeSseEvent(stringifyJson(out), item.event)) };
  }
  const error = toOpenaiError(isJsonObject(chunk['error']) ? chunk : { error: chunk }) ?? { ...errorBody('upstream_error') };
  return { frames: [encodeSseEvent(stringifyJson(session.reidentifyReply(error)))], over: true, code: 'upstream_error' };
}

function takeDone(reidentifier: ChunkReidentifier): Step {
  if (!reidentifier.complete) return { frames: [], over: true, code: 'upstream_stream_interrupted' };
  return { frames: [...encodeChunks(reidentifier), encodeSseEvent('[DONE]')], over: true };
}

function encodeChunks(reidentifier: ChunkReidentifier): string[] {
  return reidentifier.flush().map((chunk) => encodeSseEvent(stringifyJson(chunk)));
}

/** Waits for a slow client, so that a fast upstream cannot fill memory; upstream is not read meanwhile. */
async function writeFrames(response: Response, frames: readonly string[], signal: AbortSignal): Promise<void> {
  if (frames.length === 0 || response.write(frames.join('')) || response.destroyed) return;
  await once(response, 'drain', { signal });
}
