import { FLAG } from './flags';
import { headAfterParticles, isInitial, mayBeName, runEnd } from './name-run';
import type { Form, NameFinder, NameScan, Proposal } from './proposal';
import { has, isCapitalised, isGiven, type NameToken } from './token';

/** Between a title and the name: "Dr. Foley", "Dr Foley", "Mr.Bell". */
const BEHIND_TITLE = /^(?:\. ?| )$/;
/** A full word has no dot behind it: "the doctor. Please". */
const FULL_TITLES = new Set(['doctor', 'professor', 'miss', 'mister', 'doc']);
/** Between kin or role and the name: `daughter Ana`, `daughter, Ana`, `wife (Maria`, `sister "Bea`. With a colon it is a label. */
const BEHIND_KIN = /^(?: |, | ?\(| ?"| - |\/| = ?|-> ?)$/;

/** A run whose head is a capitalised word, perhaps behind particles; undefined when the word is no name. */
function casedRun(scan: NameScan, index: number, ordinaryToo: boolean): { from: number; to: number } | undefined {
  const { tokens } = scan;
  const head = headAfterParticles(tokens, index);
  const token = tokens[head];
  if (!isCapitalised(token) || has(token, FLAG.title | FLAG.kin) || isSentenceWord(token, ordinaryToo)) return undefined;
  if (!mayBeName(token, 'field') || isEverydayWord(scan, head)) return undefined;
  return { from: index, to: runEnd(tokens, head, 'cased') };
}

/** "THERAPIST: Can you", "caller - He moved": a sentence begins behind the sign, with a word that is also a rare name. */
function isEverydayWord({ tokens }: NameScan, index: number): boolean {
  const token = tokens[index];
  const next = tokens[index + 1];
  if (token?.nameClass !== 'ambiguous' || token.facts.tier === 0 || token.facts.tier > 20 || /^ ?$/.test(token.gap)) return false;
  return (
    (token.facts.tier === 10 && !/^,? $|\($/.test(token.gap)) ||
    (next?.shape === 'lower' && next.gap === ' ' && /[:"-] ?$/.test(token.gap))
  );
}

/** An ordinary word with a capital is a name only behind a strong cue, and never a verb ("Mother Reports", "Patient Denies"). */
function isSentenceWord(token: NameToken, ordinaryToo: boolean): boolean {
  return token.nameClass === 'ordinary' && (!ordinaryToo || token.facts.tier <= 10 || has(token, FLAG.verb));
}

/** In lines of capitals the list must know the name, or the cue must leave no doubt. */
function capsRun(scan: NameScan, index: number, sure: boolean): { from: number; to: number } | undefined {
  const token = scan.tokens[index];
  if (token?.shape !== 'upper' || !mayBeName(token, 'field') || has(token, FLAG.credential)) return undefined;
  const fits = sure
    ? token.nameClass !== 'ordinary' || token.facts.tier > 20
    : token.nameClass === 'listed' ||
      (token.nameClass === 'ambiguous' && token.facts.given > 0 && token.facts.given <= 4 && token.capsLine);
  return fits && token.text.length > 2 ? { from: index, to: runEnd(scan.tokens, index, 'cased') } : undefined;
}

const PLAIN = /^[a-z']+$/;

/** A name written small: a list must know it, or the cue must leave no doubt and no list know it as a word. */
export function lowerRun(scan: NameScan, index: number, sure: boolean): { from: number; to: number } | undefined {
  const { tokens } = scan;
  const token = tokens[index];
  if (token?.shape !== 'lower' || token.text.length < 2) return undefined;
  if (!sure && !PLAIN.test(token.lower)) return undefined;
  const known =
    token.nameClass === 'listed' &&
    (token.text.length > 3 || sure) &&
    (sure || token.facts.given > 0 || token.facts.surname <= 4);
  const unknown = sure && token.nameClass === 'unlisted' && token.text.length > 2;
  if (!known && !unknown) return undefined;
  return { from: index, to: runEnd(tokens, index, 'lower') };
}

function propose(form: Form, ...runs: readonly ({ from: number; to: number } | undefined)[]): Proposal | undefined {
  const run = runs.find((one) => one !== undefined);
  return run === undefined ? undefined : { from: run.from, to: run.to, form };
}

/** Behind a number: "14 Fr" of a catheter, "118 ms. Blocked", "92ms p95"; but "rm 4 ms woods" is a person. */
function isUnit(title: NameToken, gap: string): boolean {
  return title.lower === 'fr' || (title.lower === 'ms' && title.shape === 'lower' && (gap !== ' ' || title.gap === ''));
}

/** "mRS pre 1": a scale. */
function isScale({ text }: NameToken): boolean {
  return /^\p{Ll}\p{Lu}{2}$/u.test(text);
}

/** "Rev C", "MR L SPINE", "DR W1": a revision, an image. */
function isLettered(title: NameToken): boolean {
  return title.lower === 'rev' || (title.shape === 'upper' && !title.capsLine);
}

/** The word at `index` is a title with a name's place behind it. */
function isTitleAt(tokens: readonly NameToken[], index: number): boolean {
  const title = tokens[index];
  const gap = tokens[index + 1]?.gap;
  if (title === undefined || gap === undefined || !has(title, FLAG.title) || title.possessive || !BEHIND_TITLE.test(gap))
    return false;
  // "RN. Belongings" begins a sentence, "mx.example" is a host.
  if ((gap === '. ' && has(title, FLAG.credential)) || (gap === '.' && title.lower === 'mx')) return false;
  if (gap !== ' ' && (FULL_TITLES.has(title.lower) || (!has(title, FLAG.sureTitle) && title.text.length > 4))) return false;
  if (isScale(title)) return false;
  return !isUnit(title, gap) || tokens[index - 1]?.shape !== 'digits';
}

/** Behind "Dr", "Mrs", "Ms": nearly any word that is written like a name. */
function surelyTitled(scan: NameScan, index: number): Proposal | undefined {
  const { tokens } = scan;
  const [title, next] = [tokens[index - 1], tokens[index]];
  if (title === undefined || next === undefined) return undefined;
  const wholeRun = { from: index, to: runEnd(tokens, index, 'cased') };
  if (isInitial(next) && !/^[ix]$/.test(next.lower) && title.shape !== 'lower')
    return { ...wholeRun, form: isLettered(title) && wholeRun.to === index + 1 ? 'role' : 'title' };
  const likeWord = isNamedLikeWord(title, next) ? wholeRun : undefined;
  const small = title.shape === 'upper' && !title.capsLine ? undefined : lowerTitled(scan, index);
  const cased = propose('title', casedRun(scan, index, true), likeWord, capsRun(scan, index, true));
  return cased ?? propose(isDoctorThing(title, next) ? 'role' : 'title', small);
}

/** "doctor kit", "doctor bill": the word in full, in small letters, stands in front of things too. */
function isDoctorThing(title: NameToken, next: NameToken): boolean {
  return title.lower === 'doctor' && title.shape === 'lower' && next.nameClass === 'ambiguous';
}

/** "Dr. Foley", "Mrs Abernethy-Cho", "Coach Reuben", "dr fontenot", "Dr. B". */
export const findTitled: NameFinder = (scan, index) => {
  const title = scan.tokens[index];
  if (title === undefined || !isTitleAt(scan.tokens, index)) return undefined;
  if (has(title, FLAG.sureTitle)) return surelyTitled(scan, index + 1);
  return title.shape === 'lower'
    ? propose('role', casedRun(scan, index + 1, false), lowerRun(scan, index + 1, false))
    : propose(formBehindRole(scan, index + 1), casedRun(scan, index + 1, true), capsRun(scan, index + 1, false));
};

/** "Nurse Ortega" is sure; "Nurse Communication", "Tech Day", "Medic Alert" are names of things as often. */
function formBehindRole({ tokens }: NameScan, index: number): Form {
  return tokens[index]?.nameClass === 'ambiguous' ? 'role' : 'title';
}

/** "Ms. Fee", "Mr. German"; but MR and MS in capitals are also an image and a disease. */
function isNamedLikeWord(title: NameToken, next: NameToken): boolean {
  if (!isCapitalised(next) || has(next, FLAG.verb | FLAG.role | FLAG.kin | FLAG.credential | FLAG.title)) return false;
  if ((next.nameClass === 'blocked' && !has(next, FLAG.notName)) || has(next, FLAG.functionWord)) return false;
  return title.shape !== 'upper' || title.capsLine;
}

/** Behind "dr" even a word like "fee" is a name, if it is written like one by its place ("ms fee called"). */
function lowerTitled(scan: NameScan, index: number): { from: number; to: number } | undefined {
  const token = scan.tokens[index];
  const particle =
    token?.shape === 'lower' && has(token, FLAG.particle) && scan.tokens[index + 1]?.gap === ' '
      ? lowerRun(scan, index + 1, true)
      : undefined;
  const run = particle === undefined ? lowerRun(scan, index, true) : { from: index, to: particle.to };
  if (run !== undefined || token?.shape !== 'lower' || token.gap === ', ') return run;
  const half = scan.tokens[index + 1];
  const to = half?.gap === '-' && half.shape === 'lower' ? index + 2 : index + 1;
  return isNamedByPlace(token) || isCalled(scan, index) || isLetterName(scan, index) ? { from: index, to } : undefined;
}

/** "dr nash", "dr moss", "mr parkinson"; not "dr green light": a word of the everyday ones is none. */
function isNamedByPlace({ nameClass, facts, text }: NameToken): boolean {
  return (
    nameClass === 'ambiguous' &&
    facts.tier !== 10 &&
    (facts.flags & (FLAG.notName | FLAG.drug | FLAG.verb)) === 0 &&
    text.length > 2
  );
}

/** "mr bill", "miss rose": behind these the first name of a friend is one even where it is an everyday word. */
function isCalled({ tokens }: NameScan, index: number): boolean {
  const token = tokens[index];
  const title = tokens[index - 1];
  if (token === undefined || title === undefined || !/^(?:mr|mrs|ms|miss|mister)$/.test(title.lower)) return false;
  return isGiven(token, 3) && (token.facts.flags & (FLAG.verb | FLAG.functionWord | FLAG.notName)) === 0 && token.text.length > 2;
}

/** "dr s anyway", "mr p.": a letter that is no word. */
function isLetterName({ text, tokens }: NameScan, index: number): boolean {
  const token = tokens[index];
  return (
    token?.text.length === 1 &&
    token.gap === ' ' &&
    /^[b-hj-z]$/.test(token.lower) &&
    !/^[/-]/.test(text.slice(token.end, token.end + 1))
  );
}

/** "MOTHER FOLUKE NOTIFIED": no list knows the word, neither as a name nor as a word. */
function capsKin(scan: NameScan, index: number, isKin: boolean): { from: number; to: number } | undefined {
  const token = scan.tokens[index];
  const run = capsRun(scan, index, false);
  if (run !== undefined || !isKin || token?.shape !== 'upper') return run;
  return token.nameClass === 'unlisted' && token.text.length > 4 && token.gap === ' '
    ? { from: index, to: index + 1 }
    : undefined;
}

/** "his wife txtd me" */
const HAS_VOWEL = /[aeiouy]/;

/** "his brother fintan": small letters, and no list knows the word. */
function lowerKin(scan: NameScan, index: number): { from: number; to: number } | undefined {
  const token = scan.tokens[index];
  const fits =
    token?.shape === 'lower' &&
    token.nameClass === 'unlisted' &&
    token.text.length > 3 &&
    token.gap === ' ' &&
    PLAIN.test(token.lower) &&
    HAS_VOWEL.test(token.lower) &&
    token.facts.flags === 0;
  return fits || isSmallKin(token) ? { from: index, to: runEnd(scan.tokens, index, 'lower') } : undefined;
}

/** "son tou", "partner lex", "husband august": a first name that is short, or that is a rare word as well. */
function isSmallKin(token: NameToken | undefined): boolean {
  if (token?.shape !== 'lower' || token.gap !== ' ' || !PLAIN.test(token.lower) || token.text.length < 3) return false;
  const { given, tier, flags } = token.facts;
  if (given === 0 || given > 4 || (flags & ~(FLAG.notName | FLAG.eponym)) !== 0) return false;
  return tier === 0 || tier >= 35;
}

/** "daughter Ana", "her husband, Tom", "MY SISTER PEGGY", "wife lan". */
export const findKin: NameFinder = (scan, index) => {
  const kin = scan.tokens[index];
  const next = scan.tokens[index + 1];
  const inLaw = kin?.lower === 'law' && kin.gap === '-';
  if (kin === undefined || next === undefined || !(inLaw || has(kin, FLAG.kin | FLAG.role))) return undefined;
  if (kin.possessive || !BEHIND_KIN.test(next.gap)) return undefined;
  const isKin = inLaw || has(kin, FLAG.kin);
  const form = isKin ? 'kinship' : 'role';
  const heading = kin.lineStart && kin.shape !== 'lower' && next.nameClass === 'ordinary';
  return propose(
    form,
    casedRun(scan, index + 1, next.gap === ' ' && isKin && !heading),
    capsKin(scan, index + 1, isKin),
    lowerRun(scan, index + 1, false),
    isKin ? lowerKin(scan, index + 1) : undefined,
  );
};

/** The words right before `index`, joined, longest phrase of the cue list first. Returns its number, or undefined. */
function cueBefore(scan: NameScan, index: number): number | undefined {
  const { tokens, lexicon } = scan;
  const nearest = tokens[index - 1];
  if (nearest === undefined || !(lexicon.cues.lastWords.has(nearest.lower) || nearest.possessive)) return undefined;
  const words: string[] = [];
  let best: number | undefined;
  for (let back = 1; back <= 3; back += 1) {
    const token = tokens[index - back];
    const behind = tokens[index - back + 1];
    if (token === undefined || behind === undefined || !/^(?: |\/ ?| ?"|: ?|\. )$/.test(behind.gap)) break;
    words.unshift(token.lower + (token.possessive ? "'s" : ''));
    best = lexicon.cues.numbers.get(words.join(' ')) ?? best;
  }
  return best;
}

/** "called sheila", "with mike": a frequent first name that is also a rather rare word. */
function lowerBehindCue(token: NameToken, index: number): Proposal | undefined {
  const { given, tier, flags } = token.facts;
  return PLAIN.test(token.lower) && given > 0 && given <= 2 && tier >= 35 && (flags & ~FLAG.medicalHead) === 0
    ? { from: index, to: index + 1, form: 'lower-case' }
    : undefined;
}

function isWorthAsking(token: NameToken): boolean {
  if (token.shape === 'digits' || token.gap === '' || token.nameClass === 'blocked') return false;
  if (isCapitalised(token) || token.nameClass === 'listed' || token.nameClass === 'unlisted') return true;
  return isGiven(token, 2) && token.facts.tier >= 35;
}

/** Behind a weak cue ("with", "saw") a capitalised word that no list knows as a word, or that is a frequent first name. */
function isNameBehindCue(token: NameToken): boolean {
  if (token.shape !== 'title' || token.text.length < 3 || has(token, FLAG.kin | FLAG.role | FLAG.title)) return false;
  if (token.nameClass === 'unlisted') return true;
  return (
    token.nameClass === 'ambiguous' && isGiven(token) && !has(token, FLAG.notName) && token.gap === ' ' && token.facts.tier > 0
  );
}

/** "my name is Ana", "spoke with Nkechi", "hi this is dana": words that introduce a name in running text. */
export const findIntroduced: NameFinder = (scan, index) => {
  const token = scan.tokens[index];
  if (token === undefined || !isWorthAsking(token)) return undefined;
  const sure = cueBefore(scan, index);
  if (sure === undefined) return undefined;
  if (sure === 1)
    return propose('introduction', casedRun(scan, index, true), capsRun(scan, index, false), lowerRun(scan, index, false));
  if (token.shape === 'lower' && token.nameClass === 'ambiguous') return lowerBehindCue(token, index);
  return isNameBehindCue(token) ? propose('behind-cue', casedRun(scan, index, false)) : undefined;
};
