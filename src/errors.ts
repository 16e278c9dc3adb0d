/**
 * The error catalogue: every error that leaves phi-proxy has a row here (stable code, HTTP status, OpenAI error type, client message).
 * Messages are constants: nothing of a request, a reply or a cause can reach them. `param` names a field's path, never its value.
 */

export interface ErrorRow {
  /** HTTP status. Refusals are 400 or 403: popular clients retry 415, 422 and 451. */
  readonly status: number;
  /** OpenAI's `error.type`. */
  readonly type: 'invalid_request_error' | 'authentication_error' | 'permission_error' | 'rate_limit_error' | 'server_error';
  readonly message: string;
}

const invalid = (message: string, status = 400): ErrorRow => ({ status, type: 'invalid_request_error', message });
const server = (message: string, status = 500): ErrorRow => ({ status, type: 'server_error', message });

export const ERRORS = {
  invalid_json: invalid('The request body is not valid JSON in UTF-8.'),
  duplicate_key: invalid('The request body holds the same key twice; parsers disagree on which one counts, so it is refused.'),
  json_too_deep: invalid('The request body is nested too deeply.'),
  invalid_number: invalid('The request body holds a number that cannot be represented exactly.'),
  invalid_unicode: invalid('The request body holds a string with an unpaired surrogate.'),
  invalid_body: invalid('The request body must be a JSON object.'),
  invalid_value: invalid('A field has the wrong type or a value that is not allowed.'),
  missing_required_parameter: invalid('A required field is missing.'),
  unsupported_content_type: invalid('Send application/json.'),
  unsupported_content_encoding: invalid('Send the body as identity, gzip, deflate or br.'),
  unsupported_content_part: invalid('This kind of content cannot be inspected for PHI, so it is refused.'),
  unsupported_tool: invalid('This kind of tool sends data to third parties or cannot be inspected, so it is refused.'),
  unsupported_stored_content: invalid(
    'References to content stored at OpenAI are refused: their tokens belong to another request.',
  ),
  unsupported_feature: invalid('This feature cannot be de-identified, or this API has no place for it, so it is refused.'),
  phi_in_identifier: invalid(
    'A field that cannot hold a token (a key, the name of a property, a grammar) appears to hold PHI. Rename it.',
  ),
  stop_within_token: invalid(
    'A stop sequence would end the answer within a token such as [NAME_1], and what follows would be lost. Use another one.',
  ),
  value_too_long: invalid('After de-identification a field is longer than OpenAI allows. Shorten it.'),
  content_leak_prevented: invalid(
    'An identifier found in this request would still have been sent in another place, so nothing was sent. Please report this.',
  ),
  unsupported_api_version: invalid('This version of the API is not known. Send API-Version 202403, or none.'),
  streaming_not_supported: invalid('This version of the API does not stream. Leave stream out.'),
  context_length_exceeded: invalid('The messages have more tokens than this API reads. Shorten them.'),
  request_too_large: invalid('The request is larger than this server accepts.', 413),
  too_many_values: invalid('The request holds more distinct identifiers than this server accepts.', 413),
  request_timeout: invalid('The request did not arrive in the time that this server allows.', 408),
  headers_too_large: invalid('The request headers are larger than this server accepts.', 431),
  missing_openai_key: invalid('No OpenAI key. Send it in x-openai-key, or give the server one (PHI_PROXY_OPENAI_KEY).'),
  invalid_openai_key: invalid('OpenAI did not accept the OpenAI key.'),
  missing_proxy_key: {
    status: 401,
    type: 'authentication_error',
    message: 'No phi-proxy key. Send it in x-compliantchatgpt-key, or as Authorization: Bearer.',
  },
  invalid_proxy_key: { status: 401, type: 'authentication_error', message: 'The phi-proxy key is not valid.' },
  not_found: invalid(
    'No such endpoint. GET /docs lists those that phi-proxy can inspect. A library that calls /v1/responses must be set to chat completions.',
    404,
  ),
  method_not_allowed: invalid('This endpoint does not accept this method.', 405),
  websocket_refused: invalid('WebSocket connections cannot be inspected, so they are refused.', 400),
  policy_not_allowed: {
    status: 403,
    type: 'permission_error',
    message: 'The phi-proxy key may not use this policy, or there is none of this name.',
  },
  region_unavailable: {
    status: 403,
    type: 'permission_error',
    message: 'No upstream API is set up in the region of the phi-proxy key, so nothing was sent.',
  },
  rate_limit_exceeded: {
    status: 429,
    type: 'rate_limit_error',
    message: 'Too many requests or tokens a minute. Wait as long as the retry-after header says.',
  },
  usage_unavailable: server('The counters of usage cannot be read at the moment.', 503),
  deidentification_failed: server('De-identification failed, so nothing was sent.'),
  deidentification_timeout: server('De-identification took longer than this server allows, so nothing was sent.', 503),
  overloaded: server('The server is busy. Nothing was sent.', 503),
  upstream_unreachable: server('The upstream API could not be reached.', 502),
  upstream_timeout: server('The upstream API did not answer in time.', 504),
  upstream_invalid_response: server('The upstream API sent a reply that could not be read.', 502),
  upstream_stream_interrupted: server(
    'The upstream API broke off before the answer was complete. What was received is not a whole answer.',
    502,
  ),
  upstream_error: server('The upstream API reported an error.', 502),
  internal_error: server('Internal error.'),
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERRORS;

/** OpenAI's error body (`ErrorResponse` of its OpenAPI document). */
export interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string | null;
  };
}

/**
 * The one error class that handlers render. Whoever throws it says what (`code`) and where (`param`), nothing else: there is
 * deliberately no free text and no `cause`, so that a value cannot travel along.
 */
export class PhiProxyError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly param: string | null;
  /** Seconds for the `retry-after` header, when the client should wait. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, options: { readonly param?: string | null; readonly retryAfter?: number } = {}) {
    super(ERRORS[code].message);
    this.name = 'PhiProxyError';
    this.code = code;
    this.status = ERRORS[code].status;
    this.param = options.param ?? null;
    this.retryAfter = options.retryAfter;
  }

  /** The body for the client, in OpenAI's shape. */
  toBody(): ErrorBody {
    return errorBody(this.code, this.param);
  }
}

/** OpenAI-shaped body of a catalogue row. */
export function errorBody(code: ErrorCode, param: string | null = null): ErrorBody {
  const { message, type } = ERRORS[code];
  return { error: { message, type, param, code } };
}
