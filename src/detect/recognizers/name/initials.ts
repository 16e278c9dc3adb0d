import { LETTERED } from '../../lettered-things';
import { FLAG } from './flags';
import type { NameLexicon } from './lexicon';
import type { NameFinder, NameScan } from './proposal';
import { has, type NameToken } from './token';

/** Capitals with dots, "A.R." or "T.J.": the index behind the last, if there are two or three. */
function dottedEnd({ text, tokens, lexicon }: NameScan, index: number): number | undefined {
  let end = index;
  while (
    end < index + 4 &&
    tokens[end]?.shape === 'initial' &&
    (end === index || /^\. ?$/.test(tokens[end]?.gap ?? '')) &&
    text.charAt(tokens[end]?.end ?? 0) === '.'
  )
    end += 1;
  if (end - index < 2 || end - index > 3) return undefined;
  const letters = tokens
    .slice(index, end)
    .map((token) => token.lower)
    .join('');
  return lexicon.notInitials.has(letters) ? undefined : end;
}

function isCue(token: NameToken | undefined, { initialsCues }: NameLexicon): boolean {
  return token !== undefined && (initialsCues.has(token.lower) || has(token, FLAG.kin | FLAG.role | FLAG.verb));
}

/** What follows goes on like a sentence, or brackets or a comma close the name: "T.W. monopolized", "P.K., hx lupus", "J.T. (VIP)". */
const BEHIND_INITIALS = /^(?:\. [a-z]|\.,? ?\(|\., )/;

/** A single initial acts like a person: "R. said", "saw M. at". */
function actsLikePerson(token: NameToken, next: NameToken | undefined, cue: boolean): boolean {
  if (next === undefined || next.gap !== '. ' || next.shape !== 'lower' || token.lower === 'i' || isSpecies(next)) return false;
  return cue || has(next, FLAG.verb) || (next.lower.endsWith('ed') && next.facts.tier > 0);
}

/** Initials that stand for a person: "A.R. reports", "client M. said", "saw R. at". */
export const findInitials: NameFinder = (scan, index) => {
  const { text, tokens, lexicon } = scan;
  const token = tokens[index];
  if (token?.shape !== 'initial' || /[.\-^/&]$/.test(token.gap) || text.charAt(token.end) !== '.') return undefined;
  const before = tokens[index - 1];
  const cue = isCue(before, lexicon) && /^(?: |: | \()$/.test(token.gap);
  const end = dottedEnd(scan, index);
  if (end !== undefined) {
    const next = tokens[end];
    const closed = next !== undefined && BEHIND_INITIALS.test(next.gap + next.text);
    return cue || closed ? { from: index, to: end, form: 'initials' } : undefined;
  }
  if (before !== undefined && lexicon.letteredThings.get(before.lower) === LETTERED.always) return undefined;
  return actsLikePerson(token, tokens[index + 1], cue) ? { from: index, to: index + 1, form: 'initials' } : undefined;
};

/** "E. coli", "C. diff", "S. aureus": a genus, not a person. */
function isSpecies(token: NameToken): boolean {
  return (
    token.nameClass === 'unlisted' ||
    token.nameClass === 'blocked' ||
    /^(?:diff|difficile|aureus|albicans|coli)$/.test(token.lower)
  );
}

const FEWEST_SPELLED = 3;
/** Words around that are looked at for the name that is spelled. */
const SPELL_REACH = 14;

/** The letters spell a word that stands nearby ("miz Peaches P E A C H E S"), or the speaker says that it is spelled. */
function isSpelling(tokens: readonly NameToken[], from: number, to: number): boolean {
  const spelled = tokens
    .slice(from, to)
    .map(({ lower }) => lower)
    .join('');
  const around = [...tokens.slice(Math.max(0, from - SPELL_REACH), from), ...tokens.slice(to, to + SPELL_REACH)];
  if (around.some(({ lower }) => lower === spelled)) return true;
  const announced = tokens
    .slice(Math.max(0, from - 4), from)
    .some(({ lower }) => /^(?:spel\w+|that|name|names|last|first|as)$/.test(lower));
  return to - from > FEWEST_SPELLED && (tokens[from + 1]?.gap === '-' || (announced && tokens[from]?.shape === 'lower'));
}

/** A name spelled letter by letter: "D-A-C-R-O-N", "y o d e r". */
export const findSpelled: NameFinder = ({ tokens }, index) => {
  const first = tokens[index];
  const joint = tokens[index + 1]?.gap;
  if (first?.text.length !== 1 || first.shape === 'digits' || (joint !== '-' && joint !== ' ')) return undefined;
  if (first.gap === joint && tokens[index - 1]?.text.length === 1) return undefined;
  let end = index + 1;
  while (tokens[end]?.text.length === 1 && tokens[end]?.shape === first.shape && tokens[end]?.gap === joint) end += 1;
  return end - index >= FEWEST_SPELLED && isSpelling(tokens, index, end) ? { from: index, to: end, form: 'initials' } : undefined;
};

function isWord(token: NameToken): boolean {
  return (
    token.facts.tier > 0 ||
    token.nameClass === 'blocked' ||
    /^(?:kg|wk|ml|hr|hrs|dl|lb|mo|yr|yrs|min|sec|bid|tid|prn)$/.test(token.lower)
  );
}

/** How many words behind the sign the letters stand for: "tw = theodora wren", or one that begins with them, "ro = Rowena". */
function wordsOf(short: NameToken, tokens: readonly NameToken[], index: number): number {
  const words = tokens.slice(index, index + short.text.length);
  if (words.map(({ lower }) => lower.charAt(0)).join('') === short.lower) return words.length;
  const [first] = words;
  return first?.nameClass === 'listed' && first.lower.startsWith(short.lower) ? 1 : 0;
}

/** A legend in small letters or with a name written small: "tw = theodora wren np", "mv = M. Vashisht", "jb = jabari". */
export const findSmallLegend: NameFinder = ({ tokens }, index) => {
  const short = tokens[index];
  const name = tokens[index + 1];
  if (short?.shape !== 'lower' || name === undefined || !/^ ?= ?$/.test(name.gap)) return undefined;
  if (short.text.length < 2 || short.text.length > 3 || name.nameClass === 'blocked' || name.lower === short.lower)
    return undefined;
  if (name.shape === 'upper' && name.text.length < 4) return undefined;
  const named = name.nameClass === 'listed' || isCapitalisedOrInitial(name) || tokens[index + 2]?.nameClass === 'listed';
  if (!named || name.nameClass === 'ordinary' || !/^[a-z]+$/.test(short.lower)) return undefined;
  const words = wordsOf(short, tokens, index + 1);
  if (words > 0) return { from: index, to: index + 1 + words, form: 'initials' };
  return name.nameClass === 'listed' && name.lower.startsWith(short.lower.charAt(0))
    ? { from: index, to: index + 2, form: 'initials' }
    : undefined;
};

function isCapitalisedOrInitial({ shape }: NameToken): boolean {
  return shape === 'title' || shape === 'mixed' || shape === 'initial';
}

/** A legend of initials: "TO = T. OKAFOR RN", "B = Bhattacharya". */
export const findLegend: NameFinder = ({ tokens }, index) => {
  const short = tokens[index];
  const name = tokens[index + 1];
  if (
    short === undefined ||
    name === undefined ||
    short.text.length > 3 ||
    name.gap !== ' = ' ||
    (short.shape !== 'upper' && short.shape !== 'initial')
  )
    return undefined;
  if (
    name.text.charAt(0) !== short.text.charAt(0) ||
    name.nameClass === 'ordinary' ||
    name.nameClass === 'blocked' ||
    name.shape === 'lower'
  )
    return undefined;
  return { from: index, to: index + 1, form: 'initials' };
};

/** What may stand behind the initials of a typist: the end of the line, or a column with dates of dictation and typing. */
const BEHIND_TYPIST = /\/? *(?:$|\r?\n)| {2,}|\t| (?:[DTdt]:? ?|typed |trans |job )?\d/y;
/** Services and programs that type: "cf/mmodal", "YDW/medq/ah". */
const TYPED_BY = /^(?:mmodal|medq|nuance|dragon|dax|voice|vr|nts|transcription|scribe)$/;

function closesLine(text: string, token: NameToken): boolean {
  BEHIND_TYPIST.lastIndex = token.end;
  return BEHIND_TYPIST.test(text);
}

function isTypist(token: NameToken | undefined): token is NameToken {
  return token?.shape === 'lower' && /^(?:\/\/?|:)$/.test(token.gap) && token.text.length > 1 && token.text.length <= 3;
}

function isAuthor(token: NameToken | undefined): token is NameToken {
  return token?.shape === 'upper' || (token?.shape === 'lower' && (token.lineStart || !isWord(token)));
}

function isApart({ gap, lineStart, shape }: NameToken): boolean {
  return lineStart || shape === 'upper' || / {2}$/.test(gap) || /^\d+[/.-]\d+ $/.test(gap);
}

/** "and/or", "iv/po", "mg/dl", "she/her": two everyday words or abbreviations on a line of their own. */
function isPair(author: NameToken, typist: NameToken): boolean {
  const everyday = ({ facts, lower }: NameToken): boolean =>
    facts.tier === 10 ||
    /^(?:mg|ml|dl|kg|iv|po|im|sq|sl|am|pm|hr|min|yr|wk|neg|pos|na|rt|lt|ct|mr|us|pt|ot|rn|md|np|pa)$/.test(lower);
  return everyday(author) && everyday(typist);
}

/** Whether these are the author and the typist, on a line of their own or at the end of one. */
function areTypists(author: NameToken, typist: NameToken): boolean {
  // On a line of its own even "OF/it" is nothing else.
  if (author.lineStart && (author.shape === 'upper' || !isPair(author, typist))) return true;
  return isApart(author) && !(isWord(author) || isWord(typist));
}

/** Author and typist, perhaps a second author: the index behind the typist. */
function typistEnd({ text, tokens }: NameScan, index: number): number | undefined {
  const author = tokens[index];
  const second = tokens[index + 1];
  if (!isAuthor(author) || second === undefined) return undefined;
  const isService = second.gap === '/' && TYPED_BY.test(second.lower);
  const isSecond = second.shape === 'upper' && second.gap === '/' && second.text.length <= 3;
  const end = index + (isService || isSecond ? 2 : 1);
  const typist = tokens[end];
  if (isTypist(typist) && closesLine(text, typist)) return areTypists(author, typist) ? end + 1 : undefined;
  return isService && (author.lineStart || / {2}$/.test(author.gap)) ? index + 1 : undefined;
}

/** The initials of author and typist under a dictated letter: "BLF/jt", "OF:rlm   T 11/9", "DS/MSR/le", "/cjs/". */
export const findTypist: NameFinder = (scan, index) => {
  const { text, tokens } = scan;
  const author = tokens[index];
  if (author === undefined || author.text.length > 3 || author.text.length < 2 || author.shape === 'digits') return undefined;
  const to = typistEnd(scan, index);
  if (to !== undefined) return { from: index, to, form: 'initials' };
  const isSigned = /(?:^|\s)\/$/.test(text.slice(Math.max(0, author.start - 2), author.start)) && closesLine(text, author);
  return isSigned && !isWord(author) ? { from: index, to: index + 1, form: 'initials' } : undefined;
};
