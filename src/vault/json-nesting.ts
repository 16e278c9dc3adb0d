import { JsonEscapes } from './json-escapes';

/** How a JSON object or list begins that is written into a string; a text in words does not. */
const BEGINS_JSON = /^(?:\{\s*["}]|\[\s*[{["])/;
const MAY_BEGIN_JSON = /^(?:[{[]\s*)?$/;

/** Follows JSON text that arrives in pieces, and what its strings hold where that is JSON again (`"body":"{\"name\":…}"`). */
export class JsonNesting {
  private isOpen = false;
  private isEscaped = false;
  private escapes = new JsonEscapes();
  /** How the open string begins, as long as that does not tell whether it holds JSON. */
  private begun: string | undefined;
  private inner: JsonNesting | undefined;

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
    const begun = (this.begun + said).trimStart();
    const mayBegin = MAY_BEGIN_JSON.test(begun);
    // Of white space behind the bracket one sign is enough, however much of it there is.
    this.begun = mayBegin ? begun.slice(0, 2) : undefined;
    if (mayBegin || !BEGINS_JSON.test(begun)) return;
    this.inner = new JsonNesting();
    this.inner.push(begun);
  }
}
