import { FLAG } from './flags';
import type { NameLexicon } from './lexicon';
import type { NameFinder, NameScan } from './proposal';
import { has, type NameToken } from './token';

/** Words in front of who did something: "dictated SL", "seen by EJ", "Scribe: lk", "typed by gb". */
const SIGNS =
  /(?:^|[^\p{L}])(?:(?:dict(?:ated)?|typed|scribed?|recorder|transcribed|approved|reviewed|rvw'?d|co-?sign(?:ed|er)?|e-?signed|signed|sig|initials?|init|abstracted|sworn|witness(?:ed)?|(?:dictated|typed|scribed|recorded|transcribed|approved|reviewed|taken|entered|scanned|abstracted|witnessed|checked|verified|updated|read|seen|drawn|given|placed|pulled|signed|collected|done|completed|called|notified|prepared) by|staffed w|discussed w|d\/w)(?:[.:=]{1,2} ?| {1,14}|\()|(?:minutes|worker|staff|tech|client|pt|patient|author|by|checked|verified|rd|rn|md) ?[:=] ?)$/iu;
/** What may stand behind signed initials. */
const CLOSES = /^(?:$| [A-Z]|\n|\r| {2}|\)|[,;|] |[.;,]?$|[.;,]\r?\n| ?\/ ?[A-Za-z]{2,3}\b| ?,? \d| - | \()/;
const LABEL_REACH = 40;

function lettersEnd({ text, tokens, lexicon }: NameScan, index: number): number | undefined {
  const token = tokens[index];
  if (token === undefined || token.shape === 'digits' || token.glued || token.possessive) return undefined;
  if (token.text.length === 1) {
    let end = index + 1;
    while (end < index + 3 && tokens[end]?.text.length === 1 && tokens[end]?.gap === '.') end += 1;
    return end > index + 1 && text.charAt(tokens[end - 1]?.end ?? 0) === '.' ? end : undefined;
  }
  const plain = token.shape === 'upper' || token.shape === 'lower';
  return plain && /^[a-z]{2,3}$/.test(token.lower) && isNoWord(token, lexicon) ? index + 1 : undefined;
}

function isNoWord(token: NameToken, { notSignatures }: NameLexicon): boolean {
  if (
    notSignatures.has(token.lower) ||
    token.nameClass === 'blocked' ||
    has(token, FLAG.credential | FLAG.title | FLAG.functionWord)
  )
    return false;
  return token.facts.tier === 0 || token.shape === 'upper';
}

function isLabelled({ text }: NameScan, token: NameToken): boolean {
  return SIGNS.test(text.slice(Math.max(0, token.start - LABEL_REACH), token.start));
}

/** The rest of the line and the line behind it. */
function lineAndNext(text: string, end: number): string {
  const first = text.indexOf('\n', end);
  const second = first < 0 ? -1 : text.indexOf('\n', first + 1);
  return text.slice(end, second < 0 ? text.length : second + 1);
}

/** The whole line, and the last of its paragraph: "[ft]" under a note. */
function isAlone({ text }: NameScan, token: NameToken, end: number): boolean {
  if (!token.lineStart || token.start === 0 || !/^[\s\S]*\n[ \t]{0,60}[-~]{0,2} ?$/.test(token.gap)) return false;
  return (
    /^\.? {0,20}(?:\r?\n {0,20}(?:\r?\n|$)|$)/.test(lineAndNext(text, end)) &&
    /\p{L}/u.test(text.slice(Math.max(0, token.start - 60), token.start))
  );
}

/** Behind a wide space at the end of a line that begins with a date: the column of who did it. */
function isColumn({ text }: NameScan, token: NameToken, end: number): boolean {
  if (!token.gap.endsWith('   ') || !/^ *(?:$|\r?\n)/.test(lineAndNext(text, end))) return false;
  const line = text.slice(text.lastIndexOf('\n', token.start - 1) + 1, token.start);
  return /^[ \t]{0,8}\d{1,4}[/.-]\d{1,2}/.test(line) || /[.!?] {3,}$/.test(line);
}

/** Credentials that are words. */
const WORDS = new Set(['do', 'ma', 'pa', 'pt', 'ot', 'rd', 'mt', 'ms']);

/** The initials of who wrote, saw, typed or checked: "Minutes: ft   Approved: SH", "seen by EJ", "mj" alone under a note. */
export const findSigner: NameFinder = (scan, index) => {
  const token = scan.tokens[index];
  const to = lettersEnd(scan, index);
  if (token === undefined || to === undefined) return undefined;
  const end = scan.tokens[to - 1]?.end ?? token.end;
  const tail = scan.text.slice(end, end + 8);
  const behind = tail.replace(/^\.(?=[\s,;)/]|$)/, '');
  const signs =
    CLOSES.test(behind) && (behind !== tail || !/^ [A-Z]/.test(tail)) && isLabelled(scan, token) && !/^[^\n]*\n/.test(token.gap);
  return signs || isAlone(scan, token, end) || isColumn(scan, token, end) ? { from: index, to, form: 'initials' } : undefined;
};

/** "mtt, RN CM", "s.b. lcsw", "J.Z. CADC-II": initials in front of a credential, at the start of a line or behind a slash. */
export const findSignedCredential: NameFinder = (scan, index) => {
  const { text, tokens } = scan;
  const token = tokens[index];
  const to = lettersEnd(scan, index);
  if (token === undefined || to === undefined || !(token.lineStart || /[/.,] $/.test(token.gap))) return undefined;
  const credential = tokens[to];
  if (
    credential === undefined ||
    !has(credential, FLAG.credential) ||
    credential.text.length < 2 ||
    credential.lineStart ||
    WORDS.has(credential.lower)
  )
    return undefined;
  const gap = token.text.length === 1 ? /^\.,? $/ : /^, $/;
  return gap.test(credential.gap) && /^(?:$|[\s,.;/-])/.test(text.slice(credential.end, credential.end + 1))
    ? { from: index, to, form: 'initials' }
    : undefined;
};
