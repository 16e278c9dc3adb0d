const LETTER = '[AC-HJKMNP-RT-Y]';
const EITHER = '[AC-HJKMNP-RT-Y0-9]';
const MBI = new RegExp(`^[1-9]${LETTER}${EITHER}\\d${LETTER}${EITHER}\\d${LETTER}{2}\\d{2}$`, 'i');

/**
 * Medicare Beneficiary Identifier: 11 characters in a fixed order of digits and letters; S, L, O, I, B, Z are not used (CMS,
 * "Understanding the MBI format"). Hyphens are for print only.
 */
export function mbi(value: string): boolean {
  return MBI.test(value.replace(/[ -]/g, ''));
}
