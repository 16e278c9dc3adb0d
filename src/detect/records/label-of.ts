/** Longest label, in UTF-16 code units. */
export const MAX_LABEL = 64;

/** Reads a key as a label: `patientName` → `patient Name`, `date_of_birth` → `date of birth`. */
export function labelOf(key: string): string {
  return key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_\-.]+/g, ' ')
    .trim()
    .slice(0, MAX_LABEL);
}
