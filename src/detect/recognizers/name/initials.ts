import { FLAG } from './lexicon';
import type { NameFinder, NameScan } from './proposal';
import { has, type NameToken } from './token';

/** Dotted capitals that are no person. */
const NOT_INITIALS = new Set(['us', 'uk', 'un', 'eu', 'po', 'am', 'pm', 'ie', 'eg', 'dc', 'md', 'rn', 'bid', 'tid', 'qid', 'qd', 'npo', 'od', 'os', 'ou', 'prn', 'phd', 'iv', 'im', 'sc', 'ed', 'er', 'or', 'id', 'la', 'ny', 'dob', 'ad', 'bc', 'ra', 'va', 'do', 'pa', 'np', 'mi', 'tb', 'eu', 'ca', 'ss', 'sid', 'hs', 'gi', 'gu', 'ob', 'no', 'cc', 'ps', 'pt', 'rx', 'dx']);
const CUES = new Set(['with', 'and', 'saw', 'told', 'asked', 'client', 'patient', 'pt', 'to', 'by', 'for', 'from', 'initials', 'called', 'that', 'per', 'when', 'mr', 'ms', 'mrs', 'because', 'partner', 'student', 'resident', 'met', 'of', 'about', 'if', 'whether', 'between', 'or']);
const LETTER_WORDS = /^(?:vitamin|hepatitis|type|grade|group|stage|class|factor|protein|level|unit|plan|part|phase|phases|cluster|axis|section|table|figure|item|step|option|exhibit|appendix|lead|zone|schedule|building|wing|line|port|room|bed|influenza|strep|lot|form|code|no|bb)$/;

/** Capitals with dots, "A.R." or "T.J.": the index behind the last, if there are two or three. */
function dottedEnd({ text, tokens }: NameScan, index: number): number | undefined {
  let end = index;
  while (end < index + 4 && tokens[end]?.shape === 'initial' && (end === index || /^\. ?$/.test(tokens[end]?.gap ?? '')) && text.charAt(tokens[end]?.end ?? 0) === '.') end += 1;
  if (end - index < 2 || end - index > 3) return undefined;
  const letters = tokens.slice(index, end).map((token) => token.lower).join('');
  return NOT_INITIALS.has(letters) ? undefined : end;
}

function isCue(token: NameToken | undefined): boolean {
  return token !== undefined && (CUES.has(token.lower) || has(token, FLAG.kin | FLAG.role | FLAG.verb));
}

/** Initials that stand for a person: "A.R. reports", "client M. said", "saw R. at". */
export const findInitials: NameFinder = (scan, index) => {
  const { text, tokens } = scan;
  const token = tokens[index];
  if (token?.shape !== 'initial' || /[.\-^/&]$/.test(token.gap) || text.charAt(token.end) !== '.') return undefined;
  const before = tokens[index - 1];
  const end = dottedEnd(scan, index);
  const next = tokens[end ?? index + 1];
  const cue = isCue(before) && /^(?: |: | \()$/.test(token.gap);
  if (end !== undefined) return cue || (next?.gap === '. ' && has(next, FLAG.verb)) || /initials/.test(before?.lower ?? '') ? { from: index, to: end, form: 'initials' } : undefined;
  if (before !== undefined && LETTER_WORDS.test(before.lower)) return undefined;
  const speaks = next !== undefined && next.gap === '. ' && next.shape === 'lower' && token.lower !== 'i';
  return speaks && (cue || has(next, FLAG.verb)) && !isSpecies(next) ? { from: index, to: index + 1, form: 'initials' } : undefined;
};

/** "E. coli", "C. diff", "S. aureus": a genus, not a person. */
function isSpecies(token: NameToken): boolean {
  return token.nameClass !== 'ordinary' || /^(?:diff|difficile|aureus|albicans|coli)$/.test(token.lower);
}
