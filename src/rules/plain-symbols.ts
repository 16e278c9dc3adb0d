/**
 * Characters outside Latin-1 in their plain form: symbols, and Latin letters with marks that Latin-1 lacks ("ł", "ễ"). Text without such
 * characters is held in one byte a character, in which regular expressions run more than twice as fast. Other scripts stay as they are.
 */

/** The text that is searched holds only plain quotes and hyphens, so what is written with these could never be found. */
export const TYPOGRAPHIC = /[\u2018\u2019\u201c\u201d\u2010-\u2015]/u;
export const WRITE_PLAIN = "write plain quotes (') and hyphens (-), as in the text that is searched";

/** Plain form, and the symbols that get it. */
const FORMS: readonly (readonly [plain: string, symbols: string])[] = [
  ['·', '•‣▪▫▸▹►▻●○◦◆◇■□☐☑☒✓✔✗✘★☆∙⋅'],
  ['>', '→⇒➔➜➝➞⟶≥⩾'],
  ['<', '←⇐⟵≤⩽'],
  ['|', '│┃║‖❘'],
  ['=', '─━═'],
  ['+', '┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛†'],
  ['/', '\u2044\u2215'],
  ['~', '\u223c\u2248'],
  ['¤', '€₤₹₽₩₪₫₱₦'],
  // NFKC makes a Greek letter of the micro sign.
  ['µ', 'μ'],
  ["'", 'ʻʽ'],
  ['l', 'ł'],
  ['L', 'Ł'],
  ['d', 'đ'],
  ['D', 'Đ'],
  ['i', 'ı'],
];
/** Any other symbol, emoji too; a symbol of the same category, So. */
const OTHER = '¦';

const PLAIN_FORMS: ReadonlyMap<string, string> = new Map(
  FORMS.flatMap(([plain, symbols]) => Array.from(symbols, (symbol) => [symbol, plain] as const)),
);
const OUTSIDE_LATIN_1 = /[^\0-\xFF]/gu;
const OUTSIDE = /[^\0-\xFF]/u;
/** Half a character may be joined with its other half later, where escapes are decoded one by one. */
const SPELLS = /[\p{L}\p{N}\p{M}\p{Cs}]/u;

/** "ễ" without its marks, "ê" or "e"; a letter of another script as it is. */
function plainLetter(letter: string): string {
  const base = letter.normalize('NFD').replace(/\p{M}/gu, '');
  return OUTSIDE.test(base) || base === '' ? letter : base;
}

function plainSymbol(character: string): string {
  return PLAIN_FORMS.get(character) ?? (SPELLS.test(character) ? plainLetter(character) : OTHER);
}

/** The text with its symbols in plain form, one character for each. */
export function plainSymbols(text: string): string {
  return text.replace(OUTSIDE_LATIN_1, plainSymbol);
}

/** Plain forms that mean something else in a regular expression. */
const SYNTAX = /[|+/]/;

/** The regular expression that finds in plain text what `source` describes. */
export function plainRegexSource(source: string): string {
  return source.replace(OUTSIDE_LATIN_1, (character) => {
    const plain = plainSymbol(character);
    return SYNTAX.test(plain) ? `\\${plain}` : plain;
  });
}
