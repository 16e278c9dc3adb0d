import { type FieldNode, fieldTables, type ReplyRow } from '../dialects/field-table';
import { isJsonNumber, isJsonObject, type JsonObject, type JsonValue } from '../dialects/json';
import { keepOrder, keysOf } from '../dialects/json-writer';

/** Walks a reply by its table; strings without a row are restored as text (law 2: unknown events pass with their strings restored). */

type Node = FieldNode<ReplyRow>;

/** What the walker asks for each value that has a row, or is a string without one. */
export interface ReplyVisitor {
  /** @param path concrete path: `choices[0].message.content`, list elements by their `index` field where they have one */
  string(text: string, row: ReplyRow, path: string): Generator<undefined, string>;
  /** A value of a row with action `logprobs`, once the rest of its object is done. */
  logprobs(value: JsonValue, path: string): JsonValue;
  /** A number of a row with action `shift`. */
  shift(value: JsonValue, path: string): JsonValue;
  /** An object key that stands where keys are the model's or the client's. */
  key(key: string): string;
}

const compile = fieldTables<ReplyRow>();
const UNKNOWN: ReplyRow = { path: '*', action: 'restore', note: '' };

/** Position of a list element: its own `index` where upstream numbers them (choices, tool calls), else its place. */
export function numberOf(item: JsonValue, place: number): string {
  const index = isJsonObject(item) ? item['index'] : undefined;
  return isJsonNumber(index) ? String(index) : String(place);
}

const pathBelow = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

/** So many values are taken at a stretch. */
const STRETCH = 256;

/** Returns a copy of the value with its strings restored; says where others may have their turn. */
export function restoringTree(
  value: JsonValue,
  rows: readonly ReplyRow[],
  visitor: ReplyVisitor,
): Generator<undefined, JsonValue> {
  return restoringValue(value, compile(rows), '', visitor);
}

function* restoringValue(
  value: JsonValue,
  node: Node | undefined,
  path: string,
  visitor: ReplyVisitor,
): Generator<undefined, JsonValue> {
  const row = node?.row ?? UNKNOWN;
  if (row.action === 'keep') return value;
  if (row.action === 'shift') return visitor.shift(value, path);
  if (typeof value === 'string') return yield* visitor.string(value, row, path);
  if (Array.isArray(value)) {
    const items: JsonValue[] = [];
    for (const [place, item] of value.entries()) {
      if (place % STRETCH === 0) yield;
      items.push(yield* restoringValue(item, node?.items, `${path}[${numberOf(item, place)}]`, visitor));
    }
    return items;
  }
  return isJsonObject(value) ? yield* restoringObject(value, node, path, visitor) : value;
}

function* restoringObject(
  object: JsonObject,
  node: Node | undefined,
  path: string,
  visitor: ReplyVisitor,
): Generator<undefined, JsonObject> {
  const restored = new Map<string, JsonValue>();
  const late: string[] = [];
  for (const [key, value] of Object.entries(object)) {
    if (restored.size % STRETCH === STRETCH - 1) yield;
    const child = node?.fields.get(key);
    restored.set(key, value);
    // Logprobs and shifted offsets depend on what became of the text beside them.
    if (child?.row?.action === 'logprobs' || (key === 'annotations' && child !== undefined)) late.push(key);
    else restored.set(key, yield* restoringValue(value, child, pathBelow(path, key), visitor));
  }
  for (const key of late) {
    const child = node?.fields.get(key);
    const value = object[key] ?? null;
    const at = pathBelow(path, key);
    restored.set(
      key,
      child?.row?.action === 'logprobs' ? visitor.logprobs(value, at) : yield* restoringValue(value, child, at, visitor),
    );
  }
  const known = node !== undefined && node.fields.size > 0;
  const names = new Map(keysOf(object).map((key) => [key, known ? key : visitor.key(key)]));
  const copy = Object.fromEntries([...restored].map(([key, value]) => [names.get(key) ?? key, value]));
  keepOrder(copy, [...names.values()]);
  return copy;
}
