import { lowerRun } from './cues';
import { FLAG } from './flags';
import { isInitial, mayBeName, runEnd } from './name-run';
import type { NameFinder, NameScan } from './proposal';
import { has, isCapitalised, isGiven, type NameToken, transcriptAround } from './token';

const BEHIND_GREETING = /^(?: |, |! )$/;
/** A closing and the name: on one line, or on the next lines, perhaps behind a dash. */
const BEHIND_CLOSING = /^(?:[,.!]? {0,3}(?:\r?\n[ \t>]{0,8}){1,3}[-~*_ ]{0,4}|, | - )$/;
const ENDS_LINE = /^(?:[ \t]*$|[ \t]*\r?\n|[,.!"] *$|[,.!"] *\r?\n|,? (?:[A-Z]{2}|\())/;
const SIGNING_DASH = /(?:^|\n|[.!?)]"? | {2})[ \t>]{0,4}[-~]{1,3} ?$/;
const SPEAKER_START =
  /(?:^|\n)[ \t>*_-]{0,4}(?:\[[^\]\n]{1,40}\][ \t:-]{0,3}|\(?\d{1,2}:\d{2}(?::\d{2})?(?: ?[apAP]\.?[mM]\.?)?\)?[ \t:-]{1,3})?[*_]{0,2}$/;
const SPEAKER_END =
  /^(?:[*_]{0,2}(?: \([^)\n]{1,30}\))?(?: ?(?:\p{So}|\uFE0F|\u200D)){0,3}:[*_]{0,2}(?:\s|$)| {1,3}\d{1,2}:\d{2} ?[AaPp][Mm]\b)/u;
const SPEAKER_LOOK = 64;

function phraseNumber(scan: NameScan, index: number): number | undefined {
  const words: string[] = [];
  let best: number | undefined;
  for (let back = 1; back <= 4; back += 1) {
    const token = scan.tokens[index - back];
    if (token === undefined || (back > 1 && scan.tokens[index - back + 1]?.gap !== ' ')) break;
    words.unshift(token.lower);
    best = scan.lexicon.greetings.numbers.get(words.join(' ')) ?? best;
    if (token.lineStart) break;
  }
  return best;
}

/** Behind a sure greeting nearly every capitalised word is a name, behind "thanks" a listed one. */
function isGreetedName(token: NameToken, number: number): boolean {
  if (token.nameClass === 'blocked' || has(token, FLAG.title | FLAG.role)) return false;
  if (token.nameClass === 'listed') return true;
  if (number === 1 && !token.gap.startsWith('!') && (token.nameClass !== 'ordinary' || token.facts.tier > 35)) return true;
  return token.nameClass === 'ambiguous' && token.facts.given > 0 && token.gap !== '! ' && number > 0;
}

function greeting(scan: NameScan, index: number, number: number): ReturnType<NameFinder> {
  const token = scan.tokens[index];
  if (isCapitalised(token))
    return isGreetedName(token, number) ? { from: index, to: runEnd(scan.tokens, index, 'cased'), form: 'greeting' } : undefined;
  const run = lowerRun(scan, index, number === 1 && token?.gap !== '! ');
  return run === undefined ? undefined : { ...run, form: 'lower-case' };
}

/** "Dear Frank,", "hey joy its", "Thanks, Philippa". */
export const findGreeted: NameFinder = (scan, index) => {
  const token = scan.tokens[index];
  if (token === undefined || index === 0 || token.shape === 'digits') return undefined;
  if (!scan.lexicon.greetings.lastWords.has(scan.tokens[index - 1]?.lower ?? '')) return undefined;
  const closes = BEHIND_CLOSING.test(token.gap);
  if (!closes && !BEHIND_GREETING.test(token.gap)) return undefined;
  const number = phraseNumber(scan, index);
  if (number === undefined) return undefined;
  return number === 2 || (closes && token.gap !== ', ') ? closing(scan, index, number) : greeting(scan, index, number);
};

function closing(scan: NameScan, index: number, number: number): ReturnType<NameFinder> {
  const { tokens } = scan;
  const token = tokens[index];
  if (token === undefined || number < 2 || !BEHIND_CLOSING.test(token.gap)) return undefined;
  if (!endsLine(scan, index, token.shape === 'lower' ? 'lower' : 'field')) return undefined;
  if (token.shape === 'lower') {
    const run = lowerRun(scan, index, number === 2);
    return run === undefined ? undefined : { ...run, form: 'lower-case' };
  }
  if (token.nameClass === 'blocked' || (token.nameClass === 'ordinary' && token.facts.tier <= 35) || has(token, FLAG.credential))
    return undefined;
  const from = has(token, FLAG.title) && tokens[index + 1]?.gap.trim() !== '' ? index + 1 : index;
  return { from, to: runEnd(tokens, index, 'field'), form: 'closing' };
}

function endsLine({ text, tokens }: NameScan, index: number, mode: 'field' | 'lower'): boolean {
  const last = tokens[runEnd(tokens, index, mode) - 1];
  return last !== undefined && ENDS_LINE.test(text.slice(last.end, last.end + 8));
}

/** "- Philippa" or "—TJ" at the end of a message; dashes are plain by then. */
export const findDashSigned: NameFinder = (scan, index) => {
  const { text, tokens } = scan;
  const token = tokens[index];
  if (
    token === undefined ||
    !/[-~] ?$/.test(token.gap) ||
    !SIGNING_DASH.test(text.slice(Math.max(0, token.start - 8), token.start))
  )
    return undefined;
  const end = runEnd(tokens, index, 'cased');
  const last = tokens[end - 1];
  if (last === undefined || !/^\s{0,3}(?:$|"?\s*$|\n)/.test(text.slice(last.end, last.end + 6))) return undefined;
  const listBefore =
    /\n[ \t]*- ?$/.test(text.slice(Math.max(0, token.start - 8), token.start)) && tokens[end]?.gap.includes('\n- ') === true;
  const fits =
    token.nameClass === 'listed' ||
    (!listBefore &&
      (token.nameClass === 'ambiguous' || (token.nameClass === 'unlisted' && isCapitalised(token)) || initials(token)));
  return fits && token.shape !== 'lower' && token.shape !== 'digits' ? { from: index, to: end, form: 'closing' } : undefined;
};

function initials(token: NameToken): boolean {
  return token.shape === 'initial' || (token.shape === 'upper' && token.text.length <= 3 && token.nameClass === 'unlisted');
}

/** `SPEAKER_START` can fit: at a line's start, behind a bracket, or behind a time, which ends with a number or "am", "p.m.". */
function mayOpenTurn(token: NameToken, before: NameToken | undefined): boolean {
  if (token.lineStart || before === undefined || before.shape === 'digits') return true;
  return before.lower.endsWith('m') || token.gap.includes(']');
}

function maySpeak(token: NameToken, before: NameToken | undefined): boolean {
  if (!mayOpenTurn(token, before)) return false;
  if (token.shape === 'digits' || isInitial(token) || has(token, FLAG.credential | FLAG.kin | FLAG.role | FLAG.title))
    return false;
  return token.lineStart || /[\]): -]$/.test(token.gap);
}

/** An ordinary or unknown word is a speaker where a time stamp or bracket shows it, or where it opens several lines. */
function isSpeakerByPlace(text: string, token: NameToken, end: number): boolean {
  const stamped = /[\]\d] {0,2}$/.test(token.gap) || token.gap.trimEnd().endsWith(']');
  if (token.nameClass === 'ambiguous')
    return (
      isGiven(token) && isCapitalised(token) && (stamped || / \(/.test(text.slice(end, end + 2)) || speaksOften(text, token))
    );
  return (
    token.nameClass === 'unlisted' && token.text.length > 2 && (stamped || (isCapitalised(token) && speaksOften(text, token)))
  );
}

/** "Marisol: yes", "[22:14] Sunny: lab called", "fern: badge". */
export const findSpeaker: NameFinder = ({ text, tokens }, index) => {
  const token = tokens[index];
  if (token === undefined || !maySpeak(token, tokens[index - 1])) return undefined;
  if (!SPEAKER_START.test(text.slice(Math.max(0, token.start - SPEAKER_LOOK), token.start))) return undefined;
  const to = withSuffix(tokens, runEnd(tokens, index, token.shape === 'lower' ? 'lower' : 'cased'));
  const last = tokens[to - 1];
  if (last === undefined || !SPEAKER_END.test(text.slice(last.end, last.end + 40))) return undefined;
  const written = token.shape !== 'upper' || (token.facts.given > 0 && speaksOften(text, token));
  const listed = written && (token.nameClass === 'listed' || (to - index > 1 && last.nameClass === 'listed'));
  return listed || isSpeakerByPlace(text, token, last.end) ? { from: index, to, form: 'speaker' } : undefined;
};

/** "Marcus jr: ", "noor k: ": a suffix or an initial written small. */
function withSuffix(tokens: readonly NameToken[], end: number): number {
  const next = tokens[end];
  return next?.shape === 'lower' && next.gap === ' ' && /^(?:jr|sr|[b-hj-z])$/.test(next.lower) ? end + 1 : end;
}

/** A speaker's label stands at the start of more than one line; a heading does not. */
function speaksOften(text: string, token: NameToken): boolean {
  return `\n${transcriptAround(text, token)}`.split(`\n${token.text}`, 3).length > 2;
}

/** A first name alone on the last line, or before an empty one, under a sentence that is complete. */
function signedAlone(text: string, token: NameToken, index: number): ReturnType<NameFinder> {
  const fits =
    token.nameClass === 'listed' ||
    token.nameClass === 'unlisted' ||
    (token.nameClass === 'ambiguous' && token.facts.given > 0 && token.facts.given <= 4);
  const ends =
    /^[.!]? *(?:$|\r?\n *(?:\r?\n|$))/.test(text.slice(token.end, token.end + 12)) || token.end >= text.trimEnd().length;
  const under = /[.!?,)"'] *(?:\r?\n *){1,3}$/.test(text.slice(Math.max(0, token.start - 12), token.start));
  return fits && ends && under && token.facts.tier !== 10 && !has(token, FLAG.kin | FLAG.role | FLAG.notName)
    ? { from: index, to: index + 1, form: 'closing' }
    : undefined;
}

/** A line that is a name and nothing else, perhaps with credentials behind: a signature. */
export const findSignatureLine: NameFinder = ({ text, tokens }, index) => {
  const token = tokens[index];
  if (token === undefined || !token.lineStart || !isCapitalised(token) || !/^(?:|[\s\S]*\n[ \t>]{0,40})$/.test(token.gap))
    return undefined;
  const to = runEnd(tokens, index, 'cased');
  const last = tokens[to - 1];
  if (last !== undefined && to === index + 1) return signedAlone(text, token, index);
  if (last === undefined || to - index > 4 || !/^(?:,? *$|,? *\r?\n)/.test(text.slice(last.end, last.end + 6))) return undefined;
  const words = tokens.slice(index, to);
  const fits =
    words.every((word) => word.nameClass !== 'ordinary' && mayBeName(word, 'cased')) &&
    words.some((word) => word.facts.given > 0 && word.nameClass !== 'blocked');
  return fits ? { from: index, to, form: 'closing' } : undefined;
};
