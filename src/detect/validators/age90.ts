const HUNDRED = '(?:(?:one|a)\\s)?hundred';
const WORDS = new RegExp(
  `^(?:ninet(?:y|ies|ieth)|(?:ninety|${HUNDRED})(?:[\\s-](?:and[\\s-])?(?:one|two|three|four|five|six|seven|eight|nine|ten))?)$`,
  'i',
);

/**
 * Age of 90 years or more, in digits (90 to 125; OCR's l and O read as 1 and 0) or words: only these are identifiers
 * (45 CFR 164.514(b)(2)(i)(C)).
 */
export function age90(value: string): boolean {
  const compact = value.trim().replace(/(?:st|nd|rd|th|s)$/i, '');
  if (/\d/.test(compact)) {
    const years = Number(compact.replace(/[lI]/g, '1').replace(/[oO]/g, '0'));
    return years >= 90 && years <= 125;
  }
  return WORDS.test(value.trim());
}
