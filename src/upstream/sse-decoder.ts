import { PhiProxyError } from '../errors';

/** One thing read from a server-sent event stream. */
export type SseItem =
  | { readonly kind: 'event'; readonly event: string | undefined; readonly data: string }
  /** A comment line, used as a sign of life. Its text is dropped. */
  | { readonly kind: 'comment' };

export interface SseDecoder {
  /** Feeds bytes cut at any place, also inside a character or a line ending. */
  push(bytes: Uint8Array): SseItem[];
  /** The stream has ended: gives out a last frame that was not terminated. */
  flush(): SseItem[];
}

const LINE_END = /\r\n?|\n/g;

/**
 * Decodes `text/event-stream` (WHATWG HTML, section 9.2.6): all three line endings, comments, several data lines, an optional blank
 * behind the colon, a byte order mark. Differs in one point: an unterminated last frame is given out, because clients of OpenAI read it.
 * Throws `upstream_invalid_response` for invalid UTF-8 and for a frame of more than `maxFrameLength` UTF-16 code units.
 */
export function createSseDecoder(maxFrameLength = 8 * 1024 * 1024): SseDecoder {
  const characters = new TextDecoder('utf-8', { fatal: true });
  let unfinishedLine = '';
  let frameLength = 0;
  let lastWasCarriageReturn = false;
  let event: string | undefined;
  let data: string[] = [];

  const takeLine = (line: string): SseItem[] => {
    if (line === '') return endFrame();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line.charAt(colon + 1) === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') data.push(value);
    if (field === 'event') event = value;
    return [];
  };

  const endFrame = (): SseItem[] => {
    const items: SseItem[] = data.length > 0 ? [{ kind: 'event', event: event || undefined, data: data.join('\n') }] : [];
    event = undefined;
    data = [];
    frameLength = 0;
    return items;
  };

  /** Of comments one after another one is given out: each is a sign of life, and there may be millions in what has come at once. */
  const takeComment = (line: string, items: SseItem[]): boolean => {
    if (!line.startsWith(':')) return false;
    if (items.at(-1)?.kind !== 'comment') items.push({ kind: 'comment' });
    return true;
  };

  const takeText = (text: string): SseItem[] => {
    const items: SseItem[] = [];
    let start = lastWasCarriageReturn && text.startsWith('\n') ? 1 : 0;
    if (text !== '') lastWasCarriageReturn = text.endsWith('\r');
    LINE_END.lastIndex = start;
    for (let end = LINE_END.exec(text); end !== null; end = LINE_END.exec(text)) {
      frameLength += end.index - start;
      const line = unfinishedLine + text.slice(start, end.index);
      if (!takeComment(line, items)) items.push(...takeLine(line));
      unfinishedLine = '';
      start = LINE_END.lastIndex;
    }
    unfinishedLine += text.slice(start);
    frameLength += text.length - start;
    if (frameLength > maxFrameLength) throw new PhiProxyError('upstream_invalid_response');
    return items;
  };

  const decode = (bytes: Uint8Array | undefined): string => {
    try {
      return bytes === undefined ? characters.decode() : characters.decode(bytes, { stream: true });
    } catch {
      throw new PhiProxyError('upstream_invalid_response');
    }
  };

  return {
    push: (bytes) => takeText(decode(bytes)),
    flush() {
      const items = takeText(decode(undefined));
      items.push(...(unfinishedLine === '' ? [] : takeLine(unfinishedLine)), ...endFrame());
      unfinishedLine = '';
      return items;
    },
  };
}
