/** The only upstream headers that reach the client; cookies, encodings and connection matters stay here. */
const RETURNED: ReadonlySet<string> = new Set([
  'x-request-id',
  'openai-processing-ms',
  'openai-version',
  'openai-organization',
  'openai-project',
  'x-ratelimit-limit-requests',
  'x-ratelimit-limit-tokens',
  'x-ratelimit-remaining-requests',
  'x-ratelimit-remaining-tokens',
  'x-ratelimit-reset-requests',
  'x-ratelimit-reset-tokens',
  'retry-after',
  'retry-after-ms',
  'x-should-retry',
]);

const PLAIN_VALUE = /^[\x20-\x7e]{1,200}$/;

/** Picks the upstream headers that may reach the client. */
export function returnedHeaders(incoming: Readonly<Record<string, unknown>>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming)) {
    const lower = name.toLowerCase();
    if (RETURNED.has(lower) && typeof value === 'string' && PLAIN_VALUE.test(value)) headers[lower] = value;
  }
  return headers;
}
