/** Browsers read references without their semicolon, too. Zeros in front of a number are one at most by then. */
const ENCODED = /&#(?:0?([1-9]\d{1,2})(?!\d)|x0?([1-7][0-9a-f])(?![0-9a-f]));?|\\u00([0-7][0-9a-f])|&(colon);/gi;
const ZEROS = /(&#x?0)0+/gi;
/** What may be half of one at the end of a text, which is never longer than so many code units. */
const BEGUN = /(?:&(?:#(?:\d{0,4}|x[0-9a-f]{0,3})|[a-z]{0,5})|\\(?:u(?:0(?:0[0-7]?)?)?)?)$/i;
const LONGEST = 8;
const BACKSLASH = 0x5c;
/** Encoded they end nothing: renderers decode them when they know already where the URL ends. */
const DELIMITERS = /["'()<>`]/;

/** A backslash becomes a slash, as in URLs: as it was it would seem to escape what stands behind it. */
function decode(text: string): string {
  if (!text.includes('&') && !text.includes('\\')) return text;
  return text.replace(ENCODED, (...[found, decimal, hex, escaped, name]: (string | undefined)[]) => {
    if (name !== undefined) return ':';
    const code = decimal === undefined ? Number.parseInt(hex ?? escaped ?? '', 16) : Number(decimal);
    if (code === BACKSLASH) return '/';
    return isDecoded(code) ? String.fromCharCode(code) : (found ?? '');
  });
}

function isDecoded(code: number): boolean {
  return code > 0x20 && code < 0x7f && !DELIMITERS.test(String.fromCharCode(code));
}

/** Decodes ASCII characters that a text in pieces holds encoded (`&#58;`, `\u003a`); renderers do so before they fetch a URL. */
export class EncodedSigns {
  private begun = '';

  /** What the text so far has added, but for a character that may go on. */
  push(piece: string): string {
    const text = (this.begun + piece).replace(ZEROS, '$1');
    this.begun = BEGUN.exec(text.slice(-LONGEST))?.[0] ?? '';
    return decode(text.slice(0, text.length - this.begun.length));
  }

  /** What is left, as it is if nothing follows. */
  get rest(): string {
    return decode(this.begun);
  }
}
