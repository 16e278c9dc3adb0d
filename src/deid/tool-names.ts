import type { Span } from '../detect/types';
import type { PhiToken } from '../vault/vault';

/**
 * Names of tools and schemas that hold PHI: `transfer_to_julia_smith`. They are called by their whole name and cannot hold brackets, so
 * that the token's alias stands in them (`transfer_to_NAME_1`) and the whole name is put back where a reply calls the tool.
 */
export class ToolNames {
  /** By the client's name. */
  private readonly sent = new Map<string, string>();
  /** By the name that was sent. */
  private readonly own = new Map<string, string>();
  private readonly taken: Set<string>;

  /** @param names all that the client uses: none of them may come to stand for another */
  constructor(names: Iterable<string> = []) {
    this.taken = new Set(names);
  }

  /** Notes what is to be sent in place of a name, with a number behind it if another one is sent so already. */
  add(name: string, proposed: string): void {
    if (this.sent.has(name)) return;
    let free = proposed;
    for (let count = 2; this.taken.has(free); count += 1) free = `${proposed}_${count}`;
    this.taken.add(free);
    this.sent.set(name, free);
    this.own.set(free, name);
  }

  /** What is sent for a name of the client's. */
  sentFor(name: string): string {
    return this.sent.get(name) ?? name;
  }

  /** The client's name for one that a reply calls. */
  ownOf(name: string): string {
    return this.own.get(name) ?? name;
  }

  /** Whether a text is no name of a tool, but the beginning of one that was sent for one of the client's. */
  isBeginning(text: string): boolean {
    return (
      text !== '' &&
      !this.taken.has(text) &&
      [...this.own.keys()].some((sent) => sent.length > text.length && sent.startsWith(text))
    );
  }
}

/**
 * Names of tools that a server streams in pieces (`ask_`, `NAME_1`): what may yet become one that was sent is held back. OpenAI sends a
 * name whole, and so it comes out at once: some clients take the first piece for the name.
 */
export class ToolNamePieces {
  private readonly names: ToolNames;
  private readonly held = new Map<string, string>();
  /** Where names have begun to come out. */
  private readonly out = new Set<string>();

  constructor(names: ToolNames) {
    this.names = names;
  }

  /** Where names are held back, by their paths. */
  get paths(): string[] {
    return [...this.held.keys()];
  }

  /** Takes a piece of the name at a path; returns what comes out for it. */
  push(path: string, piece: string): string {
    if (this.out.has(path)) return this.names.ownOf(piece);
    const name = (this.held.get(path) ?? '') + piece;
    const own = this.names.ownOf(name);
    if (own === name && (name === '' || this.names.isBeginning(name))) {
      this.held.set(path, name);
      return '';
    }
    this.release(path);
    return own;
  }

  /** What is held back at a path, which comes out now. */
  release(path: string): string {
    const name = this.held.get(path) ?? '';
    this.held.delete(path);
    this.out.add(path);
    return name;
  }
}

/** A name with the aliases of tokens in it (sorted, disjoint), held apart from what stands beside them: `askJulia2`, `ask_NAME_1_2`. */
export function replaceInName(name: string, replacements: readonly (Span & { readonly token: PhiToken })[]): string {
  let output = '';
  let at = 0;
  const join = (next: string): void => {
    output += /[A-Za-z0-9]$/.test(output) && /^[A-Za-z0-9]/.test(next) ? `_${next}` : next;
  };
  for (const { start, end, token } of replacements) {
    const between = name.slice(at, start);
    if (between !== '') join(between);
    join(token.alias);
    at = end;
  }
  if (at < name.length) join(name.slice(at));
  return output;
}
