import type { Span } from '../../types';
import { FLAG } from './flags';
import { isInitial, mayBeName, runEnd } from './name-run';
import type { NameFinder } from './proposal';
import { has, isCapitalised, isGiven, isSurname, type NameToken } from './token';

/** A field begins here: line start, bar, tab, wide space, bracket, quote, colon. */
const FIELD_START = /(?:^|[\n|\t(;"[>:*#=-]|[ ]{2}|\d[.)])[ ]{0,3}["'(]{0,1}$/;
/** A field ends here. */
const FIELD_END = /^(?:$|\n|[ ]{2}|\t|[ ]?[|(\-;"/)[\],:<]|[ ]?\d|\.(?:\s|$))/;

/** What columns of data hold: "True,R_3n". */
const TRUTH = /^(?:true|false)$/;

function isNameWord(token: NameToken | undefined): token is NameToken & { readonly shape: 'title' | 'mixed' | 'upper' } {
  if (token === undefined) return false;
  return (
    (isCapitalised(token) || (token.shape === 'upper' && token.text.length > 1)) &&
    mayBeName(token, 'field') &&
    !(has(token, FLAG.credential) && token.shape === 'upper') &&
    !has(token, FLAG.role) &&
    !TRUTH.test(token.lower)
  );
}

function known(token: NameToken, part: 'given' | 'surname'): boolean {
  return token.facts[part] > 0 && token.nameClass !== 'blocked';
}

function isSureGiven(token: NameToken): boolean {
  return token.nameClass === 'listed' && isGiven(token);
}

/** Abbreviations in capitals stand in lists too ("SMR, SAM"): one half must be a known name. */
function isAbbreviationPair(family: NameToken, given: NameToken): boolean {
  if (family.shape !== 'upper' || family.capsLine || isSurname(family, 4)) return false;
  return given.facts.given === 0 || Math.max(family.text.length, given.text.length) < 4;
}

/** "LUND, TORBEN": both in capitals, neither an everyday word, one of them known. */
function isCapitalPair(family: NameToken, given: NameToken): boolean {
  if (family.shape !== 'upper' || given.shape !== 'upper' || Math.min(family.text.length, given.text.length) < 4) return false;
  return family.facts.tier === 0 && given.facts.tier === 0 && (known(family, 'surname') || known(given, 'given'));
}

/** "Xu, B.". */
function isLikelyWithInitial(family: NameToken, wholeField: boolean): boolean {
  if (family.shape === 'upper' && !family.capsLine && family.text.length < 6 && !isSurname(family, 4)) return false;
  if (family.nameClass === 'listed' && known(family, 'surname')) return true;
  return wholeField && family.nameClass !== 'ordinary' && (known(family, 'surname') || family.nameClass === 'unlisted');
}

/** Tier from which on words are seldom used. */
const SELDOM = 35;

/** "Johnson, Peter": eponyms and the like both, but no everyday words, and very frequent as a family name and a given one. */
function isFrequentPair(family: NameToken, given: NameToken): boolean {
  const isNoWord = ({ facts }: NameToken): boolean => facts.tier === 0 || facts.tier >= SELDOM;
  return (
    isNoWord(family) &&
    isNoWord(given) &&
    isCapitalised(family) &&
    isCapitalised(given) &&
    isSurname(family, 2) &&
    isGiven(given, 2)
  );
}

/** Both halves written like names; a list must know one of them, or the field must hold nothing else. */
function isLikely(family: NameToken, given: NameToken, wholeField: boolean): boolean {
  if (isInitial(given)) return isLikelyWithInitial(family, wholeField);
  const classes = [family.nameClass, given.nameClass];
  if (wholeField && isSureGiven(given) && family.nameClass === 'ordinary' && family.facts.tier > 10) return true;
  if (classes.includes('ordinary') || classes.includes('blocked') || isAbbreviationPair(family, given)) return false;
  if (classes.every((one) => one === 'ambiguous') && isFrequentPair(family, given)) return true;
  if (classes.every((one) => one === 'ambiguous')) return wholeField && known(given, 'given') && known(family, 'surname');
  if (known(given, 'given') && (known(family, 'surname') || family.nameClass === 'unlisted')) return true;
  return isCapitalPair(family, given) || (wholeField && family.facts.tier === 0);
}

/** "ASGHARZADEH, Behrouz" is one, "NPO, Ana" is none. */
function shapesAgree(family: NameToken, given: NameToken): boolean {
  if ((family.shape === 'upper') === (given.shape === 'upper') || family.shape === 'mixed') return true;
  return family.shape === 'upper' && family.text.length > 3 && isSureGiven(given);
}

/** "Bell, Harold T.", "OKONKWO, CHIDI", "Faleolo, Sinaitakala | POD#2". */
export const findLastFirst: NameFinder = ({ text, tokens }, index) => {
  const family = tokens[index];
  if (!isNameWord(family) || (index > 0 && tokens[index]?.gap === '-')) return undefined;
  const comma = runEnd(tokens, index, 'cased');
  const given = tokens[comma];
  if (comma - index > 3 || given === undefined || !/^, ?$/.test(given.gap) || (!isNameWord(given) && !isInitial(given)))
    return undefined;
  if (!isInitial(given) && !shapesAgree(family, given)) return undefined;
  const to = isInitial(given) ? comma + 1 : runEnd(tokens, comma, 'cased');
  return isPair(text, tokens, { from: index, comma, to }) ? { from: index, to, form: 'last-first' } : undefined;
};

interface Halves {
  readonly from: number;
  readonly comma: number;
  readonly to: number;
}

function isPair(text: string, tokens: readonly NameToken[], { from, comma, to }: Halves): boolean {
  const [family, given] = [tokens[from], tokens[comma]];
  if (family === undefined || given === undefined) return false;
  const end = tokens[to - 1]?.end ?? given.end;
  if (!isInitial(given) && itemsBeside(text, { start: family.start, end }) >= (isSureGiven(given) ? MOST_ITEMS : FEWEST_ITEMS))
    return false;
  const wholeField =
    FIELD_START.test(text.slice(Math.max(0, family.start - 6), family.start)) &&
    FIELD_END.test(text.slice(end, end + 3).replace(/^\./, ''));
  const separate = wholeField || /^(?:\d|.?\()/.test(text.slice(end + 1, end + 3));
  return isLikely(family, given, separate) && (separate || family.shape === 'upper' || isSingleGiven(tokens, to));
}

/** An item of a list, and one or two of them beside a name, within so many UTF-16 code units. */
const ITEM = "\\p{Lu}[\\p{L}'.-]{1,25}(?: (?:\\p{Lu}[\\p{L}'.-]{0,25}|\\d{1,4})){0,3}";
const JOINT = '(?:, (?:and |or )?| (?:and|or|&) )';
const ITEMS_BEFORE = new RegExp(`(?:(${ITEM}), )?(${ITEM}), $`, 'u');
const ITEMS_BEHIND = new RegExp(`^(?: \\d{1,3})?, (?:and |or )?(${ITEM})(?:${JOINT}(${ITEM}))?`, 'u');
const ITEMS_REACH = 120;
/** With so many more on both sides together the halves are items, too; where the second half is a given name beyond doubt, with more. */
const FEWEST_ITEMS = 2;
const MOST_ITEMS = 3;

/** "Lean terms: Kaizen, Gemba, Kanban, Muda": two of a list of things that have capitals are no last name and first name. */
function itemsBeside(text: string, { start, end }: Span): number {
  const before = ITEMS_BEFORE.exec(text.slice(Math.max(0, start - ITEMS_REACH), start)) ?? [];
  const behind = ITEMS_BEHIND.exec(text.slice(end, end + ITEMS_REACH)) ?? [];
  return [...before.slice(1), ...behind.slice(1)].filter((item) => item !== undefined).length;
}

/** In running text "Framingham, Ana and Bo" or "Ana, Bo, Cy" is no last name with a first name: what follows must not go on listing. */
function isSingleGiven(tokens: readonly NameToken[], to: number): boolean {
  const next = tokens[to];
  if (next === undefined || next.shape === 'digits') return true;
  if (next.gap === ' ' && (next.lower === 'and' || next.lower === 'or')) return !isLastItem(tokens, to + 1);
  return !/^, ?$/.test(next.gap);
}

/** "… and Bo", but not "… and Ruiz, Ana". */
function isLastItem(tokens: readonly NameToken[], index: number): boolean {
  const [item, behind] = [tokens[index], tokens[index + 1]];
  return (
    isCapitalised(item) && !has(item, FLAG.title) && !(behind !== undefined && /^, ?$/.test(behind.gap) && isNameWord(behind))
  );
}

/** "washington, p": a place that is a frequent family name. */
function isPlaceName({ nameClass, facts }: NameToken): boolean {
  return nameClass === 'ambiguous' && facts.tier === 0 && facts.surname <= 3;
}

/** "mcilhenny, philomena": a family name that no list knows, in front of a given name that is no word. */
function isUnknown(family: NameToken, given: NameToken): boolean {
  const isPlain = family.nameClass === 'unlisted' && family.facts.flags === 0 && family.text.length > 3;
  return isPlain && given.nameClass === 'listed' && isGiven(given, 5);
}

/** "okafor, lena" at the start of a field. */
export const findLowerLastFirst: NameFinder = ({ text, tokens }, index) => {
  const family = tokens[index];
  const given = tokens[index + 1];
  if (family?.shape !== 'lower' || given?.shape !== 'lower' || !/^, ?$/.test(given.gap)) return undefined;
  if (family.text.length < 3) return undefined;
  const atStart = FIELD_START.test(text.slice(Math.max(0, family.start - 6), family.start));
  const isListed = family.facts.surname > 0 && (family.nameClass === 'listed' || isPlaceName(family));
  if (!isListed && !(atStart && isUnknown(family, given))) return undefined;
  if (given.text.length === 1)
    return atStart && /^\.?(?: ?\d| ?[-(:,;]| *$| *\n)/.test(text.slice(given.end, given.end + 4))
      ? { from: index, to: index + 2, form: 'lower-case' }
      : undefined;
  return given.nameClass === 'listed' && given.facts.given > 0 && (atStart || given.facts.given <= 5)
    ? { from: index, to: index + 2, form: 'lower-case' }
    : undefined;
};
