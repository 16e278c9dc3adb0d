import type { RuleSet } from '../../rules/types';
import { hashText, mix } from './hash';
import { KIND, type TaggerTokens } from './tokens';
import type { WordFacts } from './word-facts';

/** Names of the lists that take several words ("dollar tree", "st. mary's", "baton rouge"), found where they stand in a text. */

/** What a key of words is, as bits: the beginning of longer names, the name of an organisation, of a place. */
const PREFIX = 1;
const ORGANIZATION = 2;
const PLACE = 4;

const LISTS: readonly (readonly [list: string, kind: number, fewest: number])[] = [
  ['organization-names', ORGANIZATION, 1],
  ['us-cities', PLACE, 2],
  ['world-cities', PLACE, 2],
];

/** By the key of their words. */
export type ListedPhrases = ReadonlyMap<number, number>;

/** 1 for a letter, 2 for a digit, 0 for a sign; lists hold no signs beyond ASCII. */
function kindOf(code: number): number {
  if (code >= 48 && code <= 57) return 2;
  return (code >= 97 && code <= 122) || code >= 128 ? 1 : 0;
}

/** Keys of a name's first word, first two words and so on. Runs for each of thirty thousand names at the start, so without a regex. */
function keysOf(name: string): number[] {
  const keys: number[] = [];
  let key = 0;
  for (let start = 0, at = 1; start < name.length; start = at, at += 1) {
    const kind = kindOf(name.charCodeAt(start));
    if (kind === 0) continue;
    while (at < name.length && kindOf(name.charCodeAt(at)) === kind) at += 1;
    key = mix(key, hashText(name, start, at));
    keys.push(key);
  }
  return keys;
}

/** Most words of a name that is looked for. */
const MOST_WORDS = 6;

/** Makes the names of the lists ready to be looked for. */
export function createPhrases(lists: RuleSet['lists']): ListedPhrases {
  const phrases = new Map<number, number>();
  const add = (key: number, bits: number): void => void phrases.set(key, (phrases.get(key) ?? 0) | bits);
  for (const [list, kind, fewest] of LISTS) {
    for (const name of lists.get(list)?.keys() ?? []) {
      if (fewest > 1 && !name.includes(' ')) continue;
      const keys = keysOf(name);
      if (keys.length < fewest || keys.length > MOST_WORDS) continue;
      keys.forEach((key, index) => {
        add(key, index === keys.length - 1 ? kind : PREFIX);
      });
    }
  }
  return phrases;
}

/** Signs that may stand within a name, or nothing. */
const WITHIN = new Set(["'", '-', '&', '.', '/', '+'].map((sign) => sign.charCodeAt(0)));

/** The next word of a name behind `token`, with at most one sign between; -1 if it ends there. */
function nextWord(text: string, { count, kinds, starts }: TaggerTokens, token: number): number {
  let next = token + 1;
  if (next < count && kinds[next] === KIND.sign && WITHIN.has(text.charCodeAt(starts[next] as number))) next += 1;
  return next < count && (kinds[next] as number) <= KIND.digits ? next : -1;
}

interface Match {
  readonly last: number;
  readonly kinds: number;
}

/** What names begin with a word or are it, by its hash. Looked up once for each word, as most begin none. */
export function phraseBits(phrases: ListedPhrases, word: number): number {
  return phrases.get(mix(0, word)) ?? 0;
}

/** A text, its tokens and what is known of their words. */
interface Words {
  readonly text: string;
  readonly tokens: TaggerTokens;
  readonly facts: readonly WordFacts[];
}

/** Hash of a token's word in small letters. */
function hashOf({ text, tokens, facts }: Words, token: number): number {
  if (tokens.kinds[token] === KIND.letters) return (facts[token] as WordFacts).word;
  return hashText(text, tokens.starts[token], tokens.ends[token]);
}

/** The longest name that begins at a token. */
function longestAt(words: Words, phrases: ListedPhrases, first: number): Match | undefined {
  let bits = (words.facts[first] as WordFacts).phrases;
  if (bits === 0) return undefined;
  let found: Match | undefined;
  let token = first;
  let key = mix(0, hashOf(words, first));
  for (;;) {
    if (bits > PREFIX) found = { last: token, kinds: bits >> 1 };
    if ((bits & PREFIX) === 0) return found;
    token = nextWord(words.text, words.tokens, token);
    if (token < 0) return found;
    key = mix(key, hashOf(words, token));
    bits = phrases.get(key) ?? 0;
  }
}

/** Values of a mark: by kind, and whether the token is the whole name, its beginning or behind that. */
const FORMS = 3;

/** Marks tokens that belong to a listed name; 0 elsewhere. Below 16. */
export function findPhrases(words: Words, phrases: ListedPhrases): Uint8Array {
  const { tokens } = words;
  const marks = new Uint8Array(tokens.count);
  for (let first = 0; first < tokens.count; first += 1) {
    if ((tokens.kinds[first] as number) > KIND.digits) continue;
    const match = longestAt(words, phrases, first);
    if (match === undefined) continue;
    const { last, kinds } = match;
    const whole = kinds * FORMS - 2;
    marks.fill(whole + 2, first, last + 1);
    marks[first] = first === last ? whole : whole + 1;
    first = last;
  }
  return marks;
}
