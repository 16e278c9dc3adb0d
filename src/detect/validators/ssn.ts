/**
 * Social Security number that can have been issued: area not 000, 666 or 900-999, group not 00, serial not 0000 (SSA, POMS RM
 * 10201.035; randomised since 2011). Numbers outside are used in tests and as taxpayer numbers, so failing this check vetoes nothing.
 */
export function ssn(value: string): boolean {
  const digits = value.replace(/\D/g, '');
  return /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(digits);
}
