import type { isValid } from 'date-fns/isValid';
import type { parse } from 'date-fns/parse';
import { oncePer } from '../once-per';

/** What is used of date-fns. */
interface DateLibrary {
  readonly isValid: typeof isValid;
  readonly parse: typeof parse;
}

/** The package takes 45 ms to load: a start does without it, see `load-libraries.ts`. */
export function loadDateLibrary(): DateLibrary {
  const { isValid } = require('date-fns/isValid') as Pick<DateLibrary, 'isValid'>;
  const { parse } = require('date-fns/parse') as Pick<DateLibrary, 'parse'>;
  return { isValid, parse };
}

/** By the sign between their parts. */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  '-': ['yyyy-M-d', 'M-d-yyyy', 'M-d-yy'],
  '/': ['yyyy/M/d', 'M/d/yyyy', 'M/d/yy', 'd/M/yyyy'],
  '.': ['yyyy.M.d', 'd.M.yyyy', 'd.M.yy'],
  '': ['yyyyMMdd'],
};
/** Only to fill in what a format leaves out, so that the check does not depend on the day it runs. */
const REFERENCE = new Date(2000, 0, 1);

/** Asking for the package costs as much as reading a date. */
const libraryFor = oncePer((_: Date) => loadDateLibrary());

/** A numeric calendar date that exists, in the orders used in the USA, in Europe and in ISO 8601 (Gregorian calendar; date-fns). */
export function date(value: string): boolean {
  const { isValid, parse } = libraryFor(REFERENCE);
  const [sign = ''] = /[-/.]/.exec(value) ?? [];
  return (FORMATS[sign] ?? []).some((format) => isValid(parse(value.trim(), format, REFERENCE)));
}
