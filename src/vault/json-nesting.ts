import { JsonEscapes } from './json-escapes';

/**
 * Whether a text is a JSON object or list, by how it begins: words may follow one bracket (`[1]`, `{x}`), but hardly a quotation mark as well.
 * Undefined as long as the beginning does not tell.
 */
export function beginsJson(text: string): boolean | undefined {
  if (/^\s*(?:\{\s*["}]|(?:\[\s*){1,4}["{])/.test(text)) return true;
  return /^\s*(?:\{\s*|(?:\[\s*){1,4})?$/.test(text) ? undefined : false;
}

/** How many strings within another are told from text: a quotation mark takes twice as many signs at each level. */
const DEEPEST = 6;

/** Follows JSON text that arrives in pieces, and what its strings hold where that is JSON again (`"body":"{\"name\":…}"`). */
export class JsonNesting {
  private isOpen = false;
  private isEscaped = false;
  private escapes = new JsonEscapes();
  /** How the open string begins, as long as that does not tell whether it holds JSON. */
  private begun: string | undefined;
  private inner: JsonNesting | undefined;

  /** @param level how deep within others its strings are */
  constructor(private readonly level = 1) {}

  /** How many strings are open, one within another. */
  get depth(): number {
    return this.isOpen ? 1 + (this.inner?.depth ?? 0) : 0;
  }

  push(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const sign = text.charAt(at);
      if (this.isEscaped) this.isEscaped = false;
      else if (sign === '\\') this.isEscaped = true;
      else if (sign === '"') {
        this.say(text.slice(from, at));
        from = at + 1;
        this.isOpen = !this.isOpen;
        this.begun = '';
        this.inner = undefined;
        this.escapes = new JsonEscapes();
      }
    }
    this.say(text.slice(from));
  }

  /** Takes a piece of the open string. */
  private say(piece: string): void {
    if (!this.isOpen || (this.begun === undefined && this.inner === undefined)) return;
    const said = this.escapes.push(piece);
    if (this.begun === undefined) {
      this.inner?.push(said);
      return;
    }
    const begun = this.begun + said;
    const isJson = beginsJson(begun);
    // White space decides nothing, however much of it there is.
    this.begun = isJson === undefined ? begun.replaceAll(/\s/g, '') : undefined;
    if (isJson !== true || this.level === DEEPEST) return;
    this.inner = new JsonNesting(this.level + 1);
    this.inner.push(begun);
  }
}
