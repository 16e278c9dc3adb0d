import type { RuleSet } from '../../rules/types';
import { NO_BARE_NAMES } from '../tagger/bare-names';
import { LONGEST_MESSAGE } from '../tagger/tokens';

/**
 * Messages typed in capitals or in small letters throughout ("TELL DAVIS HER MAMMOGRAM NEEDS …", "repeat cxr on anderson"): their case says
 * nothing, and what tagger, network and forms of names know of bare names they know of names with a capital. Of 300 names in
 * such lines half were missed; read once more as sentences are written, one in eight is.
 */

/** Fewer words and numbers are a label or a heading. */
const FEWEST = 3;
/** Longest text that is looked at, in UTF-16 code units. */
const LONGEST = 600;

/** Rank buckets of names that many have, and of such of three letters, which in capitals are abbreviations as often ("MAC"). */
const FREQUENT = 3;
const FREQUENT_OF_THREE = 2;
/** Tier of the most common words. */
const MOST_COMMON = 10;
/** Lists whose words are no bare names. */
const NEVER = [...NO_BARE_NAMES, 'medical-words', 'medical-heads'];

/** The label in front of a text: the key of a field, "Subject". */
const LABEL = /^[\p{L}\p{N}_.[\] -]{1,40}: /u;
const WORD = /\p{L}+/gu;
const SENTENCE_START = /(?:^|[.!?] |\n)$/;
/** Short capitals that no list knows are abbreviations: "CXR". */
const LONGEST_ABBREVIATION = 4;

/** How one who keeps to case would have written a message in capitals only, or in small letters only: as long, letter by letter. */
export function inSentenceCase(text: string, { lists }: Pick<RuleSet, 'lists'>): string | undefined {
  if (text.length > LONGEST) return undefined;
  const label = LABEL.exec(text)?.[0] ?? '';
  const typed = text.slice(label.length);
  const isUpper = !/\p{Ll}/u.test(typed);
  if (!isUpper && /\p{Lu}/u.test(typed)) return undefined;
  const count = typed.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  if (count < FEWEST || count >= LONGEST_MESSAGE) return undefined;
  const isIn = (key: string, names: readonly string[]): boolean => names.some((name) => lists.get(name)?.has(key) === true);
  const rank = (list: string, key: string): number => lists.get(list)?.get(key) ?? Number.POSITIVE_INFINITY;
  const isName = (key: string): boolean =>
    key.length > 2 &&
    Math.min(rank('given-names', key), rank('surnames', key)) <= (isUpper && key.length === 3 ? FREQUENT_OF_THREE : FREQUENT) &&
    rank('common-words', key) > MOST_COMMON &&
    !isIn(key, NEVER);
  let names = 0;
  const written = typed.replace(WORD, (word, at: number) => {
    const small = word.toLowerCase();
    const isCode = /\d/.test(typed.charAt(at - 1) + typed.charAt(at + word.length));
    if (small.length !== word.length || word.length === 1 || isCode) return word;
    if (/['\u2019]/.test(typed.charAt(at - 1))) return small;
    const isNamed = isName(small);
    if (isNamed) names += 1;
    if (isNamed || SENTENCE_START.test(typed.slice(Math.max(0, at - 2), at)))
      return word.charAt(0).toUpperCase() + small.slice(1);
    const isAbbreviation =
      word.length <= LONGEST_ABBREVIATION && !isIn(small, ['common-words', 'function-words', 'surnames', 'given-names']);
    return isUpper && isAbbreviation ? word : small;
  });
  return names === 0 ? undefined : label + written;
}
