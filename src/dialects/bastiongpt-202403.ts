import { PhiProxyError } from '../errors';
import { bastiongpt2026Wire, readBastiongptRequest } from './bastiongpt';
import type { CompletionWire } from './completion-wire';
import { isJsonObject } from './json';

/** What the older BastionGPT API does differently: a version, a small context, no streams. */

/** The one version that is known; assumed where a request names none. */
export const API_VERSION = '202403';

/**
 * Checks the version that a request names in the header `API-Version` or in the query, where it is the only parameter.
 *
 * @throws PhiProxyError `unsupported_api_version`, `invalid_value` for another query parameter
 */
export function checkApiVersion(header: string | readonly string[] | undefined, query: string): void {
  const asked = [...new URLSearchParams(query)];
  if (asked.some(([name]) => name.toLowerCase() !== 'api-version')) throw new PhiProxyError('invalid_value', { param: 'query' });
  const versions = [...(header === undefined ? [] : [header]), ...asked.map(([, version]) => version)];
  if (versions.some((version) => version !== API_VERSION))
    throw new PhiProxyError('unsupported_api_version', { param: 'API-Version' });
}

/** `POST /pro;rev=2/deployments/bastionapi/chat/completions`, the API of March 2024. */
export const bastiongpt202403Wire: CompletionWire = {
  ...bastiongpt2026Wire,
  contextLimit: 7850,
  readRequest(body, facts) {
    const chat = readBastiongptRequest(body, facts);
    if (isJsonObject(chat) && chat['stream'] === true) throw new PhiProxyError('streaming_not_supported', { param: 'stream' });
    return chat;
  },
};
