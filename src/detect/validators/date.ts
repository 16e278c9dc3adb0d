import { isValid } from 'date-fns/isValid';
import { parse } from 'date-fns/parse';

const FORMATS = [
  'yyyy-M-d',
  'yyyy/M/d',
  'yyyy.M.d',
  'M/d/yyyy',
  'M-d-yyyy',
  'd.M.yyyy',
  'M/d/yy',
  'M-d-yy',
  'd.M.yy',
  'd/M/yyyy',
  'yyyyMMdd',
];
/** Only to fill in what a format leaves out, so that the check does not depend on the day it runs. */
const REFERENCE = new Date(2000, 0, 1);

/** A numeric calendar date that exists, in the orders used in the USA, in Europe and in ISO 8601 (Gregorian calendar; date-fns). */
export function date(value: string): boolean {
  return FORMATS.some((format) => isValid(parse(value.trim(), format, REFERENCE)));
}
