import type { ErrorForm } from '../../dialects/error-form';
import { ERRORS, type ErrorCode } from '../../errors';

/** What an endpoint has to have or do for an error to come from it. */
export type ErrorGroup =
  /** Any endpoint. */
  | 'any'
  /** Wants a proxy key. */
  | 'key'
  | 'openai-key'
  | 'limits'
  /** Reads a JSON body. */
  | 'body'
  /** De-identifies. */
  | 'deidentify'
  /** Forwards bodies whose fields it checks against a table. */
  | 'fields'
  | 'upstream'
  | 'policy'
  | 'region'
  | 'version'
  | 'context'
  | 'usage'
  | 'path'
  /** Answers what no endpoint is asked: unknown paths, other methods, WebSockets. */
  | 'none';

/** Every row of the catalogue has its place here; the compiler asks for that of a new one. */
const GROUPS: Readonly<Record<ErrorCode, ErrorGroup>> = {
  invalid_json: 'body',
  duplicate_key: 'body',
  json_too_deep: 'body',
  invalid_number: 'body',
  invalid_unicode: 'body',
  invalid_body: 'body',
  invalid_value: 'key',
  missing_required_parameter: 'body',
  unsupported_content_type: 'body',
  unsupported_content_encoding: 'body',
  unsupported_content_part: 'fields',
  unsupported_tool: 'fields',
  unsupported_stored_content: 'fields',
  unsupported_feature: 'fields',
  phi_in_identifier: 'fields',
  stop_within_token: 'fields',
  value_too_long: 'fields',
  content_leak_prevented: 'deidentify',
  unsupported_api_version: 'version',
  streaming_not_supported: 'version',
  context_length_exceeded: 'context',
  request_too_large: 'body',
  too_many_values: 'deidentify',
  request_timeout: 'body',
  headers_too_large: 'any',
  missing_openai_key: 'openai-key',
  invalid_openai_key: 'openai-key',
  missing_proxy_key: 'key',
  invalid_proxy_key: 'key',
  not_found: 'path',
  method_not_allowed: 'none',
  websocket_refused: 'none',
  policy_not_allowed: 'policy',
  region_unavailable: 'region',
  rate_limit_exceeded: 'limits',
  usage_unavailable: 'usage',
  deidentification_failed: 'deidentify',
  deidentification_timeout: 'deidentify',
  overloaded: 'key',
  upstream_unreachable: 'upstream',
  upstream_timeout: 'upstream',
  upstream_invalid_response: 'upstream',
  upstream_stream_interrupted: 'upstream',
  upstream_error: 'upstream',
  internal_error: 'any',
};

const CODES = Object.keys(ERRORS) as ErrorCode[];

/** Name of the document's example of an error. */
export const exampleName = (form: ErrorForm, code: ErrorCode): string => `${form.name}.${code}`;

/** Codes of the given groups by status, in a form in which errors are shown. */
export function codesByStatus(form: ErrorForm, groups: readonly ErrorGroup[]): Map<number, ErrorCode[]> {
  const wanted = new Set<ErrorGroup>(groups);
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of CODES.filter((name) => wanted.has(GROUPS[name]))) {
    const status = form.statusOf(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return new Map([...byStatus].sort(([left], [right]) => left - right));
}

/** An example body of every error in a form. */
export function errorExamples(form: ErrorForm): Record<string, { readonly summary: string; readonly value: unknown }> {
  return Object.fromEntries(
    CODES.map((code) => [exampleName(form, code), { summary: ERRORS[code].message, value: form.render(code, null) }]),
  );
}
