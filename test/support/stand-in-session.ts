import { isJsonObject, type JsonObject, type JsonValue, parseReplyJson, stringifyJson } from '../../src/dialects/json';
import type { ChatSession } from '../../src/http/chat-session';

/** The one value that the stand-in knows, and its token. */
export const PATIENT = 'Mary Canarysmith';
export const TOKEN = '[NAME_1]';

const replaceIn = (value: JsonValue, from: string, to: string): JsonValue =>
  parseReplyJson(stringifyJson(value).replaceAll(from, to));

/** A session without an engine, for tests of the HTTP side alone: it replaces one name, and only tokens that lie within one chunk. */
export async function standInSession(body: JsonObject): Promise<ChatSession> {
  const restored = { restored: 0, unknown: 0, withheld: 0 };
  const restore = (value: JsonValue): JsonValue => {
    restored.restored += stringifyJson(value).split(TOKEN).length - 1;
    return replaceIn(value, TOKEN, PATIENT);
  };
  return {
    forward: stringifyJson(replaceIn(body, PATIENT, TOKEN)),
    streaming: body['stream'] === true,
    counts: { entities: { NAME: 1 }, tokensIssued: 1 },
    *reidentifyingReply(reply) {
      yield;
      return restore(reply);
    },
    createStreamReidentifier() {
      const finished = new Map<string, boolean>();
      return {
        *pushing(chunk) {
          yield;
          noteChoices(chunk, finished);
          return [restore(chunk)];
        },
        flush: () => [],
        get complete() {
          return finished.size > 0 && [...finished.values()].every(Boolean);
        },
      };
    },
    restored,
  };
}

function noteChoices(chunk: JsonValue, finished: Map<string, boolean>): void {
  const choices = isJsonObject(chunk) && Array.isArray(chunk['choices']) ? chunk['choices'] : [];
  for (const choice of choices) {
    if (isJsonObject(choice)) finished.set(String(choice['index']), typeof choice['finish_reason'] === 'string');
  }
}
