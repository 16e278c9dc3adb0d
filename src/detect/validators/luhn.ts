/**
 * Luhn check (mod 10) of ISO/IEC 7812-1 Annex B, as payment cards carry it. Spaces and hyphens are ignored; 12 to 19 digits,
 * not all alike. Also used by `npi` and `imei`, which bring their own lengths.
 */
export function luhn(value: string): boolean {
  const digits = value.replace(/[ -]/g, '');
  return /^\d{12,19}$/.test(digits) && !/^(\d)\1*$/.test(digits) && luhnSum(digits) % 10 === 0;
}

/** Luhn sum over a string of digits whose last digit is the check digit; a multiple of 10 when it holds (ISO/IEC 7812-1 Annex B). */
export function luhnSum(digits: string): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = digit * 2;
    if (index % 2 === 0) sum += digit;
    else sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum;
}
