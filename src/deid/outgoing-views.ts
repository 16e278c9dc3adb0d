import { decodeEntities, holdsEntities } from './html-entities';

/** The outgoing text as it is, and what a reader may make of it: its strings decoded, JSON inside them, percent-encoding and HTML's entities too. */
export function* viewsOf(outgoing: string): Generator<string> {
  yield outgoing;
  const strings: string[] = [];
  JSON.parse(outgoing, (key, value: unknown) => {
    strings.push(key);
    if (typeof value === 'string') strings.push(value);
    return undefined;
  });
  yield strings.join('\n\u0000\n');
  const encoded = strings.filter((text) => /%[0-9a-f]{2}/i.test(text));
  if (encoded.length > 0) yield encoded.map(decodePercent).join('\n\u0000\n');
  const quoted = strings.filter((text) => text.includes('\\'));
  if (quoted.length > 0) yield quoted.map(decodeEscapes).join('\n\u0000\n');
  const marked = strings.filter(holdsEntities);
  if (marked.length > 0) yield marked.map(decodeEntities).join('\n\u0000\n');
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
