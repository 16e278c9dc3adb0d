import { FLAG } from './flags';
import { ELSEWHERE, isMeantOtherwise } from './meant-otherwise';
import type { NameFinder, NameScan } from './proposal';
import { has, isCapitalised, isGiven, isSurname, type NameToken } from './token';

/**
 * Boards, queues and schedules name people by one word between where they are and what is done for them: "OR 5 MERRITT R THA", "ICU 9 Combs vent",
 * "CANX SHAH COLO", "bin 14 DALE ELIQUIS". In front stands a place with its number, a time or a status (list board-slots), behind a procedure,
 * a complaint, a state (list board-matters), a drug, or age and sex.
 */

/** Rank bucket of family and given names that are known well enough. */
const KNOWN = 4;
/** Tier of the most common words. */
const MOST_COMMON = 10;
const NO_NAME =
  FLAG.functionWord | FLAG.kin | FLAG.role | FLAG.drug | FLAG.credential | FLAG.medical | FLAG.medicalHead | FLAG.title;

/** How far a line is read in front of a name, and behind it. */
const BEFORE = 64;
const BEHIND = 24;

const PLACE = /#?(?:\d{1,4}[A-D]?(?:-\d{1,2})?|[A-Z]{1,3}\d{1,3}|\d{1,2}[A-Z]-\d{1,2}|\d{1,2}:\d\d ?(?:[ap]m?)?)/;
/** A word or two with or without a number behind, a place or time by itself, or both. */
const SLOT = new RegExp(
  `^(?:([A-Za-z][A-Za-z-]{0,12}(?: [A-Za-z]{1,8})?)[ -]?(#?\\d{1,4}[A-D]?)?(?: (?:\\d{4}))?|${PLACE.source}(?: \\d{4})?)$`,
);
const PERSONS_AGE = /^,? \d{1,3} ?(?:[MF](?![\w-])|y\/?o\b)/;
const SIDE = /^(?:r|l|rt|lt|right|left|bilat|bil)$/;

function isOneOfThem({ lexicon }: NameScan, token: NameToken): boolean {
  // Three capitals are an abbreviation as often: "DOT physical".
  const isWritten = isCapitalised(token) || (token.shape === 'upper' && token.text.length > 3);
  if (token.glued || token.possessive || token.text.length < 3 || !isWritten) return false;
  if (has(token, NO_NAME) || token.facts.tier === MOST_COMMON) return false;
  if (isMeantOtherwise(token, lexicon.meantOtherwise, ELSEWHERE.onBoards)) return false;
  return (token.nameClass === 'ambiguous' || token.nameClass === 'listed') && (isSurname(token, KNOWN) || isGiven(token, KNOWN));
}

function isMatter({ lexicon }: NameScan, token: NameToken | undefined): boolean {
  return token !== undefined && (lexicon.boardMatters.has(token.lower) || has(token, FLAG.drug));
}

function isBeforeMatter(scan: NameScan, index: number, token: NameToken): boolean {
  const [next, other] = [scan.tokens[index + 1], scan.tokens[index + 2]];
  if (PERSONS_AGE.test(scan.text.slice(token.end, token.end + BEHIND))) return true;
  if (next === undefined || !/^(?:,? | [\u2013-] )$/.test(next.gap)) return false;
  return isMatter(scan, SIDE.test(next.lower) && other?.gap === ' ' ? other : next);
}

/** "OR 3", "0730", "401A", "WAITING", "mohs am". */
function isSlot({ lexicon }: NameScan, part: string): boolean {
  const [whole, word, number] = SLOT.exec(part) ?? [];
  if (whole === undefined || word === undefined) return whole !== undefined;
  const kind = lexicon.boardSlots.get(word.toLowerCase());
  return kind === 2 || (kind === 1 && number !== undefined);
}

/** What stands in front of a name in its line, cut at signs between items. */
function partsBefore(text: string, start: number): string[] {
  const line =
    text
      .slice(Math.max(0, start - BEFORE), start)
      .split('\n')
      .at(-1) ?? '';
  return line.split(/[;|,:]/).map((part) => part.trim().replace(/[.)]$/, ''));
}

/** A bare name on a board. */
export const findOnBoard: NameFinder = (scan, index) => {
  const token = scan.tokens[index];
  if (token === undefined || !isOneOfThem(scan, token) || !isBeforeMatter(scan, index, token)) return undefined;
  const parts = partsBefore(scan.text, token.start);
  const last = parts.at(-1) ?? '';
  const isFirst = isSlot(scan, last === '' ? (parts.at(-2) ?? '') : last);
  const isFurther = last === '' && !has(token, FLAG.eponym) && isSlot(scan, parts[0] ?? '');
  return isFirst || isFurther ? { from: index, to: index + 1, form: 'framed' } : undefined;
};
