/** Counts tokens as OpenAI does (encoding o200k_base), for limits that hold before a call. */

/** A run of one kind of character this long is no prose; the tokenizer's time grows with the square of a run's length. */
const MAX_RUN = 64;
/** Bounded: an open repeat over some millions of characters overflows the stack of the regex. */
const MOST_OF_RUN = MAX_RUN * 1024;
const LONG_RUNS = new RegExp(`\\S{${MAX_RUN + 1},${MOST_OF_RUN}}|\\s{${MAX_RUN + 1},${MOST_OF_RUN}}`, 'gu');
const RUN_PIECES = new RegExp(`[^]{1,${MAX_RUN}}`, 'gu');
/** Names of special tokens (`<|endoftext|>`) in a text are text. */
const PLAIN = { disallowedSpecial: new Set<string>() };

type Tokenizer = Pick<typeof import('gpt-tokenizer/encoding/o200k_base'), 'countTokens' | 'setMergeCacheSize'>;
let loaded: Tokenizer | undefined;

/** Loaded at its first use: it takes half a second and 50 MB. Its cache of merged words is off, since it would keep texts. */
function tokenizer(): Tokenizer {
  if (loaded === undefined) {
    loaded = require('gpt-tokenizer/encoding/o200k_base') as Tokenizer;
    loaded.setMergeCacheSize(0);
  }
  return loaded;
}

/**
 * Number of tokens of a text; within 1 % where it has very long runs without spaces, exact otherwise.
 *
 * @param most where to stop: the result is then any number above it, so that a long hostile text costs no more than a long fair one
 */
export function countTokens(text: string, most: number = Number.POSITIVE_INFINITY): number {
  const { countTokens: count } = tokenizer();
  let tokens = 0;
  for (const piece of shortRuns(text)) {
    tokens += count(piece, PLAIN);
    if (tokens > most) break;
  }
  return tokens;
}

/** Whether a text has at most `limit` tokens. A token is at least a byte, so short texts need no count. */
export function isWithinTokens(text: string, limit: number): boolean {
  return Buffer.byteLength(text, 'utf8') <= limit || countTokens(text, limit) <= limit;
}

/** The text in pieces: what stands between long runs whole, long runs cut. */
function* shortRuns(text: string): Generator<string> {
  let at = 0;
  for (const { 0: run, index } of text.matchAll(LONG_RUNS)) {
    if (index > at) yield text.slice(at, index);
    for (const [piece] of run.matchAll(RUN_PIECES)) yield piece;
    at = index + run.length;
  }
  if (at < text.length) yield text.slice(at);
}
