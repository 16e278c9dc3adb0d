/** What the tagger reads: runs of letters, runs of digits, every other sign, line ends. */

export const KIND = { letters: 0, digits: 1, sign: 2, lineEnd: 3 } as const;

/** A text of fewer words and numbers is a message, which may tell nothing of a person but a bare name. */
export const LONGEST_MESSAGE = 60;

/** Tokens as columns; offsets in UTF-16 code units of the text. */
export interface TaggerTokens {
  readonly count: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly kinds: Uint8Array;
}

const OTHER_LETTER = /[\p{L}\p{M}]/u;

function kindOf(code: number, text: string, at: number): number {
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) return KIND.letters;
  if (code >= 48 && code <= 57) return KIND.digits;
  if (code < 128) return KIND.sign;
  return OTHER_LETTER.test(text.charAt(at)) ? KIND.letters : KIND.sign;
}

/** Cuts a text into tokens; blanks belong to none. */
export function tokenise(text: string): TaggerTokens {
  const starts = new Int32Array(text.length);
  const ends = new Int32Array(text.length);
  const kinds = new Uint8Array(text.length);
  let count = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9 || code === 13) {
      at += 1;
      continue;
    }
    const start = at;
    const kind = code === 10 ? KIND.lineEnd : kindOf(code, text, at);
    at += 1;
    if (kind === KIND.letters || kind === KIND.digits) {
      while (at < text.length && kindOf(text.charCodeAt(at), text, at) === kind) at += 1;
    }
    starts[count] = start;
    ends[count] = at;
    kinds[count] = kind;
    count += 1;
  }
  return { count, starts: starts.subarray(0, count), ends: ends.subarray(0, count), kinds: kinds.subarray(0, count) };
}
