/**
 * Strings as V8 reads them fastest: in one piece, and in one byte a character where all of them are of Latin-1. A part cut from a longer
 * text has the form of that text, and a large string that comes from a buffer stays outside the heap, both of which regular expressions
 * take twice as long to read.
 */

const OUTSIDE_LATIN_1 = /[^\0-\xFF]/;
/** Well below the size from which Node leaves strings outside the heap (1 MB), in bytes. */
const PART = 1 << 18;

type Encoding = 'latin1' | 'utf16le';

function decode(bytes: Buffer, encoding: Encoding): string {
  if (bytes.length <= PART) return bytes.toString(encoding);
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += PART)
    parts.push(bytes.toString(encoding, start, Math.min(bytes.length, start + PART)));
  return parts.join('');
}

/** The same text in its fastest form. */
export function sequential(text: string): string {
  const encoding = OUTSIDE_LATIN_1.test(text) ? 'utf16le' : 'latin1';
  return decode(Buffer.from(text, encoding), encoding);
}

/** The text of UTF-16 code units. */
export function fromCodes(codes: Uint16Array): string {
  if (codes.every((code) => code <= 0xff)) return decode(Buffer.from(codes), 'latin1');
  return decode(Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength), 'utf16le');
}
