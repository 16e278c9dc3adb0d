import type { Response } from 'express';
import { isJsonObject, type JsonObject, type JsonValue, parseReplyJson, parsingReplyJson } from '../dialects/json';
import { writingJson } from '../dialects/json-writer';
import { PhiProxyError } from '../errors';
import { inTurns } from '../turns';
import type { UpstreamReply } from '../upstream/client';
import { discardReply, type ReplyTimes, readReplyText } from '../upstream/read-reply';
import { headersOf, settleMeter } from './metering';
import { isErrorBody, plainError, statusWithin, toOpenaiError } from './openai-error';
import { contextOf } from './request-context';

/** Bounds on reading an upstream reply. */
export interface ReplyLimits extends ReplyTimes {
  readonly maxBytes: number;
}

/** An error body longer than this is no error message. */
const MAX_ERROR_BYTES = 256 * 1024;

/** Restores tokens in a whole reply or error body. */
export type Restore = (reply: JsonValue) => Promise<JsonValue>;

/** Names upstream's id of the request, by which its support finds it, whatever the client gets in place of the reply. */
export function noteUpstreamId(response: Response, { headers }: UpstreamReply): void {
  const id = headers['x-request-id'];
  if (id !== undefined) response.setHeader('x-request-id', id);
}

/** Reads a successful JSON reply. Throws `upstream_invalid_response` for anything else. */
export async function readJsonReply(reply: UpstreamReply, limits: ReplyLimits): Promise<JsonValue> {
  if (reply.contentType !== 'json') {
    discardReply(reply.body);
    throw new PhiProxyError('upstream_invalid_response');
  }
  return inTurns(parsingReplyJson(await readReplyText(reply.body, limits)));
}

/** What must be an object to be a reply. Throws `upstream_invalid_response` for anything else. */
export function objectIn(value: JsonValue): JsonObject {
  if (!isJsonObject(value)) throw new PhiProxyError('upstream_invalid_response');
  return value;
}

/**
 * What must have choices to be a completion: clients take any other object for an answer without a text. Throws
 * `upstream_invalid_response` for anything else.
 */
export function completionIn(value: JsonValue): JsonObject {
  const reply = objectIn(value);
  if (!Array.isArray(reply['choices'])) throw new PhiProxyError('upstream_invalid_response');
  return reply;
}

/** Sends a JSON body with the upstream headers that clients use. */
export async function sendJson(response: Response, reply: UpstreamReply, body: JsonValue): Promise<void> {
  const text = await inTurns(writingJson(body));
  response.set(headersOf(contextOf(response), reply));
  response.status(reply.status).type('application/json').send(text);
}

/**
 * Answers with an upstream error: same status, the dialect's form, tokens restored. OpenAI's 401 means that the OpenAI key is bad; passed
 * on as 401 it would read as if our key were, so it becomes 400 `invalid_openai_key`.
 */
export async function relayError(response: Response, reply: UpstreamReply, restore: Restore, limits: ReplyLimits): Promise<void> {
  if (reply.status === 401) {
    discardReply(reply.body);
    throw new PhiProxyError('invalid_openai_key');
  }
  await sendError(response, reply, await readErrorBody(reply, limits), restore);
}

/**
 * Answers with an error that came with status 200, as gateways send it that have begun to answer before their provider fails: the status is the
 * error's code, else 502. Clients take a body without choices for an answer without a text.
 *
 * @returns whether the body is an error
 */
export async function relayErrorWithin(
  response: Response,
  reply: UpstreamReply,
  body: JsonValue,
  restore: Restore,
): Promise<boolean> {
  if (!isErrorBody(body)) return false;
  const status = statusWithin(body);
  if (status === 401) throw new PhiProxyError('invalid_openai_key');
  await sendError(response, { ...reply, status }, toOpenaiError(body), restore);
  return true;
}

async function sendError(
  response: Response,
  reply: UpstreamReply,
  body: JsonObject | undefined,
  restore: Restore,
): Promise<void> {
  const { record, errorForm } = contextOf(response);
  await settleMeter(contextOf(response));
  record.code = 'upstream_error';
  if (reply.status === 429 && !('retry-after' in reply.headers)) response.setHeader('retry-after', '1');
  const restored = body === undefined ? undefined : await restore(body);
  await sendJson(
    response,
    reply,
    isJsonObject(restored) ? errorForm.fromOpenai(restored) : errorForm.render('upstream_error', null),
  );
}

async function readErrorBody(reply: UpstreamReply, limits: ReplyLimits): Promise<JsonObject | undefined> {
  if (reply.contentType === 'encoded' || reply.contentType === 'events') {
    discardReply(reply.body);
    return undefined;
  }
  try {
    const text = await readReplyText(reply.body, { ...limits, maxBytes: MAX_ERROR_BYTES });
    // Servers call JSON plain text, or nothing at all; clients read it whatever it is called.
    if (reply.contentType === 'json' || /^\s*[[{]/.test(text)) return toOpenaiError(parseReplyJson(text));
    return reply.contentType === 'text' ? plainError(text) : undefined;
  } catch (error) {
    // The status is known, so a broken body makes no other error of it.
    if (error instanceof PhiProxyError) return undefined;
    throw error;
  }
}
