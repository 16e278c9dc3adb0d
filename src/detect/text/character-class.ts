/** Classes of characters, looked up in a table: scanning words by regular expressions with Unicode properties is ten times slower. */

export const CLASS = { other: 0, letter: 1, digit: 2, numeral: 3 } as const;

const LETTER = /[\p{L}\p{M}]/u;
const DIGIT = /\p{Nd}/u;
const NUMERAL = /\p{N}/u;

function classify(character: string): number {
  if (LETTER.test(character)) return CLASS.letter;
  if (DIGIT.test(character)) return CLASS.digit;
  return NUMERAL.test(character) ? CLASS.numeral : CLASS.other;
}

/** Classes of the code units of the basic plane; surrogates count as `other` here. */
const TABLE = Uint8Array.from({ length: 0x10000 }, (_, code) =>
  code >= 0xd800 && code <= 0xdfff ? CLASS.other : classify(String.fromCharCode(code)),
);

/** Class of the character at `at`: `letter` (marks too), `digit` (decimal), `numeral` (other numbers) or `other`. */
export function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 0xd800 || code > 0xdfff) return TABLE[code] ?? CLASS.other;
  return code <= 0xdbff ? classify(String.fromCodePoint(text.codePointAt(at) ?? 0)) : classAtLowSurrogate(text, at);
}

function classAtLowSurrogate(text: string, at: number): number {
  return at > 0 ? classify(String.fromCodePoint(text.codePointAt(at - 1) ?? 0)) : CLASS.other;
}

/** Whether a code unit is a letter or digit of ASCII. */
export function isAlphanumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** End of the run of characters of one class that begins at `start`. */
export function runEnd(text: string, start: number, kind: number): number {
  let at = start + 1;
  while (at < text.length && classAt(text, at) === kind) at += 1;
  return at;
}
