import { LosslessNumber } from 'lossless-json';
import type { JsonObject, JsonValue } from './json';

/**
 * A writer of JSON that writes as the reader has read: numbers with their digits, keys in their order. With pauses: a body of some hundred thousand
 * values takes a fifth of a second.
 */

/** So many values are written at a stretch. */
const STRETCH = 1024;
/** Longer texts are written in pieces, in UTF-16 code units. */
const LONG = 0x40000;

/**
 * The order of keys as written, of objects where JavaScript has another: keys that are whole numbers come first there, in ascending order. In a
 * schema the order of properties is the one in which a model answers ("reasoning" before "1").
 */
const orders = new WeakMap<JsonObject, readonly string[]>();

/** Notes in which order an object's keys were written. */
export function noteOrder(object: JsonObject, keys: readonly string[]): void {
  orders.set(object, keys);
}

/** Keys that JavaScript puts elsewhere. */
export const WHOLE_NUMBER = /^\d{1,10}$/;

/** The same of an object that was put together here, where it has such keys. */
export function keepOrder(object: JsonObject, keys: readonly string[]): void {
  if (keys.some((key) => WHOLE_NUMBER.test(key))) noteOrder(object, keys);
}

/** An object's keys as they were written; what has gone since is left out, what has been added comes last. */
export function keysOf(object: JsonObject): readonly string[] {
  const order = orders.get(object);
  if (order === undefined) return Object.keys(object);
  return [...new Set([...order, ...Object.keys(object)])].filter((key) => Object.hasOwn(object, key));
}

class Writer {
  private readonly written: string[] = [];
  private pieces: string[] = [];
  private values = 0;

  get text(): string {
    this.join();
    return this.written.join('');
  }

  *value(value: JsonValue | undefined): Generator<undefined, void> {
    this.values += 1;
    if (this.values % STRETCH === 0) {
      this.join();
      yield;
    }
    if (typeof value === 'string') yield* this.string(value);
    else if (Array.isArray(value)) yield* this.list(value);
    else if (typeof value === 'object' && value !== null && !(value instanceof LosslessNumber)) yield* this.object(value);
    else this.pieces.push(String(value ?? null));
  }

  /** Together at each stretch, and not all at the end. */
  private join(): void {
    this.written.push(this.pieces.join(''));
    this.pieces = [];
  }

  private *string(text: string): Generator<undefined, void> {
    if (text.length <= LONG) {
      this.pieces.push(JSON.stringify(text));
      return;
    }
    this.pieces.push('"');
    for (let at = 0; at < text.length; ) {
      // A pair that is parted would be written as two escapes.
      const end = at + LONG + (/[\uDC00-\uDFFF]/.test(text.charAt(at + LONG)) ? 1 : 0);
      this.pieces.push(JSON.stringify(text.slice(at, end)).slice(1, -1));
      at = end;
      yield;
    }
    this.pieces.push('"');
  }

  private *list(items: readonly JsonValue[]): Generator<undefined, void> {
    let sign = '[';
    for (const item of items) {
      this.pieces.push(sign);
      yield* this.value(item);
      sign = ',';
    }
    this.pieces.push(sign === '[' ? '[]' : ']');
  }

  private *object(object: JsonObject): Generator<undefined, void> {
    let sign = '{';
    for (const key of keysOf(object)) {
      const value: JsonValue | undefined = object[key];
      if (value === undefined) continue;
      this.pieces.push(sign, JSON.stringify(key), ':');
      yield* this.value(value);
      sign = ',';
    }
    this.pieces.push(sign === '{' ? '{}' : '}');
  }
}

/** Writes JSON with pauses. */
export function* writingJson(value: JsonValue): Generator<undefined, string> {
  const writer = new Writer();
  yield* writer.value(value);
  return writer.text;
}
