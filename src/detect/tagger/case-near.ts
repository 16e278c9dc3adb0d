import { KIND, type TaggerTokens } from './tokens';
import { beginsWithCapital, type WordFacts } from './word-facts';

/** The case of the words around: in headings, forms and names of tests a capital says nothing. */

/** How far around a token is looked, in tokens of the same line. */
const REACH = 8;
/** Numbers of words, and shares of them that begin with a capital, as upper ends of buckets. */
const NUMBERS = [0, 2, 5, 9];
const SHARES = [0, 0.25, 0.5, 0.8];

/** The bucket of a value, by the upper ends of all but the last. */
export function bucketOf(value: number, ends: readonly number[]): number {
  let bucket = 0;
  while (bucket < ends.length && value > (ends[bucket] as number)) bucket += 1;
  return bucket;
}

/** How much of the line around each token begins with a capital, and how many words stand there, in buckets. Below 32. */
export function findCaseNear(facts: readonly WordFacts[], { kinds, count }: TaggerTokens): Uint8Array {
  // Words, and those with a capital, in front of each token.
  const words = new Int32Array(count + 1);
  const capitals = new Int32Array(count + 1);
  for (let index = 0; index < count; index += 1) {
    const isWord = kinds[index] === KIND.letters;
    words[index + 1] = (words[index] as number) + Number(isWord);
    capitals[index + 1] = (capitals[index] as number) + Number(isWord && beginsWithCapital(facts[index] as WordFacts));
  }
  const near = new Uint8Array(count);
  let lineStart = 0;
  let lineEnd = nextLineEnd(kinds, 0);
  for (let index = 0; index < count; index += 1) {
    if (index === lineEnd) lineEnd = nextLineEnd(kinds, index + 1);
    const from = Math.max(lineStart, index - REACH);
    const to = Math.min(lineEnd, index + REACH + 1);
    const around = (counts: Int32Array): number =>
      (counts[to] as number) - (counts[from] as number) - ((counts[index + 1] as number) - (counts[index] as number));
    const all = around(words);
    near[index] = bucketOf(all, NUMBERS) * (SHARES.length + 1) + bucketOf(all === 0 ? 0 : around(capitals) / all, SHARES);
    if (kinds[index] === KIND.lineEnd) lineStart = index + 1;
  }
  return near;
}

/** The next token from `from` on that is the end of a line, or the number of tokens. */
function nextLineEnd(kinds: Uint8Array, from: number): number {
  const end = kinds.indexOf(KIND.lineEnd, from);
  return end < 0 ? kinds.length : end;
}
