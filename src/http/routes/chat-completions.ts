import type { RequestHandler, Response } from 'express';
import { applyCompliantChatGptDefaults, withTopLevelContent } from '../../dialects/compliantchatgpt';
import { type JsonObject, parseJson } from '../../dialects/json';
import { PhiProxyError } from '../../errors';
import type { Upstream, UpstreamReply } from '../../upstream/client';
import { discardReply } from '../../upstream/read-reply';
import { forwardedHeaders } from '../../upstream/request-headers';
import type { ChatSession } from '../chat-session';
import { readRequestText } from '../middleware/request-body';
import { type ReplyLimits, readJsonReply, relayError, sendJson } from '../relay-reply';
import { relayStream } from '../relay-stream';
import { contextOf, elapsedMs, type RequestContext } from '../request-context';

export interface ChatCompletionsDependencies {
  /** De-identifies a body or throws; there is no third way. */
  readonly deidentify: (body: JsonObject) => Promise<ChatSession>;
  readonly upstream: Upstream;
  readonly maxBodyBytes: number;
  readonly replyLimits: ReplyLimits;
}

/** `POST /v1/chat/completions`: parse, de-identify, forward, re-identify, reply. */
export function createChatCompletions(dependencies: ChatCompletionsDependencies): RequestHandler {
  return async function chatCompletions(request, response) {
    const context = contextOf(response);
    const headers = forwardedHeaders(request.headers);
    const body = applyCompliantChatGptDefaults(parseJson(await readRequestText(request, dependencies.maxBodyBytes)));
    const session = await deidentifyTimed(body, dependencies, context);
    // Whoever has gone wants no answer; nothing more of the request may happen.
    if (context.signal.aborted) return;
    const reply = await forward(session, headers, dependencies.upstream, context);
    try {
      await relay(response, reply, session, dependencies.replyLimits);
    } finally {
      context.record.tokensRestored = session.restored.restored;
      context.record.tokensUnknown = session.restored.unknown;
      context.record.tokensWithheld = session.restored.withheld;
    }
  };
}

async function deidentifyTimed(
  body: JsonObject,
  dependencies: ChatCompletionsDependencies,
  { record }: RequestContext,
): Promise<ChatSession> {
  const started = performance.now();
  try {
    const session = await dependencies.deidentify(body);
    record.entities = session.counts.entities;
    record.tokensIssued = session.counts.tokensIssued;
    record.streaming = session.streaming;
    return session;
  } finally {
    record.deidentifyMs = elapsedMs(started);
  }
}

async function forward(
  session: ChatSession,
  headers: Readonly<Record<string, string>>,
  upstream: Upstream,
  { record, signal, openaiKey }: RequestContext,
): Promise<UpstreamReply> {
  const started = performance.now();
  try {
    const path = '/chat/completions';
    const { forward: body, streaming } = session;
    const reply = await upstream.send({ method: 'POST', path, body, streaming, headers, openaiKey, signal });
    record.upstreamStatus = reply.status;
    return reply;
  } finally {
    record.upstreamMs = elapsedMs(started);
  }
}

async function relay(response: Response, reply: UpstreamReply, session: ChatSession, limits: ReplyLimits): Promise<void> {
  if (reply.status >= 400) return relayError(response, reply, (body) => session.reidentifyReply(body), limits);
  if (!session.streaming) {
    const restored = session.reidentifyReply(await readJsonReply(reply, limits));
    return sendJson(response, reply, withTopLevelContent(restored));
  }
  if (reply.contentType === 'events') return relayStream(response, reply, session, limits.idleMs);
  // A client that asked for a stream reads a JSON body as an empty stream, hence as success.
  discardReply(reply.body);
  throw new PhiProxyError('upstream_invalid_response');
}
