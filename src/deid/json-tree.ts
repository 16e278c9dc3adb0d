import { isJsonNumber, isJsonObject, type JsonObject, type JsonValue } from '../dialects/json';
import { labelOf, type TextLeaf } from './text-leaf';

/** Where a value hangs: its parent and its key or index there. */
export interface Place {
  readonly parent: JsonObject | JsonValue[];
  readonly key: string | number;
}

export function valueAt(place: Place): JsonValue | undefined {
  return (place.parent as Record<string | number, JsonValue>)[place.key];
}

export function setAt(place: Place, value: JsonValue): void {
  // Defined rather than assigned, so that a key named `__proto__` is a key like any other.
  Object.defineProperty(place.parent, place.key, { value, writable: true, enumerable: true, configurable: true });
}

/** A leaf for a string at some place. */
export function textLeaf(
  place: Place,
  text: string,
  options: Omit<TextLeaf, 'segment' | 'write'> & { readonly label?: string | undefined },
): TextLeaf {
  const { label, ...rest } = options;
  const segment = label === undefined || label === '' ? { text } : { text, label };
  return { ...rest, segment, write: (changed) => setAt(place, changed) };
}

/** Every string and number of a tree as a leaf to be replaced, every key as a leaf to be checked; a key is the label of its value. */
export function treeLeaves(place: Place, path: string, label: string | undefined): TextLeaf[] {
  const value = valueAt(place);
  if (typeof value === 'string') return [textLeaf(place, value, { kind: 'text', path, label })];
  if (isJsonNumber(value)) return [textLeaf(place, String(value), { kind: 'text', path, label })];
  if (Array.isArray(value))
    return value.flatMap((_, index) => treeLeaves({ parent: value, key: index }, `${path}[${index}]`, label));
  if (!isJsonObject(value)) return [];
  return Object.keys(value).flatMap((key) => [
    keyLeaf(key, path),
    ...treeLeaves({ parent: value, key }, `${path}.${isPlainKey(key) ? key : '*'}`, labelOf(key)),
  ]);
}

/** A key, which cannot hold a token. */
export function keyLeaf(key: string, path: string): TextLeaf {
  return { segment: { text: key }, kind: 'check', path: `${path} (key)`, write: () => undefined };
}

/** Keys of a client may be PHI: in error paths only plain short ones are named. */
export function isPlainKey(key: string): boolean {
  return /^[a-z][a-z0-9_]{0,40}$/i.test(key);
}
