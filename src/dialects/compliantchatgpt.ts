import { PhiProxyError } from '../errors';
import { chatDialect } from './chat';
import type { CompletionWire } from './completion-wire';
import { isJsonObject, type JsonObject, type JsonValue } from './json';

/** What CompliantChatGPT promises beyond OpenAI's chat completions: defaults, and the answer's text at the top of the reply. */

export const DEFAULT_MODEL = 'gpt-3.5-turbo';
export const DEFAULT_TEMPERATURE = 0.7;

/** Reasoning models reject any `temperature` but 1. Of the variants called `chat` only the first, `gpt-5-chat`, does not reason. */
const REASONING_MODEL = /^(?:o\d|gpt-(?:[5-9]|\d\d)(?!-chat)|codex)/;
/** Models that search by themselves reject `temperature` and `n`. */
const SEARCH_MODEL = /-search-(?:preview|api)(?![a-z])/;

/**
 * Whether a model is a reasoning model: it takes no `temperature`, and `max_completion_tokens` in place of `max_tokens`. Gateways put
 * the maker in front (`openai/gpt-5-mini`).
 */
export function isReasoningModel(model: string): boolean {
  return REASONING_MODEL.test(model.replace(/^(?:.*\/)?(?:ft:)?/, ''));
}

/** Whether a model searches the web by itself (`gpt-4o-search-preview`): it takes neither `temperature` nor `n`. */
export function isSearchModel(model: string): boolean {
  return SEARCH_MODEL.test(model);
}

/**
 * Checks that a body is a chat request and fills in `model`, `temperature` (not for reasoning models) and `n` where absent; of a model that
 * searches by itself the model alone.
 *
 * @throws PhiProxyError `invalid_body`, `missing_required_parameter`, `invalid_value`
 */
export function applyCompliantChatGptDefaults(body: JsonValue): JsonObject {
  if (!isJsonObject(body)) throw new PhiProxyError('invalid_body');
  const { messages, model } = body;
  if (messages === undefined) throw new PhiProxyError('missing_required_parameter', { param: 'messages' });
  if (!Array.isArray(messages) || messages.length === 0 || !messages.every(isJsonObject))
    throw new PhiProxyError('invalid_value', { param: 'messages' });
  const chosen = model ?? DEFAULT_MODEL;
  const name = typeof chosen === 'string' ? chosen : '';
  const complete: JsonObject = { ...body, model: chosen };
  if (isSearchModel(name)) return complete;
  if (!isReasoningModel(name)) complete['temperature'] ??= DEFAULT_TEMPERATURE;
  complete['n'] ??= 1;
  return complete;
}

/** OpenAI's whole reply plus a top-level `content`: the first choice's text (`null` when it has none). */
export function withTopLevelContent(reply: JsonValue): JsonValue {
  if (!isJsonObject(reply)) return reply;
  const first = Array.isArray(reply['choices']) ? reply['choices'][0] : undefined;
  const message = isJsonObject(first) ? first['message'] : undefined;
  const content = isJsonObject(message) ? (message['content'] ?? null) : null;
  return { ...reply, content };
}

/** `POST /v1/chat/completions`: OpenAI's chat completions with CompliantChatGPT's additions. */
export const compliantChatGptWire: CompletionWire = {
  dialect: chatDialect,
  contextLimit: undefined,
  screensUse: false,
  readRequest: (body) => applyCompliantChatGptDefaults(body),
  writeReply: (reply) => withTopLevelContent(reply),
  writeChunk: (chunk) => chunk,
};
