import { EncodedSigns } from './encoded-signs';

/** Tells whether a place in a text is inside a URL: a value restored there leaves the machine as soon as a chat window renders the link. */

/** How far back a URL is seen at least, in UTF-16 code units. Of one that began further back only is known that it is open. */
export const URL_LOOKBACK = 4096;

/** Also by its name, which is left as it is: not all who read the host of a URL know it. */
const SLASH = String.raw`(?:[\\/]|&b?sol;)`;
/** Markdown leaves out a backslash in front of a colon, JSON writes slashes behind one. */
const SCHEME = String.raw`\b(?:https?|wss?|ftp)\\?:(?=\S)${SLASH}{0,8}|\b[a-z][a-z0-9+.-]{1,20}\\?:(?:(?:\/|&sol;)${SLASH}|\\\/\\\/)`;
/**
 * Backslashes behind the letter of a drive in code (`C:\\Charts`), a line end of code in code and one of LaTeX before a command, and a
 * slash as JSON writes it, what a token follows in a regular expression (`"\\b[NAME_1]"`).
 */
const NO_URL = String.raw`(?<=(?:\b|\\[nrt])[a-z]:)\\|(?<!["'])\\{2,8}(?:[nrt](?![a-z0-9.-]|\\(?!\\))|(?<=\\{3})[a-z]+\{)|\\\/(?![\\/])|\\{2,8}[bdsw]$`;
/** A name in a network of one's own (`\\nas\charts`, an XPath `//patient/name`), which nobody else can answer to. */
const OWN_NAME = String.raw`[a-z][a-z0-9_$-]*(?:[/[]|\\(?!\.))`;
const NO_SCHEME = String.raw`(?:^|(?<=[\s("'<=,:\]|]))(?!${NO_URL})${SLASH}{2,8}(?!${OWN_NAME})(?=[a-z0-9\u00C0-\u1FFF\u3040-\uD7FF])`;
const START = new RegExp(String.raw`(?:${SCHEME}|${NO_SCHEME}|(?<![a-z0-9.])www\.)`, 'gi');
/** The quotation mark of an attribute (in a string of JSON behind a backslash) or of CSS. */
const QUOTED = String.raw`(?:=|\burl\(|\bimage-set\(|@import)[\s/*]{0,8}\\?["']`;
/** An attribute without one. */
const UNQUOTED = String.raw`\b(?:src|href|poster|data|background|action|formaction|cite)\s{0,8}=(?!\s{0,8}\\?["'])`;
/** An attribute that may hold URLs anywhere in it: lists of them, CSS, HTML, and what tells where a page goes on after some seconds. */
const HOLDER = String.raw`\b(?:(?:(?:image)?srcset|style|srcdoc|ping)\s{0,8}=\s{0,8}(?:\\?["'])?|content\s{0,8}=\s{0,8}(?:\\?["'])?\s{0,8}[\d.]{1,8}[\s;,&])`;
/**
 * In front of a URL that ends in a way of its own: these, an angle bracket, CSS, a link of Markdown and the place where it is told where one
 * leads.
 */
const OPENERS = String.raw`<|(?:${HOLDER}|${QUOTED}|${UNQUOTED}|\burl\(|\][(:][\0- ]{0,8}<|\]\(|\]:)[\0- ]{0,8}`;
const OPENER = new RegExp(OPENERS, 'gi');
const HOLDS_URLS = new RegExp(`^${HOLDER}`, 'i');
const OPENER_BEFORE = new RegExp(`(?:${OPENERS})$`, 'i');
/** How much of the text in front tells what opens a URL, in UTF-16 code units. */
const OPENER_LENGTH = 40;
/** Behind an opener a token may be the host itself. */
const START_HERE = new RegExp(String.raw`${SCHEME}|\bhttps?:$|${SLASH}{2}|www\.`, 'iy');
/** A URL anywhere in an attribute that may hold several. */
const START_WITHIN = new RegExp(`${SCHEME}|(?<![a-z0-9])${SLASH}{2}`, 'gi');
/** In how much of a text without quotation marks, of which much may be open, a URL must have begun that has such signs in it. */
const UNQUOTED_START = 100;
/** What browsers leave out of an attribute, or in front of it, before they read the URL in it. */
const LEFT_OUT = /[\t\r\n]|&(?:tab|newline);|&#(?:0?(?:[1-9]|[12]\d|3[0-2])(?!\d)|x0?(?:1?[0-9a-f]|20)(?![0-9a-f]));?/gi;
const BLANKS_IN_FRONT = /^[\0- \s]+/;
/** What any URL has, in a few signs side by side: between two slashes browsers leave out blanks. */
const URL_SIGNS = /:|[\\/][\\/\s&]|&b?sol;|www\./gi;
const ENDS_URL = /[\s<>"`]/;
/** A line end as code and JSON write it; of several backslashes the last, since a run of them would be read anew from each. */
const ENDS_CODE = /\\[nrt]/;
/** What of a URL tells no host yet. */
const BEFORE_HOST = /[a-z][a-z0-9+.-]*\\?:[\\/]*|www\./iy;
/** What ends an attribute that has no quotation marks: blanks of HTML, not of Unicode. */
const ENDS_UNQUOTED = /[\t\n\f\r >]/;
const ENDS_CSS = /[\s)]/;
/** All that Markdown ends a URL with, but for its parenthesis; some read on behind a line end that is escaped. */
const ENDS_LINK = / |(?<!\\)[\0- \x7F]/;
const ENDS_ANGLE = /(?<!\\)[>\n]/;
const ENDS_SINGLE = /'/;
const ENDS_QUOTED: Readonly<Record<string, RegExp>> = { '"': /"/, "'": ENDS_SINGLE };
/** What stands in front of a URL and ends it, too, if nothing else opens it: apostrophes of code, cells of tables and fields of HL7 without blanks. */
const ENDS_ENCLOSED: Readonly<Record<string, RegExp>> = { "'": ENDS_SINGLE, '|': /\|/ };
function openerBefore(text: string, start: number): string | undefined {
  return OPENER_BEFORE.exec(text.slice(Math.max(0, start - OPENER_LENGTH), start))?.[0];
}

function mayHoldUrl(text: string, from: number): boolean {
  URL_SIGNS.lastIndex = from;
  return URL_SIGNS.test(text);
}

/** What ends a URL behind an opener: the sign of its own, or any that ends URLs. */
function endBehind(opener: string | undefined): RegExp {
  if (opener === undefined) return ENDS_URL;
  if (opener.includes('<')) return ENDS_ANGLE;
  const ends = ENDS_QUOTED[/["']/.exec(opener)?.[0] ?? ''];
  if (ends !== undefined) return ends;
  if (opener.includes('=')) return ENDS_UNQUOTED;
  if (opener.includes('(') && !opener.startsWith(']')) return ENDS_CSS;
  return ENDS_LINK;
}

/**
 * Tells of the URLs of a text, asked from left to right, which have ended before its end. What ended one ends those that begin between it and
 * its end, too: so the text is read but once, however many there are.
 */
class Endings {
  private readonly text: string;
  /** Where the last end of each kind stands that was found; the end of the text, if none is left. */
  private readonly found = new Map<RegExp, number>();
  private readonly closed = { plain: -1, escaped: -1 };

  constructor(text: string) {
    this.text = text;
  }

  /** Whether the URL that begins at `start`, behind an opener or none, has ended. */
  has(start: number, opener: string | undefined): boolean {
    const ends = endBehind(opener);
    if (this.isFoundBehind(start, ends)) return true;
    // Where it is told where a link leads, no parenthesis ends it.
    if (ends === ENDS_LINK) return opener?.startsWith(']:') !== true && this.isClosedBehind(start, 'escaped');
    if (ends !== ENDS_URL) return false;
    if (this.isCodeEndedBehind(start)) return true;
    const enclosed = ENDS_ENCLOSED[this.text.charAt(start - 1)];
    return (enclosed !== undefined && this.isFoundBehind(start, enclosed)) || this.isClosedBehind(start, 'plain');
  }

  private isCodeEndedBehind(start: number): boolean {
    BEFORE_HOST.lastIndex = start;
    return BEFORE_HOST.test(this.text) && this.isFoundBehind(BEFORE_HOST.lastIndex, ENDS_CODE);
  }

  private isFoundBehind(start: number, ends: RegExp): boolean {
    const known = this.found.get(ends) ?? -1;
    if (known >= start) return known < this.text.length;
    const length = this.text.slice(start).search(ends);
    this.found.set(ends, length < 0 ? this.text.length : start + length);
    return length >= 0;
  }

  private isClosedBehind(start: number, kind: 'plain' | 'escaped'): boolean {
    if (this.closed[kind] >= start) return true;
    const at = closingParenthesis(this.text, start, kind === 'escaped');
    this.closed[kind] = at ?? this.closed[kind];
    return at !== undefined;
  }
}

/** Where behind `start` a parenthesis is closed that was opened in front of it. */
function closingParenthesis(text: string, start: number, mayBeEscaped: boolean): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\' && mayBeEscaped) at += 1;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (depth < 0) return at;
  }
  return undefined;
}

/** In front of what is left of a URL whose start is out of sight: such a one has no host. */
const CUT = ' ';
/** The start of a URL may lie across the end of a block, in code units. */
const START_ACROSS = 24;
/** So much text behind an opener, in code units, tells whether a URL begins there, and in front of the end nothing is half written. */
const SETTLING = 64;

/** A URL that is open at the end of a text. */
interface OpenUrl {
  readonly start: number;
  readonly ends: RegExp;
}

/**
 * Follows a text from its start and tells at any place of it which URL is open there. Takes linear time and bounded memory: the text is
 * forgotten in blocks, the same ones in whatever pieces it comes.
 */
export class UrlContext {
  private readonly encoded = new EncodedSigns();
  /**
   * The text from the last block on, decoded, and what stood in front of it: `leadLength` code units. One string, so that it is put together
   * once: made of both at each token, its thousands of pieces would be put together each time.
   */
  private seen = '';
  private leadLength = 0;
  /** What ends the URL that began in front of the last block and was open there. */
  private endsCut: RegExp | undefined;
  /** Up to where, in `seen`, nothing begins a URL that is open: asked at thousands of tokens, all would be looked at each time. */
  private settled: Settled = NOTHING_SETTLED;

  /** Goes on to the end of `text`. */
  append(text: string): void {
    this.seen += this.encoded.push(text);
    while (this.seen.length - this.leadLength >= 2 * URL_LOOKBACK) {
      const end = this.leadLength + URL_LOOKBACK;
      this.endsCut = this.openBehindBlock(end);
      this.seen = this.seen.slice(end - OPENER_LENGTH);
      this.leadLength = OPENER_LENGTH;
      this.settled = NOTHING_SETTLED;
    }
  }

  /** What ends the URL that is open behind the first block, which ends at `end`. */
  private openBehindBlock(end: number): RegExp | undefined {
    if (this.endsCut !== undefined && !this.endsCut.test(this.seen.slice(this.leadLength, end))) return this.endsCut;
    const { open } = findOpen(this.seen.slice(0, end + START_ACROSS));
    // One that begins behind the block is in sight still.
    return open === undefined || open.start >= end ? undefined : open.ends;
  }

  /** The URL that is open at the end, from its start, decoded; behind a blank, if its start is out of sight; undefined if there is none. */
  open(): string | undefined {
    const { rest } = this.encoded;
    const text = rest === '' ? this.seen : this.seen + rest;
    if (this.endsCut !== undefined) {
      const tail = text.slice(this.leadLength);
      if (!this.endsCut.test(tail)) return CUT + tail.slice(-URL_LOOKBACK);
    }
    const { open, settled } = findOpen(text, this.settled);
    this.settled = settled;
    return open === undefined ? undefined : text.slice(open.start).replaceAll('\\/', '/');
  }
}

/**
 * Up to where nothing opens a URL that is open: what has a counterpart, and what begins without any; and up to where nothing stands that any
 * URL has.
 */
interface Settled {
  readonly marks: number;
  readonly plain: number;
  readonly signs: number;
}

const NOTHING_SETTLED: Settled = { marks: 0, plain: 0, signs: 0 };

/** The URL that is open at the end, if nothing in the settled part opens one. */
function findOpen(text: string, settled: Settled = NOTHING_SETTLED): { open: OpenUrl | undefined; settled: Settled } {
  if (!mayHoldUrl(text, settled.signs))
    return { open: undefined, settled: { ...settled, signs: Math.max(settled.signs, text.length - SETTLING) } };
  const { marked, unsettled } = openedByMark(text, settled.marks);
  const marks = Math.max(settled.marks, Math.min(unsettled - 1, text.length - SETTLING));
  const plain = openedFrom(text, Math.max(settled.plain, lastRunStart(text, settled.plain)));
  const open = marked === undefined || (plain !== undefined && plain.start < marked.start) ? plain : marked;
  return {
    open,
    settled: { ...settled, marks, plain: plain === undefined ? Math.max(settled.plain, text.length - SETTLING) : settled.plain },
  };
}

interface OpenedByMark {
  readonly marked: OpenUrl | undefined;
  /** Behind the first opener of which more text may tell something else; the openers in front of it have ended, or open no URL. */
  readonly unsettled: number;
}

/** The URL that its opener's counterpart alone ends. Openers up to `known` are settled. */
function openedByMark(text: string, known: number): OpenedByMark {
  const endings = new Endings(text);
  let unsettled: number | undefined;
  OPENER.lastIndex = Math.max(0, known - OPENER_LENGTH);
  for (let opener = OPENER.exec(text); opener !== null; opener = OPENER.exec(text)) {
    const behind = OPENER.lastIndex;
    const state = behind <= known ? 'settled' : stateOf(text, behind, opener[0], endings);
    if (state !== 'settled') unsettled ??= behind;
    if (typeof state === 'number')
      return { marked: { start: state, ends: endBehind(opener[0]) }, unsettled: unsettled ?? behind };
  }
  return { marked: undefined, unsettled: unsettled ?? text.length };
}

/** Where the URL begins that is open behind an opener; what else becomes of it. */
function stateOf(text: string, behind: number, opener: string, endings: Endings): number | 'settled' | 'unsettled' {
  const isHere = startsAt(text, behind);
  if (!isHere && !/[="'\]]/.test(opener)) return behind > text.length - SETTLING ? 'unsettled' : 'settled';
  if (endings.has(behind, opener)) return 'settled';
  if (isHere || startsBehindLeftOut(text, behind, opener)) return behind;
  if (HOLDS_URLS.test(opener)) return startWithin(text, behind) ?? 'unsettled';
  return /["']/.test(opener) || behind > text.length - UNQUOTED_START ? 'unsettled' : 'settled';
}

function startsAt(text: string, start: number): boolean {
  START_HERE.lastIndex = start;
  return START_HERE.test(text);
}

function startsBehindLeftOut(text: string, start: number, opener: string): boolean {
  const attribute = text.slice(start, /["']/.test(opener) ? undefined : start + UNQUOTED_START);
  return startsAt(attribute.replace(LEFT_OUT, '').replace(BLANKS_IN_FRONT, ''), 0);
}

/** Where in an attribute the first URL begins; its beginning, if that is seen only without what browsers leave out. */
function startWithin(text: string, from: number): number | undefined {
  START_WITHIN.lastIndex = from;
  const found = START_WITHIN.exec(text)?.index;
  if (found !== undefined) return found;
  START_WITHIN.lastIndex = 0;
  return START_WITHIN.test(text.slice(from).replace(LEFT_OUT, '')) ? from : undefined;
}

function openedFrom(text: string, from: number): OpenUrl | undefined {
  const endings = new Endings(text);
  START.lastIndex = from;
  for (let match = START.exec(text); match !== null; match = START.exec(text)) {
    const opener = openerBefore(text, match.index);
    if (!endings.has(match.index, opener)) return { start: match.index, ends: endBehind(opener) };
  }
  return undefined;
}

/** Where the text behind the last sign begins that ends all other URLs; `from`, if there is none behind it. */
function lastRunStart(text: string, from: number): number {
  let at = text.length;
  while (at > from && !ENDS_URL.test(text.charAt(at - 1))) at -= 1;
  return at;
}
