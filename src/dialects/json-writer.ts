import { isLosslessNumber } from 'lossless-json';
import type { JsonObject, JsonValue } from './json';

/** Writes JSON as the reader has read it: numbers with their digits, keys in their order. */

/**
 * The order of keys as written, of objects where JavaScript has another: keys that are whole numbers come first there, in ascending order. In a
 * schema the order of properties is the one in which a model answers ("reasoning" before "1").
 */
const orders = new WeakMap<JsonObject, readonly string[]>();

/** Notes in which order an object's keys were written. */
export function noteOrder(object: JsonObject, keys: readonly string[]): void {
  orders.set(object, keys);
}

/** What has gone since is left out, what has been added comes last. */
function keysOf(object: JsonObject): readonly string[] {
  const order = orders.get(object);
  if (order === undefined) return Object.keys(object);
  return [...new Set([...order, ...Object.keys(object)])].filter((key) => Object.hasOwn(object, key));
}

/** The value as JSON; members that are undefined are left out. */
export function writeJson(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isLosslessNumber(value)) return value.toString();
  if (Array.isArray(value)) return `[${value.map((item) => writeJson(item ?? null)).join(',')}]`;
  return `{${keysOf(value)
    .filter((key) => value[key] !== undefined)
    .map((key) => `${JSON.stringify(key)}:${writeJson(value[key] ?? null)}`)
    .join(',')}}`;
}
