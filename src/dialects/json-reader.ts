import { atOnce } from '../turns';
import type { JsonNumber, JsonObject, JsonValue } from './json';
import { noteOrder, WHOLE_NUMBER } from './json-writer';

/**
 * A reader of JSON that keeps numbers as they are written. It takes strings out of the text whole: put together sign by sign, as the parser of
 * lossless-json does it, a text of 7 MB held the main thread for a second, and every step behind it paid for a string of millions of parts.
 */

/** Index of the closing quote of the string that begins at `start`; the text's length without one. */
export function skipString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at >= 0) {
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes += 1;
    if (backslashes % 2 === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  return text.length;
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
/** What is not in a string as it stands in the text, or may not be. */
const NOT_PLAIN = /\\|\p{Cc}/u;
const WORDS: readonly (readonly [string, JsonValue])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** So many values are read at a stretch. */
const STRETCH = 1024;

class Reader {
  private readonly text: string;
  private readonly readNumber: (written: string) => JsonNumber;
  private at = 0;
  private values = 0;

  constructor(text: string, readNumber: (written: string) => JsonNumber) {
    this.text = text;
    this.readNumber = readNumber;
  }

  *whole(): Generator<undefined, JsonValue> {
    const value = yield* this.value();
    if (this.next() !== '') throw new SyntaxError('text behind the value');
    return value;
  }

  /** The next sign that is no white space, on which the reader stops; empty at the end. */
  private next(): string {
    for (let code = this.text.charCodeAt(this.at); isSpace(code); code = this.text.charCodeAt(this.at)) this.at += 1;
    return this.text.charAt(this.at);
  }

  private expect(sign: string): void {
    if (this.next() !== sign) throw new SyntaxError('another sign expected');
    this.at += 1;
  }

  /** The next value, unless it is an object or a list: of most texts nearly all are, and a step of a generator costs more than they do. */
  private scalar(): JsonValue | undefined {
    switch (this.next()) {
      case '"':
        return this.string();
      case '{':
      case '[':
        return undefined;
      default:
        return this.number() ?? this.word();
    }
  }

  private *value(): Generator<undefined, JsonValue> {
    this.values += 1;
    if (this.values % STRETCH === 0) yield;
    const scalar = this.scalar();
    return scalar === undefined ? yield* this.inner() : scalar;
  }

  private inner(): Generator<undefined, JsonValue> {
    return this.next() === '{' ? this.object() : this.list();
  }

  private string(): string {
    const end = skipString(this.text, this.at);
    if (end === this.text.length) throw new SyntaxError('a string without its end');
    const inner = this.text.slice(this.at + 1, end);
    const read = NOT_PLAIN.test(inner) ? (JSON.parse(this.text.slice(this.at, end + 1)) as string) : inner;
    this.at = end + 1;
    return read;
  }

  private number(): JsonNumber | undefined {
    NUMBER.lastIndex = this.at;
    const [written] = NUMBER.exec(this.text) ?? [];
    if (written === undefined) return undefined;
    this.at += written.length;
    return this.readNumber(written);
  }

  private word(): JsonValue {
    const known = WORDS.find(([word]) => this.text.startsWith(word, this.at));
    if (known === undefined) throw new SyntaxError('no value');
    this.at += known[0].length;
    return known[1];
  }

  private *list(): Generator<undefined, JsonValue[]> {
    const items: JsonValue[] = [];
    this.at += 1;
    if (this.next() !== ']') {
      items.push(yield* this.value());
      while (this.next() === ',') {
        this.at += 1;
        items.push(yield* this.value());
      }
    }
    this.expect(']');
    return items;
  }

  private *object(): Generator<undefined, JsonObject> {
    const object: JsonObject = {};
    let order: string[] | undefined;
    this.at += 1;
    if (this.next() !== '}') {
      order = yield* this.member(object, order);
      while (this.next() === ',') {
        this.at += 1;
        order = yield* this.member(object, order);
      }
    }
    this.expect('}');
    if (order !== undefined) noteOrder(object, order);
    return object;
  }

  /** @param order of the keys so far, from the first on that JavaScript puts elsewhere */
  private *member(object: JsonObject, order: string[] | undefined): Generator<undefined, string[] | undefined> {
    if (this.next() !== '"') throw new SyntaxError('a key expected');
    const key = this.string();
    const keys = order ?? (WHOLE_NUMBER.test(key) ? Object.keys(object) : undefined);
    keys?.push(key);
    this.expect(':');
    const value = yield* this.value();
    // Defined rather than assigned: a key named `__proto__` is a key like any other.
    if (key === '__proto__') Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
    else object[key] = value;
    return keys;
  }
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/**
 * Reads a JSON text of bounded nesting. Of a key that stands twice the last counts.
 *
 * @throws SyntaxError that quotes nothing of the text, but for those of `JSON.parse`; what `readNumber` throws
 */
export function readJson(text: string, readNumber: (written: string) => JsonNumber): JsonValue {
  return atOnce(readingJson(text, readNumber));
}

/** The same, with pauses. */
export function readingJson(text: string, readNumber: (written: string) => JsonNumber): Generator<undefined, JsonValue> {
  return new Reader(text, readNumber).whole();
}
