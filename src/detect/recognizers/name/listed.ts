import { FLAG } from './flags';
import { isVerbBeforeName, isWordBeforeName } from './leading-word';
import { isInitial, runEnd } from './name-run';
import type { Form, NameFinder, NameScan } from './proposal';
import { has, isCapitalised, isGiven, isSurname, type NameToken } from './token';

/** A first name or family name this frequent is a name even where the word also means something ("Grant", "Rose"). */
const FREQUENT = 4;

function inside(tokens: readonly NameToken[], index: number): boolean {
  const token = tokens[index];
  const before = tokens[index - 1];
  return token !== undefined && before !== undefined && token.gap === '-' && isCapitalised(before);
}

/** Capitals say something here: not at the start of a sentence. */
function isMidSentence(token: NameToken): boolean {
  return !token.lineStart && /^(?:[ ]|, |-|\/| ?\(| ?")$/.test(token.gap);
}

/** "J. Noble", "T. Best": behind an initial an everyday word that is a frequent family name. */
function isFamilyName(token: NameToken): boolean {
  const isRareEponym = has(token, FLAG.eponym) && token.facts.tier === 0 && !has(token, FLAG.drug | FLAG.notName);
  if (isRareEponym && token.shape === 'title' && token.gap === '. ' && token.facts.surname > 0) return true;
  return (
    token.shape === 'title' &&
    token.gap === '. ' &&
    token.facts.surname > 0 &&
    token.facts.surname <= 3 &&
    !has(token, FLAG.eponym | FLAG.drug | FLAG.notName | FLAG.functionWord)
  );
}

/** "K. Svoboda", "J. Noble", "T. Best". */
function isInitialWithFamily(last: NameToken, count: number): boolean {
  if (last.nameClass === 'ambiguous') return count === 2 ? isFamilyName(last) : true;
  return last.nameClass === 'unlisted' && last.shape === 'title' && last.text.length > 3;
}

/** Two words that are ordinary words as well: "Hope Madigan" needs a frequent first name and a known family name. */
function areAmbiguousName(words: readonly NameToken[]): boolean {
  const [first, last] = [words[0], words.at(-1)];
  if (first?.facts.tier === 10 && first.lineStart) return false;
  return words.some((word) => isGiven(word, FREQUENT)) && isSurname(last);
}

function runForm(words: readonly NameToken[]): Form | undefined {
  const listed = words.filter((word) => word.nameClass === 'listed').length;
  const ambiguous = words.filter((word) => word.nameClass === 'ambiguous').length;
  const [first, last] = [words[0], words.at(-1)];
  if (words.length < 2 || first === undefined || last === undefined) return undefined;
  if (listed > 0) return listed + ambiguous >= 2 || words.some(isInitial) ? 'full-name' : 'listed-name';
  if (isInitial(first)) return isInitialWithFamily(last, words.length) ? 'listed-name' : undefined;
  const shortened = words.length === 2 && isInitial(last) && isGiven(first, FREQUENT) && first.facts.tier !== 10;
  return shortened || (ambiguous >= 2 && areAmbiguousName(words)) ? 'listed-name' : undefined;
}

/** "St. Jude", "Lake Louise": a place or a house. */
const PLACE_WORDS = /^(?:st|saint|san|santa|lake|mount|mt|fort|ft|port|camp|point)$/;

/** Census and Social Security names: "Mateo Ruiz", "K. Svoboda", "Thaddeus". The run must begin with a capitalised word. */
export const findListed: NameFinder = (scan, index) => {
  const { tokens } = scan;
  const token = tokens[index];
  if (token === undefined || !(isCapitalised(token) || isInitial(token)) || inside(tokens, index)) return undefined;
  if ((isInitial(token) && !startsInitials(tokens, index)) || PLACE_WORDS.test(token.lower)) return undefined;
  if (!isMidSentence(token) && beginsSentence(scan, index)) return undefined;
  const to = runEnd(tokens, index, 'cased');
  const words = tokens.slice(index, to);
  const form = to - index > 1 ? runForm(words) : undefined;
  if (form !== undefined && token.nameClass !== 'blocked') return { from: index, to, form };
  if (token.nameClass === 'listed' && isCapitalised(token) && !PLACE_WORDS.test(tokens[index - 1]?.lower ?? ''))
    return singleListed(token, index);
  return undefined;
};

/** "Call Eric", "Compare Aaron Beck": the run that begins with the name is found by itself. */
function beginsSentence(scan: NameScan, index: number): boolean {
  const token = scan.tokens[index];
  const isFunctionWord = has(token, FLAG.functionWord) && token?.facts.given === 0;
  return (isFunctionWord && !isDotted(scan.tokens, index)) || isWordBeforeName(scan, index) || isVerbBeforeName(scan, index);
}

/** "A. Toussaint" at the start of a sentence: the letter is no article. */
function isDotted(tokens: readonly NameToken[], index: number): boolean {
  return isInitial(tokens[index]) && tokens[index + 1]?.gap === '. ' && isCapitalised(tokens[index + 1]);
}

/** "K. Patel": an initial in front of a name, not the end of "vitamin D. Patel". */
function startsInitials(tokens: readonly NameToken[], index: number): boolean {
  const next = tokens[index + 1];
  const before = tokens[index - 1];
  const token = tokens[index];
  if (next === undefined || token === undefined || !/^(?:\. ?| )$/.test(next.gap) || (index > 0 && token.gap === ''))
    return false;
  if (/\/$/.test(token.gap) || (next.gap === ' ' && /^[ai]$/.test(token.lower))) return false;
  if (next.nameClass === 'ambiguous' && next.facts.tier > 0 && next.facts.tier <= 20) return false;
  return (
    before === undefined ||
    tokens[index]?.lineStart === true ||
    !/^(?:vitamin|hepatitis|type|grade|group|stage|class|factor|protein|level|unit|plan|part|phase)$/.test(before.lower)
  );
}

function singleListed(token: NameToken, index: number): ReturnType<NameFinder> {
  const { given, surname } = token.facts;
  if (token.text.length < 3) return undefined;
  if (given > 0 && given < 6) return { from: index, to: index + 1, form: 'listed-name' };
  if (surname <= FREQUENT) return { from: index, to: index + 1, form: 'listed-name' };
  return token.text.length > 3 || isMidSentence(token) ? { from: index, to: index + 1, form: 'rare-surname' } : undefined;
}

/** Ordinary words that are first names too ("Hope", "Grant"), written with a capital where no sentence begins. */
export const findAmbiguousGiven: NameFinder = ({ text, tokens }, index) => {
  const token = tokens[index];
  if (!isCapitalised(token) || token.nameClass !== 'ambiguous' || inside(tokens, index) || !isMidSentence(token))
    return undefined;
  const { given, tier, flags } = token.facts;
  if (
    given === 0 ||
    given > FREQUENT ||
    tier === 10 ||
    (flags & (FLAG.notName | FLAG.drug | FLAG.eponym | FLAG.title | FLAG.kin | FLAG.role | FLAG.verb)) !== 0
  )
    return undefined;
  const next = tokens[index + 1];
  const before = tokens[index - 1];
  if (
    (isCapitalised(next) && next.gap === ' ') ||
    (isCapitalised(before) && token.gap === ' ') ||
    next?.gap === '-' ||
    token.gap === '-'
  )
    return undefined;
  if (next?.shape === 'digits' || /[:=]$/.test(text.slice(token.end, token.end + 1))) return undefined;
  return { from: index, to: index + 1, form: 'rare-surname' };
};

/** Names in capitals inside lines of normal writing, and in lines of capitals: only what a list knows and no list knows as a word. */
export const findCapitals: NameFinder = ({ tokens }, index) => {
  const token = tokens[index];
  if (
    token?.shape !== 'upper' ||
    token.nameClass !== 'listed' ||
    token.text.length < (token.capsLine ? 4 : 5) ||
    has(token, FLAG.credential | FLAG.title)
  )
    return undefined;
  const { given, surname } = token.facts;
  const frequent = (given > 0 && given <= FREQUENT) || (surname > 0 && surname <= FREQUENT);
  if (!frequent) return undefined;
  const to = runEnd(tokens, index, 'cased');
  return { from: index, to, form: to - index > 1 ? 'listed-name' : 'rare-surname' };
};

const HOUSEHOLD = new Set([
  'family',
  'families',
  'household',
  'kids',
  'twins',
  'siblings',
  'brothers',
  'sisters',
  'girls',
  'boys',
  'children',
  'residence',
  'home',
  'house',
  'estate',
  'clan',
]);

/** "the Hendersons", "the Wasko kids", "the Okafor family". */
export const findHousehold: NameFinder = ({ tokens, lexicon }, index) => {
  const token = tokens[index];
  const before = tokens[index - 1];
  if (!isCapitalised(token) || before?.lower !== 'the' || token.gap !== ' ' || token.nameClass === 'blocked') return undefined;
  const next = tokens[index + 1];
  const single = { from: index, to: index + 1, form: 'household' as const };
  if (next?.gap === ' ' && next.shape === 'lower' && HOUSEHOLD.has(next.lower))
    return token.nameClass === 'ordinary' || has(token, FLAG.kin | FLAG.role) ? undefined : single;
  if (!token.lower.endsWith('s') || token.facts.tier > 0) return undefined;
  const singular = lexicon.facts(token.lower.slice(0, -1));
  return singular.surname > 0 && singular.surname < 6 && singular.flags === 0 && singular.tier === 0 ? single : undefined;
};

const KIN_BEHIND = /^(?:, |,? \(| - )$/;

/** "Mele (sister)", "Hala's mother", "Dwight, my brother": the kin word stands behind. */
export const findRelative: NameFinder = (scan, index) => {
  const token = scan.tokens[index];
  if (
    !isCapitalised(token) ||
    token.nameClass === 'blocked' ||
    token.facts.tier === 10 ||
    token.nameClass === 'ordinary' ||
    has(token, FLAG.title | FLAG.kin)
  )
    return undefined;
  const to = runEnd(scan.tokens, index, 'cased');
  const kin = kinBehind(scan, to);
  if (kin === undefined || inside(scan.tokens, index)) return undefined;
  return token.nameClass === 'ambiguous' && token.facts.given === 0 && has(token, FLAG.eponym)
    ? undefined
    : { from: index, to, form: 'relative' };
};

function kinBehind({ tokens }: NameScan, to: number): NameToken | undefined {
  const last = tokens[to - 1];
  const next = tokens[to];
  if (next === undefined) return undefined;
  if (last?.possessive === true) return next.gap === ' ' && has(next, FLAG.kin) && next.shape === 'lower' ? next : undefined;
  if (!KIN_BEHIND.test(next.gap)) return undefined;
  const kin = /^(?:my|his|her|their|our|pt|patient|the)$/.test(next.lower) ? tokens[to + 1] : next;
  return kin !== undefined && has(kin, FLAG.kin | FLAG.role) && kin.shape === 'lower' ? kin : undefined;
}

/** "Xee denies", "Hope understands": a capitalised word that no list knows as a word, doing what people do. */
export const findSpeaking: NameFinder = ({ tokens }, index) => {
  const token = tokens[index];
  const verb = tokens[index + 1];
  if (!isCapitalised(token) || token.text.length < 3 || inside(tokens, index) || token.possessive) return undefined;
  if (
    verb === undefined ||
    verb.gap !== ' ' ||
    verb.shape !== 'lower' ||
    !has(verb, FLAG.verb) ||
    has(token, FLAG.kin | FLAG.role | FLAG.title)
  )
    return undefined;
  const human = !has(verb, FLAG.verbOfThings);
  if (token.nameClass === 'unlisted') return human ? { from: index, to: index + 1, form: 'said-something' } : undefined;
  const named =
    token.nameClass === 'ambiguous' &&
    token.facts.given > 0 &&
    token.facts.given <= FREQUENT &&
    token.facts.tier !== 10 &&
    !has(token, FLAG.notName | FLAG.drug);
  return named && (human || isMidSentence(token)) ? { from: index, to: index + 1, form: 'said-something' } : undefined;
};
