import { isJsonNumber, isJsonObject, type JsonObject, type JsonValue } from '../dialects/json';
import { errorBody } from '../errors';

const SHORT_IDENTIFIER = /^[A-Za-z0-9_.[\]-]{1,100}$/;

/**
 * An upstream error in OpenAI's shape, or undefined if it has no message. The message is kept (it still holds tokens: restore it);
 * type, param and code are kept if they are short identifiers; everything else is left out.
 */
export function toOpenaiError(reply: JsonValue): JsonObject | undefined {
  const error = isJsonObject(reply) ? reply['error'] : undefined;
  if (!isJsonObject(error) || typeof error['message'] !== 'string') return undefined;
  return {
    error: {
      message: error['message'],
      type: shortIdentifier(error['type']) ?? errorBody('upstream_error').error.type,
      param: shortIdentifier(error['param']),
      code: shortIdentifier(error['code']),
    },
  };
}

/** Some servers send the code as a number; it becomes text. */
function shortIdentifier(value: JsonValue | undefined): string | null {
  const text = isJsonNumber(value) ? String(value) : value;
  return typeof text === 'string' && SHORT_IDENTIFIER.test(text) ? text : null;
}
