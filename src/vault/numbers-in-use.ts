import { LABELS, TOKEN_PATTERNS } from './token-grammar';

/**
 * Finds the numbers that a client's own text uses in tokens, and in what a model may write as a token although it is none: variables of the
 * client's in any case (`id_1` of `rows[id_1]`, `Name_1`, `__NAME_1__`), and numbered placeholders between brackets of any kind (`[NAME1]`,
 * `<Name 1>`, `{{DATE-1}}`).
 */

const LABEL = `(?:${LABELS.join('|')})`;
/** All that may part label and number in any form of a token. */
const PARTED = String.raw`\\{0,2}_|[ \-\u00A0\u202F\u2011\uFF3F]|&#(?:95|x5f);|&lowbar;|\\u005f`;
/** A number behind a label. Looked for by its digits, of which most texts have few: by its label it takes twenty times as long. */
const LABELLED = new RegExp(String.raw`[1-9](?<=(${LABEL})(${PARTED})?(?<!\d).)[0-9]{0,5}`, 'gi');
const LIKE_TOKEN = new RegExp(
  `(?<![A-Za-z0-9]_{0,2})${LABEL}\\\\?_[1-9][0-9]{0,5}(?![A-Za-z0-9])|(?<=[[<{])${LABEL}[ _-]?[1-9][0-9]{0,5}(?=[\\]>}])`,
  'iy',
);
/** What an opening of a token ends with, and the blank that may follow. */
const OPENED = /[[\uFF3B\u3010;bB] ?$/;
/** Longest opening and blank, in UTF-16 code units. */
const LONGEST_OPENING = 9;

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** Whether a token, or what is like one, has its label at `start`. In whichever form, its label and number are the same. */
function isUse(text: string, start: number): boolean {
  if (matches(LIKE_TOKEN, text, start) || matches(TOKEN_PATTERNS.whole, text, start)) return true;
  const first = Math.max(0, start - LONGEST_OPENING);
  if (!OPENED.test(text.slice(first, start))) return false;
  for (let at = first; at < start; at += 1) if (matches(TOKEN_PATTERNS.whole, text, at)) return true;
  return false;
}

/** Labels with their numbers (`NAME_1`); undefined for each place that looks so but is none, that others may have their turn. */
export function* numbersInUse(text: string): Generator<string | undefined, void> {
  for (const { 0: digits, 1: label = '', 2: gap = '', index } of text.matchAll(LABELLED))
    yield isUse(text, index - gap.length - label.length) ? `${label.toUpperCase()}_${digits}` : undefined;
}
