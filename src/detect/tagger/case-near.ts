import { KIND, type TaggerTokens } from './tokens';
import { beginsWithCapital, type WordFacts } from './word-facts';

/** The case of the words around: in headings, forms and names of tests a capital says nothing. */

/** How far around a token is looked, in tokens of the same line. */
const REACH = 8;
/** Numbers of words, and shares of them that begin with a capital, as upper ends of buckets. */
const NUMBERS = [0, 2, 5, 9];
const SHARES = [0, 0.25, 0.5, 0.8];

function bucketOf(value: number, ends: readonly number[]): number {
  const bucket = ends.findIndex((most) => value <= most);
  return bucket < 0 ? ends.length : bucket;
}

/** How much of the line around each token begins with a capital, and how many words stand there, in buckets. Below 32. */
export function findCaseNear(facts: readonly WordFacts[], { kinds, count }: TaggerTokens): Uint8Array {
  const near = new Uint8Array(count);
  for (let index = 0; index < count; index += 1) {
    let words = 0;
    let capitals = 0;
    const look = (step: -1 | 1): void => {
      for (
        let at = index + step;
        Math.abs(at - index) <= REACH && at >= 0 && at < count && kinds[at] !== KIND.lineEnd;
        at += step
      ) {
        if (kinds[at] !== KIND.letters) continue;
        words += 1;
        capitals += Number(beginsWithCapital(facts[at] as WordFacts));
      }
    };
    look(-1);
    look(1);
    near[index] = bucketOf(words, NUMBERS) * (SHARES.length + 1) + bucketOf(words === 0 ? 0 : capitals / words, SHARES);
  }
  return near;
}
