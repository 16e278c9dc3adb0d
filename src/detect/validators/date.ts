import { isValid } from 'date-fns/isValid';
import { parse } from 'date-fns/parse';

/** By the sign between their parts. */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  '-': ['yyyy-M-d', 'M-d-yyyy', 'M-d-yy'],
  '/': ['yyyy/M/d', 'M/d/yyyy', 'M/d/yy', 'd/M/yyyy'],
  '.': ['yyyy.M.d', 'd.M.yyyy', 'd.M.yy'],
  '': ['yyyyMMdd'],
};
/** Only to fill in what a format leaves out, so that the check does not depend on the day it runs. */
const REFERENCE = new Date(2000, 0, 1);

/** A numeric calendar date that exists, in the orders used in the USA, in Europe and in ISO 8601 (Gregorian calendar; date-fns). */
export function date(value: string): boolean {
  const [sign = ''] = /[-/.]/.exec(value) ?? [];
  return (FORMATS[sign] ?? []).some((format) => isValid(parse(value.trim(), format, REFERENCE)));
}
