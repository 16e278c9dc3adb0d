import { luhnSum } from './luhn';

/** International Mobile Equipment Identity: 15 digits with a Luhn check digit (3GPP TS 23.003 section 6.2.1 and Annex B). */
export function imei(value: string): boolean {
  const digits = value.replace(/[ -]/g, '');
  return /^\d{15}$/.test(digits) && !/^(\d)\1*$/.test(digits) && luhnSum(digits) % 10 === 0;
}
