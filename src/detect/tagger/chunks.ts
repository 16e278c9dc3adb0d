import { mix } from './hash';
import { KIND, type TaggerTokens } from './tokens';
import type { WordFacts } from './word-facts';

/**
 * Chunks: what stands between blanks ("PAS-VA-118264", "x86_64-pc", "4/12/24."). A number is told from a code by the form of the whole
 * chunk, which a window of a few tokens does not show.
 */
export interface Chunks {
  /** Per token, hash of its chunk's form; 0 where the chunk is a plain word or sign. */
  readonly forms: Int32Array;
  /** The same, told more coarsely: how many digits and letters, which signs. */
  readonly kinds: Int32Array;
  /** Per token, its place in the chunk, up to 7. */
  readonly places: Uint8Array;
  /** Per token, index of the first token of its chunk. */
  readonly begins: Int32Array;
}

/** Signs that end a sentence or enclose a value: they are no part of the form. */
const PUNCTUATION = new Set(
  ['.', ',', ';', ':', '!', '?', '(', ')', '[', ']', '{', '}', '"', "'", '|', '⏎'].map((sign) => sign.charCodeAt(0)),
);
/** Longest form, in tokens. */
const LONGEST = 24;
const LARGEST_PLACE = 7;

/** Form of a run of letters: case, and for capitals their number. */
function letterForm(text: string, start: number, end: number): number {
  const first = text.charCodeAt(start);
  if (first >= 97 && first <= 122) return 1;
  const second = text.charCodeAt(start + 1);
  if (end - start > 1 && second >= 97 && second <= 122) return 2;
  return 10 + Math.min(end - start, 6);
}

function partForm(text: string, tokens: TaggerTokens, token: number): number {
  const start = tokens.starts[token] as number;
  const end = tokens.ends[token] as number;
  if (tokens.kinds[token] === KIND.letters) return letterForm(text, start, end);
  if (tokens.kinds[token] === KIND.digits) return 30 + Math.min(end - start, 16);
  return 100 + text.charCodeAt(start);
}

function isEdge(text: string, tokens: TaggerTokens, token: number): boolean {
  return tokens.kinds[token] === KIND.sign && PUNCTUATION.has(text.charCodeAt(tokens.starts[token] as number));
}

/** Sizes of numbers that are told apart: 1 digit, 2, 3, 4, 5, 6, 7-8, 9-10, 11 and more. */
const DIGIT_SIZES = [1, 2, 3, 4, 5, 6, 8, 10];
/** Signs that codes are made with; others count as one. */
const SIGNS = ['-', '/', '.', '_', '#', '@', ':', ',', '+'];

/** What a chunk is made of, whatever its order. */
function kindOf(text: string, tokens: TaggerTokens, first: number, last: number): number {
  let digits = 0;
  let capitals = 0;
  let small = 0;
  let signs = 0;
  for (let token = first; token <= last; token += 1) {
    const start = tokens.starts[token] as number;
    const length = (tokens.ends[token] as number) - start;
    if (tokens.kinds[token] === KIND.digits) digits += length;
    else if (tokens.kinds[token] === KIND.sign) signs |= 1 << (SIGNS.indexOf(text.charAt(start)) + 1);
    else if (letterForm(text, start, start + length) > 2) capitals += length;
    else small += 1;
  }
  const size = digits === 0 ? 0 : DIGIT_SIZES.findIndex((most) => digits <= most) + 2;
  const begin = (tokens.kinds[first] as number) * 4 + (tokens.kinds[last] as number);
  return mix(size * 64 + Math.min(capitals, 4) * 4 + Math.min(small, 3), signs * 16 + begin) | 1;
}

interface Form {
  readonly form: number;
  readonly kind: number;
}

const NO_FORM: Form = { form: 0, kind: 0 };

/** The form of the tokens from `from` to `to`; 0 for a single run of letters and for signs alone. */
function formOf(text: string, tokens: TaggerTokens, from: number, to: number): Form {
  let first = from;
  let last = to - 1;
  while (first < last && isEdge(text, tokens, first)) first += 1;
  while (last > first && isEdge(text, tokens, last)) last -= 1;
  if (first === last && tokens.kinds[first] !== KIND.digits) return NO_FORM;
  let form = 77;
  for (let token = first; token <= last && token < first + LONGEST; token += 1) form = mix(form, partForm(text, tokens, token));
  return { form: form | 1, kind: kindOf(text, tokens, first, last) };
}

/** Cuts tokens into chunks. */
export function findChunks(text: string, tokens: TaggerTokens): Chunks {
  const { count, starts, ends, kinds } = tokens;
  const forms = new Int32Array(count);
  const chunkKinds = new Int32Array(count);
  const places = new Uint8Array(count);
  const begins = new Int32Array(count);
  let from = 0;
  for (let token = 1; token <= count; token += 1) {
    const goesOn =
      token < count && starts[token] === ends[token - 1] && kinds[token] !== KIND.lineEnd && kinds[token - 1] !== KIND.lineEnd;
    if (goesOn) continue;
    const { form, kind } = formOf(text, tokens, from, token);
    for (let part = from; part < token; part += 1) {
      forms[part] = form;
      chunkKinds[part] = kind;
      places[part] = Math.min(part - from, LARGEST_PLACE);
      begins[part] = from;
    }
    from = token;
  }
  return { forms, kinds: chunkKinds, places, begins };
}

/** Hash of the label that a token of a line stands behind, and how far: `Badge no: 4471`, `"mrn": "A-1"`. */
export interface NearLabels {
  readonly labels: Int32Array;
  /** Tokens since the label, up to 7. */
  readonly distances: Uint8Array;
}

const LABEL_SIGNS = new Set([':', '=', '#'].map((sign) => sign.charCodeAt(0)));

/** The label nearest in front, on the same line: the word, or two, before a colon, an equals sign or a number sign. */
export function findNearLabels(text: string, tokens: TaggerTokens, facts: readonly WordFacts[]): NearLabels {
  const labels = new Int32Array(tokens.count);
  const distances = new Uint8Array(tokens.count);
  let label = 0;
  let distance = 0;
  let word = 0;
  let wordBefore = 0;
  for (let token = 0; token < tokens.count; token += 1) {
    labels[token] = label;
    distances[token] = Math.min(distance, 7);
    distance += 1;
    const start = tokens.starts[token] as number;
    const kind = tokens.kinds[token];
    if (kind === KIND.lineEnd) {
      label = word = wordBefore = 0;
    } else if (kind === KIND.letters) {
      wordBefore = word;
      word = (facts[token] as WordFacts).word;
    } else if (kind === KIND.sign && LABEL_SIGNS.has(text.charCodeAt(start)) && word !== 0) {
      label = mix(word, wordBefore);
      distance = 0;
      word = wordBefore = 0;
    }
  }
  return { labels, distances };
}
