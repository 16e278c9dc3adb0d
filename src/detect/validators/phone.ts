/**
 * North American number of 7, 10 or 11 digits (an extension may follow), or an international one of 8 to 15 behind `+` (NANPA
 * numbering plan; ITU-T E.164). The fictional 555-01xx range and area code 555 pass: notes and tests are full of them.
 */
export function phone(value: string): boolean {
  const main = value.replace(/\s{0,2}(?:x|ext\.?|extension)\s{0,2}\d{1,6}$/i, '');
  const digits = main.replace(/\D/g, '');
  if (/^\(?\+/.test(main)) return /^[1-9]\d{7,14}$/.test(digits);
  if (digits.length === 7) return /^[2-9]/.test(digits);
  return /^1?[2-9]\d{9}$/.test(digits);
}
