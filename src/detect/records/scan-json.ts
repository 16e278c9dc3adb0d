import type { Span } from '../types';
import type { DataNode, Entries, List } from './data-node';

/**
 * Reads JSON where it stands in a text, and what is nearly JSON: cut off, with quotation marks escaped once more, or as Python prints it.
 * Only for what it tells of the text: what is sent is never made from it.
 */

/** Deepest nesting that is read, as in requests. */
const MAX_DEPTH = 128;
/** What an object or a list of more than nothing begins with. */
const BEGINNING = /[{[](?=\s{0,64}(?:\\?["'[{]|-?\d))/g;
const SPACE = /[\s,]*/y;
/** Numbers, the words of JSON and Python, and calls: `Decimal('7.5')`. */
const WORD = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z.]{1,20}\([^()\n]{0,80}\)|true|false|null|None|True|False|NaN|undefined/y;
const COLON = /\s*:/y;

/** So many keys and values are read at a stretch. */
const STRETCH = 256;

type Open = { readonly node: List<Span> | Entries<Span>; key: Span | undefined };

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** The mark with which a string begins: a quotation mark, or one behind a backslash. */
function markAt(text: string, at: number): string {
  const first = text.charAt(at);
  if (first === '"' || first === "'") return first;
  const second = text.slice(at, at + 2);
  return second === '\\"' || second === "\\'" ? second : '';
}

/** What stands between the marks of a string; undefined if it does not end in its line. */
function stringAt(text: string, at: number, mark: string): Span | undefined {
  const start = at + mark.length;
  for (let end = text.indexOf(mark, start); end >= 0; end = text.indexOf(mark, end + 1)) {
    let backslashes = 0;
    while (end - backslashes > start && text.charAt(end - 1 - backslashes) === '\\') backslashes += 1;
    if (backslashes % 2 === 1) continue;
    return text.slice(start, end).includes('\n') ? undefined : { start, end };
  }
  return undefined;
}

class Scan {
  private readonly open: Open[] = [];
  private at: number;

  constructor(
    private readonly text: string,
    start: number,
  ) {
    this.at = start;
  }

  /** The data up to its end, or as far as it can be read; and where that is. */
  *run(): Generator<undefined, { readonly root: DataNode<Span>; readonly end: number }> {
    const root = this.enter();
    for (let steps = 1; this.open.length > 0 && this.step(); steps += 1) {
      if (steps % STRETCH === 0) yield;
      this.at += matchAt(SPACE, this.text, this.at)?.length ?? 0;
    }
    return { root, end: this.at };
  }

  private enter(): List<Span> | Entries<Span> {
    const node: List<Span> | Entries<Span> =
      this.text.charAt(this.at) === '{' ? { kind: 'record', members: [] } : { kind: 'list', items: [] };
    this.open.push({ node, key: undefined });
    this.at += 1;
    this.at += matchAt(SPACE, this.text, this.at)?.length ?? 0;
    return node;
  }

  /** Whether there was something to read. */
  private step(): boolean {
    const open = this.open.at(-1) as Open;
    const character = this.text.charAt(this.at);
    if (character === '}' || character === ']') {
      if ((character === '}') !== (open.node.kind === 'record')) return false;
      this.open.pop();
      this.at += 1;
      return true;
    }
    if (open.node.kind === 'record' && open.key === undefined) return this.readKey(open);
    if (character !== '{' && character !== '[') return this.readScalar(open);
    if (this.open.length >= MAX_DEPTH) return false;
    this.add(open, this.enter());
    return true;
  }

  private readKey(open: Open): boolean {
    const mark = markAt(this.text, this.at);
    const key = mark === '' ? undefined : stringAt(this.text, this.at, mark);
    const colon = key && matchAt(COLON, this.text, key.end + mark.length);
    if (key === undefined || colon === undefined) return false;
    open.key = key;
    this.at = key.end + mark.length + colon.length;
    return true;
  }

  private readScalar(open: Open): boolean {
    const mark = markAt(this.text, this.at);
    const word = mark === '' ? matchAt(WORD, this.text, this.at) : '';
    if (word === undefined) return false;
    const at = mark === '' ? { start: this.at, end: this.at + word.length } : stringAt(this.text, this.at, mark);
    if (at === undefined) return false;
    this.at = at.end + mark.length;
    const isText = mark !== '' || /\d$/.test(word);
    this.add(open, isText ? { kind: 'scalar', text: this.text.slice(at.start, at.end), at } : { kind: 'record', members: [] });
    return true;
  }

  private add(open: Open, value: DataNode<Span>): void {
    const { node, key } = open;
    if (node.kind === 'list') node.items.push(value);
    else if (key !== undefined) node.members.push({ key: this.text.slice(key.start, key.end), at: key, value });
    open.key = undefined;
  }
}

/** The objects and lists in a text, in their order; of a scalar `at` is its span, without quotation marks. Takes linear time. */
export function* scanJson(text: string): Generator<DataNode<Span>> {
  for (const root of scanningJson(text)) if (root !== undefined) yield root;
}

/** The same; nothing in between, after each stretch of a long one. */
export function* scanningJson(text: string): Generator<DataNode<Span> | undefined, void> {
  for (let at = 0; ; ) {
    BEGINNING.lastIndex = at;
    const found = BEGINNING.exec(text);
    if (found === null) return;
    const { root, end } = yield* new Scan(text, found.index).run();
    yield root;
    at = Math.max(end, found.index + 1);
  }
}
