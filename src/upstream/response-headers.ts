/** The only upstream headers that reach the client; cookies, encodings and connection matters stay here. */
const RETURNED: ReadonlySet<string> = new Set([
  'x-request-id',
  'openai-processing-ms',
  'openai-version',
  'openai-organization',
  'openai-project',
  'retry-after',
  'retry-after-ms',
  'x-should-retry',
]);

/** What is left of a limit: of requests and tokens, of a project's tokens, of images; OpenAI adds to them. */
const LIMIT = /^x-ratelimit-[a-z_-]{1,60}$/;

const PLAIN_VALUE = /^[\x20-\x7e]{1,200}$/;

/** Picks the upstream headers that may reach the client. */
export function returnedHeaders(incoming: Readonly<Record<string, unknown>>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming)) {
    const lower = name.toLowerCase();
    if ((RETURNED.has(lower) || LIMIT.test(lower)) && typeof value === 'string' && PLAIN_VALUE.test(value))
      headers[lower] = value;
  }
  return headers;
}
