import type { IncomingHttpHeaders } from 'node:http';
import { PhiProxyError } from '../errors';

interface HeaderRow {
  readonly name: string;
  readonly shape: RegExp;
  /** Wrong shape: headers that choose who pays or what is served are refused, mere markers are left out. */
  readonly otherwise: 'refuse' | 'drop';
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** The only client headers that go upstream. The shapes leave no room for a person's data; everything unlisted stays here. */
const FORWARDED: readonly HeaderRow[] = [
  { name: 'openai-organization', shape: /^org-[A-Za-z0-9]{1,64}$/, otherwise: 'refuse' },
  { name: 'openai-project', shape: /^proj_[A-Za-z0-9]{1,64}$/, otherwise: 'refuse' },
  { name: 'openai-beta', shape: /^[a-z][a-z_-]{0,40}=v\d{1,2}(, ?[a-z][a-z_-]{0,40}=v\d{1,2}){0,7}$/, otherwise: 'refuse' },
  { name: 'idempotency-key', shape: new RegExp(`^(stainless-node-retry-)?${UUID}$`, 'i'), otherwise: 'drop' },
  { name: 'x-client-request-id', shape: new RegExp(`^${UUID}$`, 'i'), otherwise: 'drop' },
];

/** Picks the client's headers that may go upstream. Throws `invalid_value` naming the header. */
export function forwardedHeaders(incoming: IncomingHttpHeaders): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { name, shape, otherwise } of FORWARDED) {
    const value = incoming[name];
    // Python's client sends an empty OPENAI_ORG_ID as an empty header.
    if (value === undefined || value === '') continue;
    if (typeof value === 'string' && shape.test(value)) headers[name] = value;
    else if (otherwise === 'refuse') throw new PhiProxyError('invalid_value', { param: name });
  }
  return headers;
}
