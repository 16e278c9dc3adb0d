/**
 * Tells whether a place in a text is inside a URL. A value restored inside a URL leaves the machine as soon as a chat window renders
 * the link or image, so the restorer asks here first.
 */

/** How far back a URL is looked for, in UTF-16 code units. A longer unbroken run counts as a URL. */
export const URL_LOOKBACK = 8192;

const START =
  /(?:\b(?:https?|wss?|ftp):(?=\S)|\b[a-z][a-z0-9+.-]{1,20}:[\\/]{2}|(?:^|(?<=[\s("'<=,:\]|]))[\\/]{2}(?=[a-z0-9])|(?<![a-z0-9.])www\.)/gi;
/** In front of a URL that goes on behind a space: an angle bracket or the quotation mark of an attribute. */
const OPENER = /<|=\s?["']/g;
const START_HERE = new RegExp(START.source, 'iy');
const MAY_HOLD_URL = /:|\/\/|\\\\|www\.|&(?:#|colon;|sol;)|\\(?:\/|u00)/i;
const ENDS_URL = /[\s<>"`]/;
const ENCODED = /&#0{0,5}(\d{2,3});|&#x0{0,5}([0-7][0-9a-f]);|\\u00([0-7][0-9a-f])|&(colon|sol);|\\(\/)/gi;

/** The same text with encoded ASCII characters plain; renderers decode them before they fetch. */
function decode(text: string): string {
  if (!text.includes('&') && !text.includes('\\')) return text;
  return text.replace(ENCODED, (...[found, decimal, hex, escaped, name, slash]: (string | undefined)[]) => {
    if (slash !== undefined) return slash;
    if (name !== undefined) return name.toLowerCase() === 'sol' ? '/' : ':';
    const code = decimal === undefined ? Number.parseInt(hex ?? escaped ?? '', 16) : Number(decimal);
    return code > 0x20 && code < 0x7f ? String.fromCharCode(code) : (found ?? '');
  });
}

/** Whether a URL that begins at `start` of `text` has ended before the end of `text`. */
function hasEnded(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 3), start);
  const attribute = /=\s?["']$/.exec(before)?.[0].at(-1);
  if (attribute !== undefined) return text.indexOf(attribute, start) >= 0;
  if (before.endsWith('<')) return /[>\n]/.test(text.slice(start));
  const quote = /["']$/.exec(before)?.[0];
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === quote || ENDS_URL.test(character)) return true;
    if (character === '(') depth += 1;
    if (character === ')') {
      depth -= 1;
      if (depth < 0) return true;
    }
  }
  return false;
}

/**
 * The URL that is still open at the end of `before`, from its start, decoded; undefined when there is none.
 *
 * @param before the text in front of the place, at least the last `URL_LOOKBACK` code units of it
 */
export function openUrl(before: string): string | undefined {
  if (before.length >= URL_LOOKBACK && !ENDS_URL.test(before.slice(-URL_LOOKBACK))) return before.slice(-URL_LOOKBACK);
  if (!MAY_HOLD_URL.test(before)) return undefined;
  const text = decode(before.slice(-URL_LOOKBACK));
  const run = lastRunStart(text);
  const start = openedBefore(text, run) ?? openedFrom(text, run);
  return start === undefined ? undefined : text.slice(start);
}

/** Where a URL begins that goes on behind white space, up to which it is looked for. Nothing else is: spaces are rare in URLs, text is not. */
function openedBefore(text: string, to: number): number | undefined {
  OPENER.lastIndex = 0;
  for (let opener = OPENER.exec(text); opener !== null; opener = OPENER.exec(text)) {
    const start = OPENER.lastIndex;
    if (start >= to) return undefined;
    START_HERE.lastIndex = start;
    if (START_HERE.test(text) && !hasEnded(text, start)) return start;
  }
  return undefined;
}

function openedFrom(text: string, from: number): number | undefined {
  START.lastIndex = from;
  for (let match = START.exec(text); match !== null; match = START.exec(text)) {
    if (!hasEnded(text, match.index)) return match.index;
  }
  return undefined;
}

/** Where the text behind the last white space begins. */
function lastRunStart(text: string): number {
  let at = text.length;
  while (at > 0 && !/\s/.test(text.charAt(at - 1))) at -= 1;
  return at;
}

/** The host of a URL, lower case, without user, port and a final dot; undefined while it is not complete. */
export function hostOf(url: string): string | undefined {
  const rest = url.replace(/^(?!www\.)[a-z][a-z0-9+.-]*:/i, '').replace(/^[\\/]{1,4}/, '');
  const host = /^(?:[^\\/?#@\s]*@)?([^\\/?#:\s]+)[\\/?#:]/.exec(rest)?.[1];
  return host?.toLowerCase().replace(/\.$/, '');
}
