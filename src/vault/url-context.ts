/**
 * Tells whether a place in a text is inside a URL. A value restored inside a URL leaves the machine as soon as a chat window renders
 * the link or image, so the restorer asks here first.
 */

/** How far back a URL is seen at least, in UTF-16 code units. Of one that began further back only is known that it is open. */
export const URL_LOOKBACK = 4096;

const SCHEME = String.raw`\b(?:https?|wss?|ftp):(?=\S)[\\/]{0,8}|\b[a-z][a-z0-9+.-]{1,20}:\/[\\/]`;
/** Backslashes behind the letter of a drive in code (`C:\\Charts`), a line end of code in code and one of LaTeX before a command. */
const NO_URL = String.raw`(?<=(?:\b|\\[nrt])[a-z]:)\\|(?<!["'])\\{2,8}(?:[nrt](?![a-z0-9.-]|\\(?!\\))|(?<=\\{3})[a-z]+\{)`;
const NO_SCHEME = String.raw`(?:^|(?<=[\s("'<=,:\]|]))(?!${NO_URL})[\\/]{2,8}(?=[a-z0-9])`;
const START = new RegExp(String.raw`(?:${SCHEME}|${NO_SCHEME}|(?<![a-z0-9.])www\.)`, 'gi');
/** The quotation mark of an attribute (in a string of JSON behind a backslash) or of CSS. */
const QUOTED = String.raw`(?:=|\burl\(|@import)\s{0,8}\\?["']`;
/** An attribute without one. */
const UNQUOTED = String.raw`\b(?:src|srcset|href|poster|data|background|action|formaction|cite|ping)\s{0,8}=(?!\s{0,8}\\?["'])`;
/** An attribute that may hold URLs anywhere in it: as long as it is open, so may be one of them. */
const HOLDER = String.raw`\b(?:image)?srcset\s{0,8}=\s{0,8}(?:\\?["'])?`;
/**
 * In front of a URL that ends in a way of its own: these, an angle bracket, CSS, a link of Markdown and the place where it is told where one
 * leads.
 */
const OPENERS = String.raw`<|(?:${HOLDER}|${QUOTED}|${UNQUOTED}|\burl\(|\]\(|\]:)[\0- ]{0,8}`;
const OPENER = new RegExp(OPENERS, 'gi');
const HOLDS_URLS = new RegExp(`^${HOLDER}`, 'i');
const OPENER_BEFORE = new RegExp(`(?:${OPENERS})$`, 'i');
/** How much of the text in front tells what opens a URL, in UTF-16 code units. */
const OPENER_LENGTH = 40;
/** Behind an opener a token may be the host itself. */
const START_HERE = new RegExp(String.raw`${SCHEME}|\bhttps?:$|[\\/]{2}|www\.`, 'iy');
/** In how much of an attribute without quotation marks, of which many may be open, a URL must have begun that has such signs in it. */
const UNQUOTED_START = 100;
/** What browsers leave out of an attribute before they read the URL in it. */
const LEFT_OUT = /[\t\r\n]|&(?:tab|newline);|&#(?:0*(?:9|10|13)(?!\d)|x0*[9ad](?![0-9a-f]));?/gi;
const MAY_HOLD_URL = /:|[\\/]{2}|\/(?:\s|&#?\w{1,9};)+\/|www\.|&(?:#|colon;|sol;)|\\u00/i;
const ENDS_URL = /[\s<>"`]/;
/** A line end as code and JSON write it. */
const ENDS_CODE = /\\+[nrt]/;
/** What of a URL tells no host yet. */
const BEFORE_HOST = /[a-z][a-z0-9+.-]*:[\\/]*|www\./iy;
/** What ends an attribute that has no quotation marks: blanks of HTML, not of Unicode. */
const ENDS_UNQUOTED = /[\t\n\f\r >]/;
const ENDS_CSS = /[\s)"'(]/;
/** All that Markdown ends a URL with, but for its parenthesis. */
const ENDS_LINK = /[\0- \x7F]/;
const ENDS_ANGLE = /(?<!\\)>|\n/;
const ENDS_SINGLE = /'/;
const ENDS_QUOTED: Readonly<Record<string, RegExp>> = { '"': /"/, "'": ENDS_SINGLE };
/** What stands in front of a URL and ends it, too, if nothing else opens it: apostrophes of code, cells of tables and fields of HL7 without blanks. */
const ENDS_ENCLOSED: Readonly<Record<string, RegExp>> = { "'": ENDS_SINGLE, '|': /\|/ };
/** Browsers read references without their semicolon, too. */
const ENCODED = /&#0*([1-9]\d{1,2})(?!\d);?|&#x0*([1-7][0-9a-f])(?![0-9a-f]);?|\\u00([0-7][0-9a-f])|&(colon|sol);|\\(\/)/gi;
/** Encoded they end nothing: renderers decode them when they know already where the URL ends. */
const DELIMITERS = /["'()<>`]/;

/** The same text with encoded ASCII characters plain; renderers decode them before they fetch. */
function decode(text: string): string {
  if (!text.includes('&') && !text.includes('\\')) return text;
  return text.replace(ENCODED, (...[found, decimal, hex, escaped, name, slash]: (string | undefined)[]) => {
    if (slash !== undefined) return slash;
    if (name !== undefined) return name.toLowerCase() === 'sol' ? '/' : ':';
    const code = decimal === undefined ? Number.parseInt(hex ?? escaped ?? '', 16) : Number(decimal);
    return isDecoded(code) ? String.fromCharCode(code) : (found ?? '');
  });
}

function isDecoded(code: number): boolean {
  return code > 0x20 && code < 0x7f && !DELIMITERS.test(String.fromCharCode(code));
}

/** What ends a URL wherever its start is: the sign of its opener's own, or any that ends URLs. */
function endOf(text: string, start: number): RegExp {
  const opener = OPENER_BEFORE.exec(text.slice(Math.max(0, start - OPENER_LENGTH), start))?.[0];
  if (opener === undefined) return ENDS_URL;
  const ends = ENDS_QUOTED[/["']/.exec(opener)?.[0] ?? ''];
  if (ends !== undefined) return ends;
  if (opener.includes('=')) return ENDS_UNQUOTED;
  if (opener.includes('(') && !opener.startsWith(']')) return ENDS_CSS;
  return opener === '<' ? ENDS_ANGLE : ENDS_LINK;
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

  /** Whether the URL that begins at `start` has ended. */
  has(start: number): boolean {
    const { text } = this;
    const ends = endOf(text, start);
    if (this.isFoundBehind(start, ends)) return true;
    const before = text.slice(Math.max(0, start - OPENER_LENGTH), start);
    // Where it is told where a link leads, no parenthesis ends it.
    if (ends === ENDS_LINK) return !/\]:[\0- ]*$/.test(before) && this.isClosedBehind(start, 'escaped');
    if (ends !== ENDS_URL) return false;
    if (this.isCodeEndedBehind(start)) return true;
    const enclosed = ENDS_ENCLOSED[before.slice(-1)];
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
/** So much text behind an opener, in code units, tells whether a URL begins there, and in front of the end no opener is half written. */
const SETTLING = 64;

/**
 * Follows a text from its start and tells at any place of it which URL is open there. Takes linear time and bounded memory: the text is
 * forgotten in blocks, the same ones in whatever pieces it comes.
 */
export class UrlContext {
  /** The text from the last block on, and what stood in front of it. */
  private tail = '';
  private lead = '';
  /** What ends the URL that began in front of `tail` and was open there. */
  private endsCut: RegExp | undefined;
  /** Up to where, in `lead` and `tail`, all openers are settled: asked at thousands of tokens, each would be looked at each time. */
  private settled = 0;

  /** Goes on to the end of `text`. */
  append(text: string): void {
    this.tail += text;
    while (this.tail.length >= 2 * URL_LOOKBACK) {
      this.endsCut = this.openBehindBlock();
      this.lead = this.tail.slice(URL_LOOKBACK - OPENER_LENGTH, URL_LOOKBACK);
      this.tail = this.tail.slice(URL_LOOKBACK);
      this.settled = 0;
    }
  }

  /** What ends the URL that is open behind the first block of `tail`. */
  private openBehindBlock(): RegExp | undefined {
    const block = this.tail.slice(0, URL_LOOKBACK);
    if (this.endsCut !== undefined && !this.endsCut.test(block)) return this.endsCut;
    const seen = decode(this.lead + this.tail.slice(0, URL_LOOKBACK + START_ACROSS));
    const start = MAY_HOLD_URL.test(seen) ? findOpen(seen) : undefined;
    // One that begins behind the block is in sight still.
    return start === undefined || start >= decode(this.lead + block).length ? undefined : endOf(seen, start);
  }

  /** The URL that is open at the end, from its start, decoded; behind a blank, if its start is out of sight; undefined if there is none. */
  open(): string | undefined {
    if (this.endsCut !== undefined && !this.endsCut.test(this.tail)) return CUT + this.tail.slice(-URL_LOOKBACK);
    const text = this.lead + this.tail;
    if (!MAY_HOLD_URL.test(text)) return undefined;
    const plain = decode(text);
    const { marked, unsettled } = openedByMark(plain, lengthBefore(plain, text, this.settled));
    this.settle(plain, text, unsettled);
    const start = earlier(marked, openedFrom(plain, lastRunStart(plain)));
    return start === undefined ? undefined : plain.slice(start);
  }

  /** Notes that up to a blank, which is no part of an encoded character, no opener need be looked at again, if `unsettled` is behind it. */
  private settle(plain: string, text: string, unsettled: number): void {
    const before = text.length - SETTLING;
    const cut = Math.max(text.lastIndexOf(' ', before), text.lastIndexOf('\n', before));
    if (cut > this.settled && lengthBefore(plain, text, cut) < unsettled) this.settled = cut;
  }
}

/** How long what stands in front of a place of a text is, decoded. */
function lengthBefore(plain: string, text: string, at: number): number {
  return at === 0 ? 0 : plain.length - decode(text.slice(at)).length;
}

/** Where the URL begins that is open at the end. */
function findOpen(text: string): number | undefined {
  return earlier(openedByMark(text).marked, openedFrom(text, lastRunStart(text)));
}

function earlier(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

interface OpenedByMark {
  readonly marked: number | undefined;
  /** Behind the first opener of which more text may tell something else; the openers in front of it have ended, or open no URL. */
  readonly unsettled: number;
}

/** Where a URL begins that its opener's counterpart alone ends. Openers up to `known` are settled. */
function openedByMark(text: string, known = 0): OpenedByMark {
  const endings = new Endings(text);
  let unsettled: number | undefined;
  OPENER.lastIndex = Math.max(0, known - OPENER_LENGTH);
  for (let opener = OPENER.exec(text); opener !== null; opener = OPENER.exec(text)) {
    const start = OPENER.lastIndex;
    const state = start <= known ? 'settled' : stateOf(text, start, opener[0], endings);
    if (state !== 'settled') unsettled ??= start;
    if (state === 'open') return { marked: start, unsettled: unsettled ?? start };
  }
  return { marked: undefined, unsettled: unsettled ?? text.length };
}

function stateOf(text: string, start: number, opener: string, endings: Endings): 'open' | 'settled' | 'unsettled' {
  const isHere = startsAt(text, start) || HOLDS_URLS.test(opener);
  if (!isHere && !/[="']/.test(opener)) return start > text.length - SETTLING ? 'unsettled' : 'settled';
  if (endings.has(start)) return 'settled';
  return isHere || startsBehindLeftOut(text, start, opener) ? 'open' : 'unsettled';
}

function startsAt(text: string, start: number): boolean {
  START_HERE.lastIndex = start;
  return START_HERE.test(text);
}

function startsBehindLeftOut(text: string, start: number, opener: string): boolean {
  const attribute = text.slice(start, /["']/.test(opener) ? undefined : start + UNQUOTED_START);
  return startsAt(attribute.replace(LEFT_OUT, '').trimStart(), 0);
}

function openedFrom(text: string, from: number): number | undefined {
  const endings = new Endings(text);
  START.lastIndex = from;
  for (let match = START.exec(text); match !== null; match = START.exec(text)) {
    if (!endings.has(match.index)) return match.index;
  }
  return undefined;
}

/** Where the text behind the last sign begins that ends all other URLs: with every token of a long line, most of it need not be read. */
function lastRunStart(text: string): number {
  let at = text.length;
  while (at > 0 && !ENDS_URL.test(text.charAt(at - 1))) at -= 1;
  return at;
}

/** What all readers take for the same host: behind a user or a backslash, some read another one. */
const HOST = /^(?:(?:(?:https?|wss?|ftp):)?\/\/|(?=www\.))([a-z0-9\u0080-\uFFFF.-]+)(?::\d{0,5})?[/?#]/i;
/** What a URL does not hold, but a list of URLs or a text in which another may begin. */
const IN_LISTS = /[\s<>"`]|&(?:#|tab;|newline;)|^\/.*:\//i;

/** The host of a URL, lower case, without port and a final dot; undefined while it is not complete, or where it is in doubt. */
export function hostOf(url: string): string | undefined {
  const host = IN_LISTS.test(url) ? undefined : HOST.exec(url)?.[1];
  return host?.toLowerCase().replace(/\.$/, '');
}
