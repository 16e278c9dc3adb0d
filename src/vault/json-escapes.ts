const PLAIN: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
/** An escape, or the beginning of one at the end of the text. */
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|(u[0-9a-fA-F]{0,3}$|$)|(.))/gs;

/** Decodes the escapes of JSON text that arrives in pieces; of what is no escape in JSON the sign stays without its backslash. */
export class JsonEscapes {
  private begun = '';

  /** What the text so far has added, but for an escape that may go on. */
  push(piece: string): string {
    const text = this.begun + piece;
    this.begun = '';
    if (!text.includes('\\')) return text;
    return text.replace(ESCAPE, (found, hex: string | undefined, begun: string | undefined, sign: string | undefined) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      if (begun === undefined) return PLAIN[sign ?? ''] ?? sign ?? '';
      this.begun = found;
      return '';
    });
  }

  /** What is left of an escape that does not go on. */
  flush(): string {
    const { begun } = this;
    this.begun = '';
    return begun;
  }
}

/** Escaped for a string of JSON, or for one within so many. */
export function escapeJson(value: string, depth = 1): string {
  let escaped = value;
  for (let level = 0; level < depth; level += 1) escaped = JSON.stringify(escaped).slice(1, -1);
  return escaped;
}

/** What a string of JSON says; the text itself if it is none. */
export function decodeJson(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text;
  }
}
