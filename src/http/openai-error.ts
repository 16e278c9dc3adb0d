import { isJsonNumber, isJsonObject, type JsonObject, type JsonValue } from '../dialects/json';
import { errorBody } from '../errors';

const SHORT_IDENTIFIER = /^[A-Za-z0-9_.[\]-]{1,100}$/;

/**
 * Where servers put their message, the most telling first: OpenAI `error.message`, vLLM `message`, FastAPI `detail` (a text, or a list with
 * `msg`), Ollama `error`, Cloudflare `errors[]`, RFC 9457 `detail` or `title`.
 */
const MESSAGE_KEYS = ['message', 'msg', 'Message', 'detail', 'error', 'errors', 'title'];
/** What is kept beside the message: Azure's filter results, what a provider behind OpenRouter said, what a model at Groq wrote. */
const DETAIL_KEYS = ['innererror', 'metadata', 'failed_generation'];
/** How deep messages stand: Mistral's `message.detail[].msg`, Google's `[{"error": {"message": …}}]`. */
const MAX_DEPTH = 4;
/** Messages of a list that are told. */
const MAX_MESSAGES = 3;

/**
 * An upstream error in OpenAI's shape, or undefined if it has neither a message nor a code: programs go by codes. The message is kept (it
 * still holds tokens: restore it), so are details that clients know; type, param and code are kept if they are short identifiers; everything
 * else is left out.
 */
export function toOpenaiError(reply: JsonValue): JsonObject | undefined {
  const body = isList(reply) ? reply[0] : reply;
  const outer = isJsonObject(body) ? body : {};
  const error = isJsonObject(outer['error']) ? outer['error'] : outer;
  const hasCode = error !== outer && shortIdentifier(error['code']) !== null;
  const message = messageOf(reply) ?? (hasCode ? errorBody('upstream_error').error.message : undefined);
  if (message === undefined) return undefined;
  const details = DETAIL_KEYS.filter((key) => error[key] !== undefined).map((key) => [key, error[key] ?? null]);
  return {
    error: {
      message,
      type: shortIdentifier(error['type'] ?? error['error_type']) ?? errorBody('upstream_error').error.type,
      param: shortIdentifier(error['param']),
      code: shortIdentifier(error['code'] ?? error['error_code']),
      ...Object.fromEntries(details),
    },
  };
}

/** A message that upstream wrote as plain text. */
export function plainError(text: string): JsonObject | undefined {
  const message = text.trim();
  return message === '' || message.length > 500 ? undefined : toOpenaiError({ message });
}

/** Whether JSON is an error though it came with status 200 or within a stream; a reply that answers all the same is none. */
export function isErrorBody(body: JsonValue): boolean {
  if (isList(body)) return isJsonObject(body[0]) && isErrorBody(body[0]);
  if (!isJsonObject(body) || isList(body['choices'])) return false;
  return Boolean(body['error']) || body['object'] === 'error';
}

/** The status that an error of status 200 should have had: its code if that is one. */
export function statusWithin(body: JsonValue): number {
  const code = toOpenaiError(body)?.['error'];
  const status = isJsonObject(code) ? Number(code['code']) : Number.NaN;
  return Number.isInteger(status) && status >= 400 && status <= 599 ? status : 502;
}

function isList(value: JsonValue | undefined): value is JsonValue[] {
  return Array.isArray(value);
}

function messageOf(value: JsonValue | undefined, depth = 0): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (value === undefined || depth > MAX_DEPTH) return undefined;
  if (isList(value)) {
    const messages = value.slice(0, MAX_MESSAGES).flatMap((item) => messageOf(item, depth + 1) ?? []);
    return messages.length === 0 ? undefined : messages.join('; ');
  }
  if (!isJsonObject(value)) return undefined;
  for (const key of MESSAGE_KEYS) {
    const message = messageOf(value[key], depth + 1);
    if (message !== undefined) return message;
  }
  return undefined;
}

/** Some servers send the code as a number; it becomes text. */
function shortIdentifier(value: JsonValue | undefined): string | null {
  const text = isJsonNumber(value) ? String(value) : value;
  return typeof text === 'string' && SHORT_IDENTIFIER.test(text) ? text : null;
}
