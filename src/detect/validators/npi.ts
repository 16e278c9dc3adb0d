import { luhnSum } from './luhn';

/**
 * National Provider Identifier: 10 digits, the first 1 or 2, Luhn over `80840` + the number (45 CFR 162.406; CMS, "NPI: check
 * digit calculation").
 */
export function npi(value: string): boolean {
  const digits = value.replace(/[ -]/g, '');
  return /^[12]\d{9}$/.test(digits) && luhnSum(`80840${digits}`) % 10 === 0;
}
