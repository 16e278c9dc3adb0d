import { FLAG } from './flags';
import { isInitial, mayBeName } from './name-run';
import type { NameFinder } from './proposal';
import { has, type NameToken } from './token';

const BEFORE_CREDENTIAL = /^(?:, ?| |\. ?| \(|\/|-)$/;
const INSIDE = /^(?: |-|\. ?|'| ["(]|["')] )$/;
const MOST_WORDS = 5;
/** In capitals, fewer letters than this are an abbreviation as often as a name: "SNRI, PT x 6 weeks". */
const SHORT = 5;
/** One that is also a word or initials counts behind a comma only. */
const isAmbiguousCredential = (token: NameToken): boolean => has(token, FLAG.ambiguousCredential);

function belongs(tokens: readonly NameToken[], index: number, next: NameToken): boolean {
  const token = tokens[index];
  if (token === undefined || !INSIDE.test(next.gap) || token.possessive || has(token, FLAG.title)) return false;
  if (next.gap.startsWith('.') && !isInitial(token)) return false;
  if (has(token, FLAG.role | FLAG.kin) && token.nameClass !== 'listed') return false;
  return mayBeName(token, 'field') || (has(token, FLAG.particle) && token.shape === 'lower' && next.gap !== '-');
}

function runStart(tokens: readonly NameToken[], last: number): number {
  let start = last;
  while (start > 0 && start > last - MOST_WORDS) {
    const here = tokens[start];
    if (here === undefined || here.lineStart || !belongs(tokens, start - 1, here)) break;
    start -= 1;
  }
  while (
    start < last &&
    has(tokens[start], FLAG.particle) &&
    tokens[start]?.shape === 'lower' &&
    !/^(?:de|del|la|van|von|al|el|da|dos|di|du)$/.test(tokens[start]?.lower ?? '')
  )
    start += 1;
  return start;
}

/** Leading ordinary words are no part of the name: "Signed Grace Adeyemi, MD". */
function dropOrdinary(tokens: readonly NameToken[], from: number, to: number): number {
  let start = from;
  while (start < to && tokens[start]?.nameClass === 'ordinary' && (tokens[start + 1]?.nameClass !== 'ordinary' || to - start > 2))
    start += 1;
  return start;
}

/** A credential in its place: on the line of the word before, and not the second of two. */
function isCredentialAt(tokens: readonly NameToken[], index: number): boolean {
  const credential = tokens[index];
  if (credential === undefined || !has(credential, FLAG.credential) || !BEFORE_CREDENTIAL.test(credential.gap)) return false;
  return !credential.lineStart && !credential.glued && !has(tokens[index - 1], FLAG.credential);
}

/** Whether the words before a credential are a name: not only ordinary words and initials, unless a comma parts them. */
function areName(words: readonly NameToken[], comma: boolean): boolean {
  const last = words.at(-1);
  if (last === undefined || words.every(isInitial)) return false;
  const plain = words.every((word) => word.nameClass === 'ordinary' || isInitial(word));
  if (plain && (!comma || last.capsLine)) return false;
  return !plain || words.length > 1 || (last.facts.tier > 20 && !last.lineStart);
}

/** Whether a credential goes on or another follows: "RN-BC", "PT DPT", but no code as "PT-0017". */
function isDoubled(next: NameToken | undefined): boolean {
  return has(next, FLAG.credential) || (next?.gap === '-' && next.shape === 'upper' && next.text.length > 1);
}

/** "LPC in Georgia, LMHC in Florida": one word between credentials, each of them held in a place. */
const isPlaceOfLicence = (tokens: readonly NameToken[], index: number): boolean =>
  tokens[index - 1]?.lower === 'in' && tokens[index + 2]?.lower === 'in';

/** "K. Patel, RN", "Will Day, MD", "Turner MD", "s. whitlock rn": read backwards from the credential. */
export const findCredentialed: NameFinder = ({ tokens }, index) => {
  const credential = tokens[index];
  const last = tokens[index - 1];
  if (credential === undefined || last === undefined || !isCredentialAt(tokens, index)) return undefined;
  const comma = credential.gap.startsWith(',');
  if (credential.shape === 'lower' || last.shape === 'lower') return lowerCredentialed(tokens, index, comma);
  const isAmbiguous = isAmbiguousCredential(credential) && last.nameClass !== 'listed';
  if (!comma && isAmbiguous && !isDoubled(tokens[index + 1])) return undefined;
  if (has(last, FLAG.role | FLAG.kin) || !mayBeName(last, 'field') || (last.shape === 'upper' && last.text.length < 3))
    return undefined;
  const from = dropOrdinary(tokens, runStart(tokens, index - 1), index);
  if (isAmbiguous && index - from === 1 && last.shape === 'upper' && !last.capsLine && last.text.length < SHORT) return undefined;
  if (index - from === 1 && isPlaceOfLicence(tokens, from)) return undefined;
  return areName(tokens.slice(from, index), comma) ? { from, to: index, form: 'credential' } : undefined;
};

/** Small letters: the list must know the family name, and the credential must be one that is no word. */
function lowerCredentialed(tokens: readonly NameToken[], index: number, comma: boolean): ReturnType<NameFinder> {
  const credential = tokens[index];
  const last = tokens[index - 1];
  if (
    credential === undefined ||
    last === undefined ||
    (isAmbiguousCredential(credential) && !comma) ||
    credential.gap.length > 2
  )
    return undefined;
  if (last.shape !== 'lower' || last.nameClass !== 'listed' || (last.facts.surname === 0 && last.facts.given === 0))
    return undefined;
  const before = tokens[index - 2];
  const linked =
    before !== undefined &&
    /^(?: |-|\. ?)$/.test(last.gap) &&
    (before.nameClass === 'listed' || before.text.length === 1) &&
    before.shape === 'lower' &&
    before.lower !== 'a' &&
    before.lower !== 'i';
  return { from: linked ? index - 2 : index - 1, to: index, form: 'lower-case' };
}
