import type { RequestHandler, Response } from 'express';
import { PhiProxyError } from '../../errors';
import type { Upstream } from '../../upstream/client';
import { forwardedHeaders } from '../../upstream/request-headers';
import { noteUpstreamId, objectIn, type ReplyLimits, readJsonReply, relayError, sendJson } from '../relay-reply';
import { contextOf } from '../request-context';

/** OpenAI's ids, also of fine-tuned models (`ft:…`), and those of gateways with the maker in front (`openai/gpt-4o`). */
export const MODEL_ID = /^(?!.{129})[A-Za-z0-9_:-][A-Za-z0-9_.:-]*(?:\/[A-Za-z0-9_:-][A-Za-z0-9_.:-]*){0,2}$/;

export interface ModelsDependencies {
  readonly upstream: Upstream;
  readonly replyLimits: ReplyLimits;
}

/** `GET /v1/models` and `GET /v1/models/{id}`: no text of a person in either direction, so nothing is replaced or restored. */
export function createModels(dependencies: ModelsDependencies): RequestHandler {
  return async function models(request, response: Response) {
    const { record, signal, openaiKey, upstreamUrl } = contextOf(response);
    const id = request.params['id'];
    if (id !== undefined && !(typeof id === 'string' && MODEL_ID.test(id))) throw new PhiProxyError('not_found');
    const reply = await dependencies.upstream.send({
      method: 'GET',
      path: id === undefined ? '/models' : `/models/${encodeURIComponent(id)}`,
      openaiKey,
      baseUrl: upstreamUrl,
      headers: forwardedHeaders(request.headers),
      streaming: false,
      signal,
    });
    record.upstreamStatus = reply.status;
    noteUpstreamId(response, reply);
    if (reply.status >= 400) return relayError(response, reply, async (body) => body, dependencies.replyLimits);
    await sendJson(response, reply, objectIn(await readJsonReply(reply, dependencies.replyLimits)));
  };
}
