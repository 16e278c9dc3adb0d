import { createTurns } from '../turns';

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
 * Number of tokens of a text; within 1 % where it has very long runs without spaces, or hardly any words, exact otherwise.
 *
 * @param most where to stop: the result is then any number above it, so that a long hostile text costs no more than a long fair one
 */
export function countTokens(text: string, most: number = Number.POSITIVE_INFINITY): number {
  let tokens = 0;
  for (tokens of counts(text)) if (tokens > most) break;
  return tokens;
}

/** The same for texts of requests, of which counting some millions of characters takes seconds. */
export async function countTokensInTurns(text: string, most: number = Number.POSITIVE_INFINITY): Promise<number> {
  let tokens = 0;
  const giveTurn = createTurns();
  for (tokens of counts(text)) {
    if (tokens > most) break;
    await giveTurn();
  }
  return tokens;
}

/** Tokens up to the end of each piece of a text. */
function* counts(text: string): Generator<number> {
  const { countTokens: count } = tokenizer();
  let tokens = 0;
  for (const stretch of stretches(text))
    for (const piece of shortRuns(stretch)) {
      tokens += count(piece, PLAIN);
      yield tokens;
    }
}

/** Whether a text has at most `limit` tokens. A token is at least a byte, so short texts need no count. */
export async function isWithinTokens(text: string, limit: number): Promise<boolean> {
  return Buffer.byteLength(text, 'utf8') <= limit || (await countTokensInTurns(text, limit)) <= limit;
}

/** So much text is counted at a stretch, in UTF-16 code units: a millisecond or a few. */
const STRETCH = 16_384;
/** So many blanks are tried as the end of a stretch. */
const MOST_TRIED = 100;
const WORDLIKE = /^[\p{L}\p{N}]$/u;

/** The text in stretches that end with a line or between two words, where no token goes on. */
function* stretches(text: string): Generator<string> {
  let at = 0;
  while (text.length - at > STRETCH) {
    const stretch = text.slice(at, at + lengthOfStretch(text.slice(at, at + STRETCH)));
    yield stretch;
    at += stretch.length;
  }
  yield text.slice(at);
}

/** Where the last line of a text that has another behind it ends, or else the last word; the text's length where neither is found. */
function lengthOfStretch(text: string): number {
  const line = text.lastIndexOf('\n', text.length - 2);
  if (/^[^\s/]/.test(text.slice(line + 1)) && line > 0) return line + 1;
  let blank = text.length;
  for (let tried = 0; tried < MOST_TRIED && blank > 0; tried += 1) {
    blank = text.lastIndexOf(' ', blank - 1);
    if (blank > 0 && WORDLIKE.test(text.charAt(blank - 1)) && WORDLIKE.test(text.charAt(blank + 1))) return blank;
  }
  return text.length;
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
