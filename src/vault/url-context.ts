/**
 * Tells whether a place in a text is inside a URL. A value restored inside a URL leaves the machine as soon as a chat window renders
 * the link or image, so the restorer asks here first.
 */

/** How far back a URL is looked for, in UTF-16 code units. A longer unbroken run counts as a URL. */
export const URL_LOOKBACK = 8192;

const START =
  /(?:\b(?:https?|wss?|ftp):(?=\S)|\b[a-z][a-z0-9+.-]{1,20}:[\\/]{2}|(?:^|(?<=[\s("'<=,:\]|]))[\\/]{2}(?=[a-z0-9])|(?<![a-z0-9.])www\.)/gi;
const MAY_HOLD_URL = /:|\/\/|\\\\|www\.|&(?:#|colon;|sol;)|\\(?:\/|u00)/i;
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
    if (character === quote || /[\s<>"`]/.test(character)) return true;
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
  if (!MAY_HOLD_URL.test(before)) return undefined;
  const text = decode(before.slice(-URL_LOOKBACK));
  START.lastIndex = MAY_HOLD_SPACES.test(text) ? 0 : lastRunStart(text);
  for (let match = START.exec(text); match !== null; match = START.exec(text)) {
    if (!hasEnded(text, match.index)) return text.slice(match.index);
  }
  return undefined;
}

/** Only in an attribute or in angle brackets a URL goes on behind a space. */
const MAY_HOLD_SPACES = /<|=\s?["']/;

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
