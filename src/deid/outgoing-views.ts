import { decodeEntities, holdsEntities } from './html-entities';

/** The outgoing text as it is, and what a reader may make of it: its strings decoded, JSON inside them, percent-encoding and HTML's entities too; nothing in between, after each
 * stretch of many. */
export function* viewsOf(outgoing: string): Generator<string | undefined, void> {
  yield outgoing;
  const strings: string[] = [];
  for (const text of stringsOf(JSON.parse(outgoing))) {
    strings.push(text);
    if (strings.length % STRETCH === 0) yield;
  }
  yield strings.join('\n\u0000\n');
  yield* decoded(strings, (text) => /%[0-9a-f]{2}/i.test(text), decodePercent);
  yield* decoded(strings, (text) => text.includes('\\'), decodeEscapes);
  yield* decoded(strings, holdsEntities, decodeEntities);
}

/** So many strings are taken at a stretch. */
const STRETCH = 1024;

/** Keys and strings. */
function* stringsOf(value: unknown): Generator<string, void> {
  if (typeof value === 'string') yield value;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (!Array.isArray(value)) yield key;
    if (typeof item === 'string') yield item;
    else yield* stringsOf(item);
  }
}

/** Those that are written in some code, decoded. */
function* decoded(
  strings: readonly string[],
  isCoded: (text: string) => boolean,
  decode: (text: string) => string,
): Generator<string | undefined, void> {
  const found: string[] = [];
  for (const [index, text] of strings.entries()) {
    if (isCoded(text)) found.push(decode(text));
    if (index % STRETCH === 0) yield;
  }
  if (found.length > 0) yield found.join('\n\u0000\n');
}

/** Strings that hold JSON: its escapes decoded. */
function decodeEscapes(text: string): string {
  return text.replace(/\\+(?:u([0-9a-f]{4})|([nrtbf]))?/gi, (_run, hex: string | undefined, control: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return control === undefined ? '' : ' ';
  });
}

function decodePercent(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      // Not UTF-8: older software encodes a sign as one byte (`Ren%E9%20Smith`).
      return run.replace(/%([0-9a-f]{2})/gi, (_byte, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    }
  });
}
