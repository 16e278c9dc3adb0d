import type { Candidate, Span } from '../../types';
import type { FieldReader } from './field-reader';
import { labelsBefore } from './labels';

/** Lists behind a label: in brackets, as programs and queries write them, or behind a plural. */

/** The items of a list, up to what closes it or its line. */
const ITEM =
  /\s{0,12}["'`]?(?<item>[^"'`\n,;:=()[\]{}]{1,60}?)["'`]?\s{0,3}(?<end>,\s{0,12}(?:(?:and|&) )?|;\s?| (?:and|&) | ?\/ ?|[.]?(?:\n|$)|[)\]}])/y;
const MOST_ITEMS = 2000;
/** Another label with its number ends a list: "cards R-55201, TR441907, tag 25-018827". */
const LABELLED = /^\p{L}{2,}\.? [^ ]*\d/u;

/** The items of a list, or nothing if something else stands among them. */
function itemsFrom(text: string, start: number): Span[] {
  const items: Span[] = [];
  ITEM.lastIndex = start;
  for (let found = ITEM.exec(text); found !== null && items.length < MOST_ITEMS; found = ITEM.exec(text)) {
    const { item = '', end = '' } = found.groups ?? {};
    if (LABELLED.test(item)) return items;
    const from = found.index + found[0].indexOf(item);
    items.push({ start: from, end: from + item.length });
    if (!/^[,; &/]/.test(end)) return items;
  }
  return [];
}

export interface ListHead {
  readonly between: string;
  readonly index: number;
  /** Without brackets: then its label is a plural, and all its items are values. */
  readonly isPlain: boolean;
}

/** Fewest digits of a number behind a plural: of what can be counted ("Encounters: 3412, 3555"), and where the label says that it is a number. */
const FEWEST_DIGITS = { counted: 5, number: 3 };
const SAYS_NUMBER = /\b(?:no|num|number|id|mrn|badge|account|acct|csn|chart|card)s?\.?$/i;
/** "Accounts: 100, 200". */
const AMOUNT = /^\d{1,2}00$/;
const YEAR = /^(?:19|20)\d\d$/;

const singular = (name: string): string => name.replace(/(?<!s)s\.?$/i, '');

/** Behind a plural may stand counts and years, too. */
function mayBeListed(written: string, name: string): boolean {
  const digits = written.replace(/\D/g, '').length;
  const fewest = SAYS_NUMBER.test(name) ? FEWEST_DIGITS.number : FEWEST_DIGITS.counted;
  return !YEAR.test(written) && digits >= fewest && !AMOUNT.test(written);
}

/** The items of a list behind a label: `last_name IN ('may', 'rose')`, "Badge nos: 5512, 8823", "Patients: rose, may". */
export function readList(text: string, { between, index, isPlain }: ListHead, reader: FieldReader): Candidate[] {
  const names = labelsBefore(text, index, '=', false);
  const isPlural = (one: string): boolean => singular(one) !== one && reader.knows(singular(one));
  const name = names.find((one) => isPlural(one) || (!isPlain && reader.knows(one)));
  if (name === undefined) return [];
  const label = isPlural(name) ? singular(name) : name;
  const items = itemsFrom(text, index + between.length);
  const values = items.flatMap((item) => {
    const [value] = reader.read(text, item, { names: [label], beside: [] });
    if (value === undefined || label === name || !/\d/.test(text.slice(value.start, value.end))) return value ?? [];
    return mayBeListed(text.slice(item.start, item.end), name) ? value : [];
  });
  return isPlain && (items.length < 2 || values.length < items.length) ? [] : values;
}
