const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
/** Values of A to Z; I, O and Q do not occur in a VIN. */
const LETTERS = [1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9];
const CHECK_POSITION = 8;

/** Vehicle identification number: 17 characters without I, O, Q; check digit in position 9 (49 CFR 565.15(c)). */
export function vin(value: string): boolean {
  const compact = value.replace(/[ -]/g, '').toUpperCase();
  if (!/^[A-HJ-NPR-Z0-9]{17}$/.test(compact)) return false;
  let sum = 0;
  for (const [index, weight] of WEIGHTS.entries()) sum += weight * letterValue(compact.charCodeAt(index));
  const remainder = sum % 11;
  return compact[CHECK_POSITION] === (remainder === 10 ? 'X' : String(remainder));
}

function letterValue(code: number): number {
  return code <= 57 ? code - 48 : (LETTERS[code - 65] ?? 0);
}
