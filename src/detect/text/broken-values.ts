import type { Span } from '../types';

/**
 * Where a line's end, blanks or the foot of a page stand within a value: text from PDFs, faxes, narrow cells and e-mails was broken by a
 * machine that knew nothing of what it broke. Only shapes that hardly anything else has are taken for such: hyphens and slashes of numbers,
 * words parted by a hyphen, addresses of e-mail that cannot end there, soft ends of quoted-printable, words and dates written in
 * signs that stand apart.
 */

/** A part of a text that is read as if something else stood there. */
export interface Gap extends Span {
  readonly instead: '' | ' ';
}

/** What stands on both sides of a line's end that is none of the value. */
interface Break {
  readonly front: RegExp;
  readonly behind: RegExp;
  /** What in front of the line's end is none of the value either. */
  readonly sign?: 1;
}

const BREAKS: readonly Break[] = [
  // "03/⏎14/2025", "555-⏎0142", "10 / 19 /⏎2023", "GRP-⏎77410".
  { front: /[\dA-Z] ?[-/]$/, behind: /^ ?\d/ },
  // "03⏎/14/2025", "7741⏎-29", "555⏎.0134". Lines with a sign and commas are of a patch to a table.
  { front: /\d$/, behind: /^(?:\/ ?\d|-\d{1,9}(?![\d,])|\.\d{4}(?!\d))/ },
  // "05/1⏎9/2025", "1983-0⏎9-27", and "02/19/19⏎77".
  { front: /(?:0\d|1[0-2])\/\d$/, behind: /^\d\/(?:\d\d){1,2}(?![\d/])/ },
  { front: /[12]\d{3}-\d$/, behind: /^\d-\d\d(?!\d)/ },
  { front: /\d[-/]\d{1,2}[-/](?:19|20)$/, behind: /^\d\d(?![\d/:)-]|\.\d)/ },
  // "303-55⏎5-0123", "431-2⏎2-9087", "(808) 5⏎55-0177", and "555-555-01⏎42".
  { front: /\d{3}[-)] ?\d{1,2}$/, behind: /^\d{1,2}-\d{4}(?!\d)/ },
  { front: /\d{3}[-)] ?\d{3}-\d$/, behind: /^\d{3}(?![\d/:)-]|\.\d)/ },
  { front: /\d{3}[-)] ?\d{3}-\d\d$/, behind: /^\d\d(?![\d/:)-]|\.\d)/ },
  // "Bartho-⏎lomew": a word with a capital letter goes on in small ones.
  { front: /\p{Lu}\p{Ll}{1,24}-$/u, behind: /^\p{Ll}{2}/u, sign: 1 },
  // "jane.doe@⏎example.org", "jane.doe@example.⏎org", "jane.doe@exam⏎ple.org", "jane_⏎doe@example.org".
  { front: /[\w.+-]@(?:[\w-]{1,40}\.)?$/, behind: /^[a-z\d][\w-]/ },
  { front: /[\w.+-]@[\w-]{1,40}$/, behind: /^[\w-]{1,40}\.[a-z]{2}/ },
  { front: /\w[_+]$/, behind: /^[\w.+-]{1,40}@\w/ },
  // Quoted-printable ends a line within a word with "=".
  { front: /[\p{L}\d/.,@-]=$/u, behind: /^[\p{L}\d/.@-]/u, sign: 1 },
];

/** "3/⏎14", "3⏎/14" without a year: as often a ratio, a pressure or the end of a list item. */
const HALF_A_DATE: Break = {
  front: /(?<![\p{L}\d]|[-/.] ?|[-/][\s>|]{1,8})\d{1,2}(?: ?\/)?$/u,
  behind: /^ ?\/? ?\d{1,2}(?![\p{L}\d]|\.\d| ?[-/][\s>|]{0,8}\d|,? (?:19|20)\d\d)/u,
};

/** How much is read on each side of a line's end, in UTF-16 code units. */
const SIDE = 48;
/** The sign of a quotation and the indent of a line. */
const MARGIN = /[ \t]{0,16}(?:[>|][>| \t]{0,8})?/y;

/** The foot or head of a page between two lines, with rules around it. */
const PAGE_LINE = String.raw`[^\p{L}\d\n]{0,12}(?:\[?[Pp]age break\]?|(?:[Pp]age|PAGE) ?\d{1,4}(?: ?(?:of|OF|\/) ?\d{1,4})?)[^\p{L}\d\n]{0,12}`;
const RULED = String.raw`(?:[-_=*]{3,80}[ \t]{0,3}\r?\n)?`;
const PAGE = new RegExp(String.raw`[\p{L}\d.,-](?<gap>[ \t]{0,3}\r?\n${RULED}${PAGE_LINE}\r?\n${RULED})(?=[\d(]|\p{Ll})`, 'gu');

/** Letters and digits that stand apart, words of them two blanks or three. */
const APART = /(?<!\S)\S(?: {1,3}\S(?=[.,;:]?(?:\s|$))){3,80}/gu;
/** "M a r i a", "J o h n D o e", "M A R I A   Z I M M E R": words, no list of letters ("D C E c e"), and none that is spelled out ("R E C A"). */
const LETTERS =
  /^(?:(?:\p{Lu}(?: \p{Ll}){1,24}(?: ?[.,'-])?(?: {1,3}|$)){1,8}|(?:\p{Lu}(?: \p{Lu}){2,24}(?: ?[.,'-])?(?: {2,3}|$)){2,8})$/u;
/** "0 3 / 1 4 / 1 9 6 2": ones without a hyphen or slash are counts and scores as a rule. */
const NUMBER = /(?:\d {1,3}){1,4}[-/] {1,3}(?:\d {1,3}){1,4}[-/] {1,3}\d/;

function* withinSpaced(text: string): Generator<Gap> {
  for (const { 0: run, index } of text.matchAll(APART)) {
    if (!LETTERS.test(run) && !NUMBER.test(run)) continue;
    for (const blank of run.matchAll(/ +/g)) {
      const start = index + blank.index;
      yield { start, end: start + blank[0].length, instead: blank[0].length > 1 ? ' ' : '' };
    }
  }
}

function* atPages(text: string): Generator<Gap> {
  if (!/page/i.test(text)) return;
  for (const { 0: found, index, groups } of text.matchAll(PAGE)) {
    const end = index + found.length;
    yield { start: end - (groups?.['gap'] ?? '').length, end, instead: ' ' };
  }
}

/** Whether a line may end or begin in the middle of something, by the signs at its end and at the next one's begin. */
function mayBreak(text: string, end: number, next: number): boolean {
  const last = text.charAt(end - 1);
  const first = text.charAt(next);
  return (
    /[-/@_+=]/.test(last) || (/\d/.test(last) ? /[\d/.-]/.test(first) : text.slice(Math.max(0, end - SIDE), end).includes('@'))
  );
}

function* atLineEnds(text: string): Generator<Gap> {
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    let end = at;
    while (end > 0 && at - end < 4 && /[ \t\r]/.test(text.charAt(end - 1))) end -= 1;
    MARGIN.lastIndex = at + 1;
    const next = at + 1 + (MARGIN.exec(text)?.[0].length ?? 0);
    if (end === 0 || !mayBreak(text, end, next)) continue;
    const front = text.slice(Math.max(0, end - SIDE), end);
    const behind = text.slice(next, next + SIDE);
    if (HALF_A_DATE.front.test(front) && HALF_A_DATE.behind.test(behind)) continue;
    const found = BREAKS.find((one) => one.front.test(front) && one.behind.test(behind));
    if (found !== undefined) yield { start: end - (found.sign ?? 0), end: next, instead: '' };
  }
}

/** The gaps within values of a normalised text, sorted and disjoint. Takes linear time. */
export function gapsWithinValues(text: string): Gap[] {
  const gaps: Gap[] = [];
  const found = [...atLineEnds(text), ...atPages(text), ...withinSpaced(text)];
  for (const gap of found.sort((left, right) => left.start - right.start)) {
    if (gap.start >= (gaps.at(-1)?.end ?? 0)) gaps.push(gap);
  }
  return gaps;
}
