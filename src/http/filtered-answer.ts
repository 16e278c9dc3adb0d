import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import type { CompletionWire, WireFacts } from '../dialects/completion-wire';
import { type JsonObject, stringifyJson } from '../dialects/json';
import { encodeSseEvent } from '../upstream/sse-encoder';
import { receiptComment } from './receipt';
import { STREAM_HEADERS } from './relay-stream';
import { contextOf } from './request-context';

const NO_USAGE = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

/** An answer that upstream never gave: `finish_reason: content_filter`, no content, no usage, as `message` or `delta`. */
function filteredAnswer(part: 'message' | 'delta'): JsonObject {
  return {
    id: `chatcmpl-${randomUUID().replaceAll('-', '')}`,
    created: Math.floor(Date.now() / 1000),
    choices: [{ index: 0, finish_reason: 'content_filter', [part]: { role: 'assistant', content: '' } }],
    usage: NO_USAGE,
  };
}

/** Answers a request for an unapproved use; nothing goes upstream. */
export function answerFiltered(
  response: Response,
  body: JsonObject,
  { wire, facts }: { readonly wire: CompletionWire; readonly facts: WireFacts },
): void {
  const streaming = body['stream'] === true;
  const { record } = contextOf(response);
  record.code = 'unapproved_use';
  record.streaming = streaming;
  if (!streaming) {
    response
      .status(200)
      .type('application/json')
      .send(stringifyJson(wire.writeReply(filteredAnswer('message'), facts)));
    return;
  }
  const chunk = stringifyJson(wire.writeChunk(filteredAnswer('delta'), facts));
  response
    .status(200)
    .set(STREAM_HEADERS)
    .end(`${encodeSseEvent(chunk)}${encodeSseEvent('[DONE]')}${receiptComment(response)}`);
}
