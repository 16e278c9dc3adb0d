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
  const cuts = cutterOf([...vault.entries()].map(({ token }) => token.text));
  const check = (sequence: JsonValue, param: string): void => {
    if (typeof sequence === 'string' && cuts(sequence)) throw new PhiProxyError('stop_within_token', { param });
  };
  if (Array.isArray(stop)) for (const [index, sequence] of stop.entries()) check(sequence, `stop[${index}]`);
  else check(stop, 'stop');
}

/**
 * Tells whether a sequence can lie over one of the tokens in a text so that it begins or ends within it. What tokens begin and end with is kept:
 * a client may send thousands of sequences with thousands of tokens.
 */
function cutterOf(tokens: readonly string[]): (sequence: string) => boolean {
  const whole = new Set(tokens);
  const all = tokens.join('\n');
  const begun = new Set<string>();
  const ended = new Set<string>();
  let longest = 0;
  for (const token of tokens) {
    longest = Math.max(longest, token.length);
    for (let length = 1; length < token.length; length += 1) {
      begun.add(token.slice(0, length));
      ended.add(token.slice(-length));
    }
  }
  return (sequence) => {
    if (sequence === '' || whole.has(sequence)) return false;
    // No token has a line end.
    if (!sequence.includes('\n') && all.includes(sequence)) return true;
    for (let length = 1; length < longest && length < sequence.length; length += 1)
      if (ended.has(sequence.slice(0, length)) || begun.has(sequence.slice(-length))) return true;
    return false;
  };
}
