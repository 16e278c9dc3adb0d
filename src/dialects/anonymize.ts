import { PhiProxyError } from '../errors';
import { isJsonObject, type JsonObject, type JsonValue } from './json';

/** `POST /v1/anonymize` of CompliantChatGPT: a text in, the text with tokens and what they stand for out. */

/** A replaced place: UTF-16 offsets in the text as given. */
export interface ReplacedPlace {
  readonly start: number;
  readonly end: number;
  readonly entity: string;
  readonly token: string;
}

/** The text of a request; other fields go nowhere. @throws PhiProxyError `invalid_body`, `missing_required_parameter`, `invalid_value` */
export function readAnonymizeRequest(body: JsonValue): string {
  if (!isJsonObject(body)) throw new PhiProxyError('invalid_body');
  const { text } = body;
  if (text === undefined) throw new PhiProxyError('missing_required_parameter', { param: 'text' });
  if (typeof text !== 'string') throw new PhiProxyError('invalid_value', { param: 'text' });
  return text;
}

/** The reply: `anonymized_text`, and each place with the word that stood there. */
export function writeAnonymizeReply(given: string, anonymized: string, places: readonly ReplacedPlace[]): JsonObject {
  return {
    anonymized_text: anonymized,
    identified_phi: places.map(({ start, end, entity }) => ({ start, end, entity, word: given.slice(start, end) })),
  };
}
