/**
 * DEA registration number: registrant letter, letter or 9, seven digits. Check digit: last digit of (d1+d3+d5) + 2 × (d2+d4+d6)
 * (21 CFR 1301; DEA Diversion Control Division, practitioner's manual).
 */
export function dea(value: string): boolean {
  const compact = value.replace(/[ -]/g, '').toUpperCase();
  if (!/^[A-HJ-NPR-UX][A-Z9]\d{7}$/.test(compact)) return false;
  const digit = (index: number): number => compact.charCodeAt(index + 2) - 48;
  const sum = digit(0) + digit(2) + digit(4) + 2 * (digit(1) + digit(3) + digit(5));
  return sum % 10 === digit(6);
}
