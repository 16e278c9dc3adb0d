import type { Request, Response } from 'express';
import { isWithinTokens } from '../access/count-tokens';
import type { CompletionWire, WireFacts } from '../dialects/completion-wire';
import type { Dialect } from '../dialects/field-table';
import { type JsonObject, type JsonValue, parsingJson, parsingReplyJson } from '../dialects/json';
import { messageTexts } from '../dialects/message-texts';
import { PhiProxyError } from '../errors';
import { inTurns } from '../turns';
import type { Upstream, UpstreamReply } from '../upstream/client';
import { discardReply } from '../upstream/read-reply';
import { forwardedHeaders } from '../upstream/request-headers';
import type { ChatSession } from './chat-session';
import { answerFiltered } from './filtered-answer';
import { noteReply, noteUser, reserveTokens, settleMeter } from './metering';
import { readRequestText } from './middleware/request-body';
import { noteRestored, writeReceipt } from './receipt';
import {
  completionIn,
  noteUpstreamId,
  type ReplyLimits,
  readJsonReply,
  relayError,
  relayErrorWithin,
  sendJson,
} from './relay-reply';
import { relayStream } from './relay-stream';
import { contextOf, elapsedMs, type RequestContext } from './request-context';

export interface CompletionDependencies {
  /** De-identifies a body or throws; there is no third way. */
  readonly deidentify: (
    body: JsonObject,
    dialect: Dialect,
    policy: string | undefined,
    signal?: AbortSignal,
  ) => Promise<ChatSession>;
  readonly upstream: Upstream;
  readonly maxBodyBytes: number;
  readonly replyLimits: ReplyLimits;
  /** Model and environment where neither the client nor its key's record says. */
  readonly wireFacts: WireFacts;
  /** Whether a request (in chat form) asks for an unapproved use. */
  readonly isUnapprovedUse: (body: JsonObject) => boolean;
}

/** A wire with what the server adds for one request. */
interface Way {
  readonly wire: CompletionWire;
  readonly facts: WireFacts;
}

/** A completion, whatever the API: parse, de-identify, forward, re-identify, reply. */
export async function complete(
  wire: CompletionWire,
  dependencies: CompletionDependencies,
  request: Request,
  response: Response,
): Promise<void> {
  const context = contextOf(response);
  const way = { wire, facts: factsFor(context, dependencies) };
  const headers = forwardedHeaders(request.headers);
  const body = wire.readRequest(await inTurns(parsingJson(await readRequestText(request, dependencies.maxBodyBytes))), way.facts);
  noteUser(context, body['user']);
  if (wire.screensUse && dependencies.isUnapprovedUse(body)) return answerFiltered(response, body, way);
  const session = await deidentifyTimed(body, wire, dependencies, context);
  writeReceipt(response);
  // Whoever has gone wants no answer; nothing more of the request may happen.
  if (context.signal.aborted) return;
  await reserveTokens(context, response, session.forward);
  const reply = await forward(session, headers, dependencies.upstream, context);
  try {
    await relay(response, reply, session, { ...way, limits: dependencies.replyLimits });
  } finally {
    noteRestored(context.record, session.restored);
  }
}

function factsFor({ key }: RequestContext, { wireFacts }: CompletionDependencies): WireFacts {
  return { model: key.model ?? wireFacts.model, environment: key.environment ?? wireFacts.environment };
}

async function deidentifyTimed(
  body: JsonObject,
  { dialect, contextLimit }: CompletionWire,
  dependencies: CompletionDependencies,
  { record, signal }: RequestContext,
): Promise<ChatSession> {
  const started = performance.now();
  try {
    const session = await dependencies.deidentify(body, dialect, record.policy, signal);
    record.entities = session.counts.entities;
    record.tokensIssued = session.counts.tokensIssued;
    record.streaming = session.streaming;
    if (contextLimit !== undefined) await checkContext(session.forward, contextLimit);
    return session;
  } finally {
    record.deidentifyMs = elapsedMs(started);
  }
}

/** What goes upstream counts, since that is what a model reads. */
async function checkContext(forwarded: string, limit: number): Promise<void> {
  // A token is at least a byte.
  if (Buffer.byteLength(forwarded, 'utf8') <= limit) return;
  const text = messageTexts(await inTurns(parsingReplyJson(forwarded))).join('\n');
  if (!(await isWithinTokens(text, limit))) throw new PhiProxyError('context_length_exceeded', { param: 'messages' });
}

async function forward(
  session: ChatSession,
  headers: Readonly<Record<string, string>>,
  upstream: Upstream,
  { record, signal, openaiKey, upstreamUrl: baseUrl }: RequestContext,
): Promise<UpstreamReply> {
  const started = performance.now();
  try {
    const path = '/chat/completions';
    const { forward: body, streaming } = session;
    const reply = await upstream.send({ method: 'POST', baseUrl, path, body, streaming, headers, openaiKey, signal });
    record.upstreamStatus = reply.status;
    return reply;
  } finally {
    record.upstreamMs = elapsedMs(started);
  }
}

async function relay(
  response: Response,
  reply: UpstreamReply,
  session: ChatSession,
  { wire, facts, limits }: Way & { readonly limits: ReplyLimits },
): Promise<void> {
  const restore = async (body: JsonValue): Promise<JsonValue> => {
    const restored = await inTurns(session.reidentifyingReply(body));
    noteRestored(contextOf(response).record, session.restored);
    writeReceipt(response);
    return restored;
  };
  noteUpstreamId(response, reply);
  if (reply.status >= 400) return relayError(response, reply, restore, limits);
  if (!session.streaming) {
    const body = await readJsonReply(reply, limits);
    if (await relayErrorWithin(response, reply, body, restore)) return;
    const answer = completionIn(body);
    await noteReply(contextOf(response), answer);
    await settleMeter(contextOf(response));
    return sendJson(response, reply, wire.writeReply(await restore(answer), facts));
  }
  const writeChunk = (chunk: Parameters<CompletionWire['writeChunk']>[0]) => wire.writeChunk(chunk, facts);
  if (reply.contentType === 'events') return relayStream(response, reply, session, { times: limits, writeChunk });
  if (reply.contentType === 'json' && (await relayErrorWithin(response, reply, await readJsonReply(reply, limits), restore)))
    return;
  // A client that asked for a stream reads a JSON body as an empty stream, hence as success.
  discardReply(reply.body);
  throw new PhiProxyError('upstream_invalid_response');
}
