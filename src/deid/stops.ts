import type { JsonObject, JsonValue } from '../dialects/json';
import { PhiProxyError } from '../errors';
import type { Vault } from '../vault/vault';

/**
 * Refuses stop sequences that would end an answer within a token: `]` ends it behind `[NAME_1`, and the client would take the rest for whole.
 * Its own text has no `]` there. A sequence that holds a whole token stops where the client meant.
 *
 * @throws PhiProxyError `stop_within_token` with the sequence's place
 */
export function assertStopsKeepTokens(body: JsonObject, vault: Vault): void {
  const { stop = null } = body;
  if (stop === null) return;
  const tokens = [...vault.entries()].map(({ token }) => token.text);
  const check = (sequence: JsonValue, param: string): void => {
    if (typeof sequence === 'string' && tokens.some((token) => cuts(sequence, token)))
      throw new PhiProxyError('stop_within_token', { param });
  };
  if (Array.isArray(stop)) for (const [index, sequence] of stop.entries()) check(sequence, `stop[${index}]`);
  else check(stop, 'stop');
}

/** Whether a sequence can lie over a token in a text so that it begins or ends within it. */
function cuts(sequence: string, token: string): boolean {
  if (sequence === '' || sequence === token) return false;
  if (token.includes(sequence)) return true;
  for (let length = 1; length < token.length && length < sequence.length; length += 1) {
    if (sequence.startsWith(token.slice(-length)) || sequence.endsWith(token.slice(0, length))) return true;
  }
  return false;
}
