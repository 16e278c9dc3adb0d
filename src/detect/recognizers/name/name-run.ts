import { FLAG } from './flags';
import { has, isCapitalised, type NameToken } from './token';

/**
 * How much a cue vouches for the words behind it. `field`: the whole field is a name (labels), so ordinary words count; `cased`:
 * running text, capitals only; `lower`: names are written small here.
 */
export type RunMode = 'field' | 'cased' | 'lower';

const SUFFIXES = new Set(['jr', 'sr', 'ii', 'iii', 'iv']);
const MOST_WORDS = 7;
/** What may stand between two words of one name. */
const INSIDE = /^[ '-]$/;
/** A nickname between given and family name: `Thaddeus "Teddy" Marchetti`. */
const NICKNAME_OPENS = /^ ["'(]$/;
const NICKNAME_CLOSES = /^["')],? $/;

/** Half of "Fish, Ana" and "J. Fish": one capital letter, except the pronoun. */
export function isInitial(token: NameToken | undefined): token is NameToken & { readonly shape: 'initial' } {
  return token?.shape === 'initial' && !(token.lower === 'i' && token.possessive);
}

function isCredential(token: NameToken): boolean {
  return (
    has(token, FLAG.credential) &&
    (token.shape === 'upper' || token.shape === 'mixed') &&
    !(token.nameClass === 'listed' && token.capsLine)
  );
}

/** "SpO", "RNs", "FiO": capitals inside a word that no list knows and that is not built like "McKay" or "LaShonda". */
function isAbbreviation(token: NameToken): boolean {
  return token.shape === 'mixed' && token.nameClass === 'unlisted' && !/^\p{Lu}[\p{Ll}']+\p{Lu}\p{Ll}+$/u.test(token.text);
}

/** Whether a word may be part of a name in this mode, seen by itself. */
export function mayBeName(token: NameToken, mode: RunMode): boolean {
  if (token.shape === 'digits' || token.nameClass === 'blocked' || isCredential(token) || isAbbreviation(token)) return false;
  if (isInitial(token)) return true;
  if (mode === 'lower') return token.text.length > 1 && (token.nameClass === 'listed' || token.nameClass === 'unlisted');
  if (token.shape === 'lower') return false;
  if (token.shape === 'upper' && !token.capsLine && token.text.length < 3 && mode === 'cased') return false;
  if (token.nameClass === 'ordinary') return mode === 'field' && !has(token, FLAG.verb);
  return true;
}

/** "J. Noble", "Jr. Ruiz", "St. Clair". */
function mayHaveDot({ shape, lower }: NameToken): boolean {
  return shape === 'initial' || SUFFIXES.has(lower) || lower === 'st';
}

function joins(tokens: readonly NameToken[], index: number, first: NameToken): boolean {
  const [previous, token] = [tokens[index - 1] as NameToken, tokens[index] as NameToken];
  const { gap } = token;
  if (previous.possessive) return false;
  if (gap.length === 1) return gap === '.' ? mayHaveDot(previous) : INSIDE.test(gap);
  const next = tokens[index + 1];
  if (NICKNAME_OPENS.test(gap))
    return next !== undefined && NICKNAME_CLOSES.test(next.gap) && mayBeName(next, 'cased') && token.shape !== 'initial';
  // "chair (Geri), Merry walker": what stands in brackets by itself is no nickname.
  if (NICKNAME_CLOSES.test(gap)) return NICKNAME_OPENS.test(previous.gap) && previous !== first;
  return gap === '. ' && mayHaveDot(previous);
}

/** Small words inside a family name: "de la Cruz", "van der Berg", "Ann-Marie y Gomez". Returns the index behind them. */
function skipParticles(tokens: readonly NameToken[], from: number): number {
  let index = from;
  while (index < from + 3) {
    const token = tokens[index];
    if (token === undefined || !has(token, FLAG.particle) || (index > from && !/^[ '-]$/.test(token.gap))) break;
    index += 1;
  }
  return index;
}

/** "Ana I think", "IS A FAIR": a letter that is a word, or an abbreviation behind an unknown word. */
function isLetterOnly(tokens: readonly NameToken[], index: number, first: NameToken, mode: RunMode): boolean {
  const token = tokens[index];
  if (!isInitial(token) || token.gap !== ' ') return false;
  const gap = tokens[index + 1]?.gap ?? '.';
  if (/^[ai]$/.test(token.lower) && gap.startsWith(' ')) return true;
  return first.nameClass === 'unlisted' && first.shape === 'title' && mode === 'cased' && !gap.startsWith('.');
}

/** Capitals beside normal writing are abbreviations ("Ana MRSA"), unless a list knows them ("Ana RUIZ"). */
function agreesInCase(token: NameToken, first: NameToken, mode: RunMode): boolean {
  if (first.capsLine || mode === 'lower') return true;
  if (first.shape === 'upper' && isCapitalised(token)) return token.nameClass === 'listed';
  if (isCapitalised(first) && token.shape === 'upper' && mode === 'cased')
    return token.nameClass === 'listed' && token.text.length > 3;
  return true;
}

/** "LastName:Rose FirstName:Amber": behind the name of a field stands its value without a blank. */
const BEHIND_KEY = /^[:=]["']?$/;

function accepts(tokens: readonly NameToken[], index: number, mode: RunMode, first: NameToken): boolean {
  const token = tokens[index];
  if (token === undefined || !joins(tokens, index, first)) return false;
  if (token.gap === ' ' && BEHIND_KEY.test(tokens[index + 1]?.gap ?? '')) return false;
  if (token.shape !== 'lower' && SUFFIXES.has(token.lower)) return true;
  if (NICKNAME_OPENS.test(token.gap)) return isCapitalised(token);
  if (token.gap === '-' && token.shape !== 'digits')
    return isCapitalised(token) || token.shape === first.shape || isSmallHalf(token);
  if (isLetterOnly(tokens, index, first, mode)) return false;
  if (mode === 'cased' && isWordAsFamilyName(tokens, index)) return true;
  return agreesInCase(token, first, mode) && mayBeName(token, mode);
}

/** "Eun-ji", "Hyun-woo": the second half of a Korean or Chinese name is written small. */
function isSmallHalf(token: NameToken): boolean {
  return (
    token.shape === 'lower' &&
    token.text.length < 7 &&
    token.nameClass !== 'blocked' &&
    (token.facts.given > 0 || token.facts.surname > 0 || token.facts.tier === 0 || token.facts.tier > 20)
  );
}

const NO_FAMILY_NAME = FLAG.verb | FLAG.kin | FLAG.role | FLAG.title | FLAG.drug;

/** "Leif Sunder", "Ottoline Bright", "Mary Spotted Horse": ordinary words with a capital right behind a first name no list knows as a word. */
function isWordAsFamilyName(tokens: readonly NameToken[], index: number): boolean {
  const token = tokens[index];
  const given = tokens[index - 1]?.nameClass === 'ordinary' ? tokens[index - 2] : tokens[index - 1];
  if (!isCapitalised(token) || token.gap !== ' ' || has(token, NO_FAMILY_NAME) || !isCapitalised(given)) return false;
  const fits =
    token.nameClass === 'ordinary' ||
    (token.nameClass === 'blocked' && tokens[index + 1]?.gap === '-' && isCapitalised(tokens[index + 1]));
  return fits && given.nameClass === 'listed' && given.facts.given > 0 && given.facts.given <= 5 && token.facts.tier !== 10;
}

/**
 * How far a name that begins at `index` reaches: the index behind its last word. The first word is taken as given.
 */
export function runEnd(tokens: readonly NameToken[], index: number, mode: RunMode): number {
  const first = tokens[index];
  if (first === undefined) return index;
  let end = index + 1;
  while (end < index + MOST_WORDS) {
    const particles = tokens[end]?.gap === ' ' || tokens[end]?.gap === '-' ? skipParticles(tokens, end) : end;
    if (particles > end && joinsAfterParticle(tokens, particles, mode)) end = particles + 1;
    else if (accepts(tokens, end, mode, first)) end += 1;
    else break;
  }
  return end;
}

function joinsAfterParticle(tokens: readonly NameToken[], index: number, mode: RunMode): boolean {
  const token = tokens[index];
  if (token === undefined || !/^[ '-]$/.test(token.gap)) return false;
  return mode === 'lower'
    ? token.nameClass === 'listed'
    : token.shape !== 'lower' && mayBeName(token, mode) && token.shape !== 'initial';
}

/** First word of a name, with a particle before it: "de la Cruz", "al-Rashid". Returns the index of the name's capitalised head. */
export function headAfterParticles(tokens: readonly NameToken[], index: number): number {
  const token = tokens[index];
  if (token === undefined || token.shape !== 'lower' || !has(token, FLAG.particle)) return index;
  const head = skipParticles(tokens, index);
  return isCapitalised(tokens[head]) && /^[ '-]$/.test(tokens[head]?.gap ?? '') ? head : index;
}
