import type { WordList } from '../../../rules/types';
import type { Span } from '../../types';
import type { HeadedBy } from './heads';

/** What the values below heads of columns and behind names of fields look like. */

/** Longest cell that counts as a value, in UTF-16 code units, without and with what stands around the value. */
const LONGEST_CELL = 80;
const LONGEST_PADDED = 1000;
const EMPTY = /^(?:n\/?a|none|null|nil|unknown|-+|x+|\[.*\]|<.*>|\{.*\})?$/i;

/** What stands around a value; the full stop of a sentence is no part of it, but that of an abbreviation is ("Jr."). */
const AROUND = /^[\s"'*`]+|(?:(?<=\d|\p{Ll}{3})[.,;]+)?[\s"'*`]*$/gu;

/** The value in a cell, without blanks, quotes and marks of emphasis around it. */
export function cellValue(text: string, cell: Span): Span | undefined {
  if (cell.end - cell.start > LONGEST_PADDED) return undefined;
  const inner = text.slice(cell.start, cell.end);
  const value = inner.replace(AROUND, '');
  if (value.length > LONGEST_CELL || EMPTY.test(value)) return undefined;
  const start = cell.start + inner.indexOf(value);
  return { start, end: start + value.length };
}

/** One to five words of letters that begin with a capital; the given name may stand right behind a comma ("ROSE,AMBER L"). */
const NAME_CELL = /^\p{Lu}[\p{L}\p{M}.']*(?:(?:,? |[,^])(?:\p{L}[\p{L}\p{M}.'-]*)|-\p{L}[\p{L}\p{M}.']*){0,4}$/u;
/** Names of fields and words in capitals that no name is made of. */
const CODE_CELL = /[a-z][A-Z]|_/;

/** Words of a query, a schema or a form. */
export const NO_VALUE =
  /^(?:yes|no|y|n|true|false|on|off|ok|unsure|undefined|declined|refused|other|same(?: as [a-z ]{1,20})?|self|tbd|na|optional|required|string|text|number|integer|boolean|object|array|date|value|asc|desc|name|redacted|anonymous|active|inactive)$/i;
/** Somebody or something that is not called by name: "my mother", "the patient". */
const UNNAMED = /^(?:my|his|her|our|their|the|an?|some|me) /;
/** One to four words of small letters. */
export const SMALL_NAME = /^\p{Ll}[\p{L}\p{M}'-]*(?: \p{Ll}[\p{L}\p{M}'-]*){0,3}$/u;

const LONGEST_DATE = 40;
/** Two numbers none of which is that of a month, or one of which is of no day: "20/40" of an eye. */
const NO_DAY = /^(?:1[3-9]|[2-9]\d)\/(?:1[3-9]|[2-9]\d|\d{3})\b(?!\/)|^\d{1,2}\/(?:3[2-9]|[4-9]\d)$(?<!^(?:0?\d|1[0-2])\/\d\d)/;

/** Amounts, shares and results that stand in columns with heads of more than one meaning, and days of a trial ("C1D15"). */
const QUANTITY = /^C\d{1,2}D-?\d{1,3}$|^[-+<>$¤£ ]{0,4}\d{0,3}(?:,\d{3}){0,4}\.\d{1,3}%?$|^[$¤£]|\d ?%|^\d{1,3}(?:,\d{3})+$/;

const LOGIN = /^[a-z][a-z0-9._-]{2,24}$/;
/** The number of programs in the list of what is no user's name. */
const PROGRAM = 1;

/** A user's name; not a role, nor the name of a program or of its own user. */
function isLogin(value: string, notLogins: WordList): boolean {
  if (!LOGIN.test(value) || notLogins.has(value)) return false;
  return !Array.from(value.matchAll(/[\d._-]/g)).some(({ index }) => notLogins.get(value.slice(0, index)) === PROGRAM);
}

/** One word, or groups that hold digits. That one does is looked at ahead: each of its digits would be tried with each of the other groups'. */
const CODE = /^[#*]?[\p{L}\d]\S{0,60}(?: (?=\S{0,20}\d\S{0,20}(?: |$))\S{1,41}){0,5}(?: [A-Z])?$/u;

/** Two words in small letters that no name has. */
const SMALL_WORDS =
  / (?!(?:de|la|las|los|le|du|da|das|do|dos|di|del|van|von|der|den|ter|ten|bin|bint|ibn|al|el|y|e|san|st)\b)\p{Ll}{3,}.* \p{Ll}{3,}/u;

/** Below the names of places and people stands what is true of all of them. */
const NO_WORD = /^(?:(?:grand |sub-?)?totals?|all|average|mean|median|sum|count)$/i;

/** Whether what is written small names nobody. */
export const isNoSmallName = (value: string, notSmallNames: WordList): boolean => UNNAMED.test(value) || notSmallNames.has(value);

/** What is written in place of a family or a given name. */
const NOT_GIVEN = /^(?:refused|declined|withheld|unavailable|undisclosed|redacted)$/i;

/** Lists of family and given names may be in small letters. */
function mayBeName(value: string, isPartOfName: boolean, notSmallNames: WordList): boolean {
  if (isPartOfName && NOT_GIVEN.test(value)) return false;
  if (isPartOfName && SMALL_NAME.test(value)) return !NO_VALUE.test(value) && !isNoSmallName(value, notSmallNames);
  return NAME_CELL.test(value) && !CODE_CELL.test(value.replace(/\b(?:Mc|Mac|De|La|Le|O')/g, '')) && !SMALL_WORDS.test(value);
}

/** "2024-03-02T10:11:12Z": the day of a time. */
const WITH_TIME = /^(?:\d{4}-\d\d-\d\d|\d{1,2}\/\d{1,2}\/\d{2,4})(?=[T ,]{1,2}\d{1,2}:\d\d)/;

/** Where in a cell the value stands: of a day with a time the day. */
export function valueIn(text: string, { start, end }: Span, { rule }: HeadedBy): Span {
  const day = rule.entity === 'DATE' ? WITH_TIME.exec(text.slice(start, end))?.[0] : undefined;
  return { start, end: day === undefined ? end : start + day.length };
}

/** So many decimals lead to less than a county; "lat" is a latency, and a side, too, of which fewer are given. */
const GEOCODE = /^[-+]?\d{1,3}\.\d{3,20}°?$/;

/** Lists of what is no value of some fields. */
export interface NotValues {
  readonly notLogins: WordList;
  readonly notSmallNames: WordList;
}

/** What a cell must look like to be a value of what its head says. */
export function mayBeValue(value: string, head: HeadedBy, { notLogins, notSmallNames }: NotValues): boolean {
  if (head.isLogin && isLogin(value, notLogins)) return true;
  return head.isGeocode ? GEOCODE.test(value) : mayBeOf(value, head, notSmallNames);
}

function mayBeOf(value: string, { rule: { entity }, isPartOfName }: HeadedBy, notSmallNames: WordList): boolean {
  if (entity === 'AGE') return /^(?:9\d|1[01]\d|12[0-5])(?!\d)\D{0,8}$/.test(value);
  if (entity === 'DATE')
    return (
      value.length <= LONGEST_DATE && !NO_DAY.test(value) && /\d[/.-]\d|\d{8}|\p{L}{3}.{0,4}\d|\d.{0,3}\p{L}{3}/u.test(value)
    );
  if (NO_WORD.test(value)) return false;
  if (entity === 'NAME') return mayBeName(value, isPartOfName, notSmallNames);
  if (QUANTITY.test(value)) return false;
  if (entity === 'PHONE' || entity === 'FAX') return /^\D{0,6}\d(?:[\s().x-]{0,4}\d){2,14}$/i.test(value);
  if (entity === 'VEHICLE') return /\d/.test(value) && /\p{L}/u.test(value) && value.length <= 20;
  if (entity === 'ORG') return /\p{L}{3}/u.test(value);
  if (entity === 'ADDRESS') return /\p{L}{3}|\d{5}/u.test(value);
  return /(?:\d.{0,20}){3}/.test(value) && CODE.test(value);
}
