/**
 * Makes text ready for matching and keeps the exact way back: NFKC, plain spaces, quotes, hyphens and symbols, no invisible characters,
 * HTML entities and the escapes of JSON and URLs decoded. Offsets are UTF-16 code units.
 */

import { plainSymbols } from '../../rules/plain-symbols';
import { withUsualSeparators } from './declared-separators';
import { type Decoded, decodePercent, sentForms, withLinesOfForms } from './percent-encoding';
import { fromCodes, sequential } from './sequential-string';

/** Normalised text; `starts[i]`/`ends[i]` are the source offsets of its code unit `i`. Without them the text is the source. */
export interface NormalisedText {
  readonly text: string;
  readonly starts: Int32Array | undefined;
  readonly ends: Int32Array | undefined;
}

/** Code points that show nothing (Unicode `Default_Ignorable_Code_Point`): soft hyphen, zero-width and variation selectors, tags. */
const INVISIBLE = /\p{DI}+/gu;
const SPACE = /^[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]$/;
const FRACTION = /^[¼-¾]$/;
/** Those that Latin-1 lacks, as another one: a third that is read as 1/3 would be a day of January. */
const OTHER_FRACTION = /^[\u2150-\u215F\u2189]$/;
const ANY_FRACTION = '½';
const PLAIN: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201A': "'",
  '\u201B': "'",
  '\u02BC': "'",
  '\u2032': "'",
  '\u00B4': "'",
  '\uFF07': "'",
  '\u201C': '"',
  '\u201D': '"',
  '\u201E': '"',
  '\u2033': '"',
  '\u00AB': '"',
  '\u00BB': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2015': '-',
  '\u2212': '-',
  '\u2043': '-',
  '\u2028': '\n',
  '\u2029': '\n',
  '\u0085': '\n',
};
const NAMED_ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  shy: '',
  zwj: '',
  zwnj: '',
  ndash: '-',
  mdash: '-',
  lsquo: "'",
  rsquo: "'",
  ldquo: '"',
  rdquo: '"',
  commat: '@',
  period: '.',
  comma: ',',
  colon: ':',
  sol: '/',
  num: '#',
  hyphen: '-',
  lpar: '(',
  rpar: ')',
  plus: '+',
  aacute: 'á',
  eacute: 'é',
  iacute: 'í',
  oacute: 'ó',
  uacute: 'ú',
  ntilde: 'ñ',
  Aacute: 'Á',
  Eacute: 'É',
  Iacute: 'Í',
  Oacute: 'Ó',
  Uacute: 'Ú',
  Ntilde: 'Ñ',
  agrave: 'à',
  egrave: 'è',
  igrave: 'ì',
  ograve: 'ò',
  ugrave: 'ù',
  acirc: 'â',
  ecirc: 'ê',
  icirc: 'î',
  ocirc: 'ô',
  ucirc: 'û',
  auml: 'ä',
  euml: 'ë',
  iuml: 'ï',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  ccedil: 'ç',
  Ccedil: 'Ç',
  atilde: 'ã',
  otilde: 'õ',
  aring: 'å',
  Aring: 'Å',
  aelig: 'æ',
  oslash: 'ø',
  Oslash: 'Ø',
  scaron: 'š',
  Scaron: 'Š',
  yacute: 'ý',
  zcaron: 'ž',
  ccaron: 'č',
  cacute: 'ć',
  lstrok: 'ł',
};
const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,8}));/y;
/** JSON escapes that stand in quoted JSON; `\n`, `\r`, `\t` only before what can begin a new line, so that `C:\new` and `D:\núñez` stay. */
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|(["/])|([nrt])(?!\p{Ll}))/uy;
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\n', t: '\t' };
const NEEDS_WORK = /[^\t\n\r\x20-\x7E]|&(?:#|[A-Za-z]{2,8};)|\\[unrt"/]|%[0-7C-Ec-e][0-9A-Fa-f]/;
const MARK = /^\p{M}$/u;

class Builder {
  private codes: Uint16Array;
  private starts: Int32Array;
  private ends: Int32Array;
  private length = 0;

  constructor(sourceLength: number) {
    this.codes = new Uint16Array(sourceLength + 64);
    this.starts = new Int32Array(sourceLength + 64);
    this.ends = new Int32Array(sourceLength + 64);
  }

  add(value: string, start: number, end: number): void {
    // NFKC makes up to 18 code units of one: text behind such characters must not be lost.
    if (this.length + value.length > this.starts.length) this.grow(value.length);
    this.starts.fill(start, this.length, this.length + value.length);
    this.ends.fill(end, this.length, this.length + value.length);
    for (let index = 0; index < value.length; index += 1) this.put(value.charCodeAt(index));
  }

  /** Adds a part of the source that stays as it is, one code unit for one. */
  copy(source: string, start: number, end: number): void {
    if (this.length + end - start > this.starts.length) this.grow(end - start);
    for (let at = start; at < end; at += 1) {
      this.starts[this.length] = at;
      this.ends[this.length] = at + 1;
      this.put(source.charCodeAt(at));
    }
  }

  private put(code: number): void {
    this.codes[this.length] = code;
    this.length += 1;
  }

  private grow(atLeast: number): void {
    const size = this.starts.length * 2 + atLeast;
    const bigger = <T extends Int32Array | Uint16Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.codes = bigger(this.codes, new Uint16Array(size));
    this.starts = bigger(this.starts, new Int32Array(size));
    this.ends = bigger(this.ends, new Int32Array(size));
  }

  build(): NormalisedText {
    const { length } = this;
    const text = fromCodes(this.codes.subarray(0, length));
    return { text, starts: this.starts.subarray(0, length), ends: this.ends.subarray(0, length) };
  }
}

function decodeEntity(source: string, at: number): Decoded | undefined {
  ENTITY.lastIndex = at;
  const match = ENTITY.exec(source);
  if (match === null) return undefined;
  const [whole, decimal, hex, name] = match;
  const end = at + whole.length;
  if (name !== undefined) {
    const value = NAMED_ENTITIES[name];
    return value === undefined ? undefined : { value, end };
  }
  const code = decimal === undefined ? Number.parseInt(hex ?? '0', 16) : Number.parseInt(decimal, 10);
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  return { value: String.fromCodePoint(code), end };
}

function decodeEscape(source: string, at: number): Decoded | undefined {
  ESCAPE.lastIndex = at;
  const match = ESCAPE.exec(source);
  if (match === null) return undefined;
  const [whole, hex, quoted, control] = match;
  const value = hex !== undefined ? String.fromCharCode(Number.parseInt(hex, 16)) : (quoted ?? ESCAPED[control ?? ''] ?? '');
  return { value, end: at + whole.length };
}

function decodeAt(source: string, at: number, character: string, isSent: boolean): Decoded | undefined {
  if (character === '&') return decodeEntity(source, at);
  if (character === '\\') return decodeEscape(source, at);
  if (character === '%') return decodePercent(source, at, isSent);
  return undefined;
}

/** One visible character (with the combining marks behind it) in its plain form; empty for an invisible one. */
function plain(cluster: string): string {
  const visible = cluster.replace(INVISIBLE, '');
  if (SPACE.test(visible)) return ' ';
  // NFKC would run the fraction of a house number on to it: 419½ would be 4191/2.
  if (FRACTION.test(visible)) return visible;
  if (OTHER_FRACTION.test(visible)) return ANY_FRACTION;
  return PLAIN[visible] ?? plainSymbols(visible.normalize('NFKC').replace(INVISIBLE, ''));
}

/** End of the character at `start`: its code point and the combining marks behind it. */
function clusterEnd(source: string, start: number): number {
  let end = start + ((source.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
  while (end < source.length && source.charCodeAt(end) >= 0x300 && MARK.test(source.charAt(end)) && end - start < 16) end += 1;
  return end;
}

const SPECIAL = /[^\t\n\r\x20-\x7E]|[&\\%]/g;

/** End of the run of characters from `at` on that stay as they are. The letter before a combining mark belongs to the mark. */
function plainRunEnd(source: string, at: number): number {
  SPECIAL.lastIndex = at;
  const special = SPECIAL.exec(source)?.index ?? source.length;
  return special > at && source.charCodeAt(special) >= 0x300 ? special - 1 : special;
}

/** Normalises a text for matching. One that needs nothing is returned as it is, without maps. */
export function normalise(written: string): NormalisedText {
  const forms = sentForms(written);
  const source = withLinesOfForms(withUsualSeparators(written), forms);
  if (!NEEDS_WORK.test(source)) return { text: sequential(source), starts: undefined, ends: undefined };
  const builder = new Builder(source.length);
  let at = 0;
  let form = 0;
  while (at < source.length) {
    const plainTo = plainRunEnd(source, at);
    if (plainTo > at) {
      builder.copy(source, at, plainTo);
      at = plainTo;
      continue;
    }
    const character = source.charAt(at);
    while ((forms[form]?.end ?? source.length) <= at) form += 1;
    const decoded = decodeAt(source, at, character, at >= (forms[form]?.start ?? source.length));
    if (decoded !== undefined) {
      builder.add(plain(decoded.value), at, decoded.end);
      at = decoded.end;
      continue;
    }
    const code = source.charCodeAt(at);
    const next = source.charCodeAt(at + 1);
    const simple = code < 0x80 && !(next >= 0x300);
    const end = simple ? at + 1 : clusterEnd(source, at);
    builder.add(simple ? character : plain(source.slice(at, end)), at, end);
    at = end;
  }
  return builder.build();
}

/** The source span of a span of the normalised text. */
export function toSource(normalised: NormalisedText, start: number, end: number): { start: number; end: number } {
  if (normalised.starts === undefined || normalised.ends === undefined || end <= start) return { start, end };
  return { start: normalised.starts[start] ?? 0, end: normalised.ends[end - 1] ?? 0 };
}
