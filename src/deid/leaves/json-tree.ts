import type { DataNode } from '../../detect/records/data-node';
import { visitingFields } from '../../detect/records/field-names';
import { isJsonNumber, isJsonObject, type JsonObject, type JsonValue } from '../../dialects/json';
import { atOnce } from '../../turns';
import { callPeople, type IsOfPeople, isCalendarName, knownOnly, nameAmong } from './names-of-things';
import { segmentOf, type TextLeaf } from './text-leaf';

/** Where a value hangs: its parent and its key or index there. */
export interface Place {
  readonly parent: JsonObject | JsonValue[];
  readonly key: string | number;
}

/** What hangs at a place now. */
export function valueAt(place: Place): JsonValue | undefined {
  return (place.parent as Record<string | number, JsonValue>)[place.key];
}

/** Replaces what hangs at a place. */
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

/** A place and its path for errors. */
interface Spot {
  readonly place: Place;
  readonly path: string;
}

/** What a tree holds, with the place of each value. */
function nodeAt({ place, path }: Spot): DataNode<Spot> {
  const value = valueAt(place);
  if (typeof value === 'string') return { kind: 'scalar', text: value, at: { place, path } };
  if (isJsonNumber(value)) return { kind: 'scalar', text: String(value), at: { place, path } };
  if (Array.isArray(value)) {
    const items = value.map((_, index) => nodeAt({ place: { parent: value, key: index }, path: `${path}[${index}]` }));
    return { kind: 'list', items };
  }
  if (!isJsonObject(value)) return { kind: 'record', members: [] };
  const members = Object.keys(value).map((key) => {
    const inner = { place: { parent: value, key }, path: `${path}.${isPlainKey(key) ? key : '*'}` };
    return { key, at: { place, path }, value: nodeAt(inner) };
  });
  return { kind: 'record', members };
}

/** Every string and number of a tree as a leaf to be replaced, every key as a leaf to be checked; its names tell what a value is. */
export function treeLeaves(place: Place, path: string, label: string | undefined, isOfPeople: IsOfPeople): TextLeaf[] {
  return atOnce(readingTree({ place, path }, label, isOfPeople));
}

/** The same, with pauses: a tree may have some hundred thousand of them. */
export function* readingTree(spot: Spot, label: string | undefined, isOfPeople: IsOfPeople): Generator<undefined, TextLeaf[]> {
  const leaves: TextLeaf[] = [];
  yield* visitingFields(nodeAt(spot), label, {
    key: ({ key, at, value }, among) => {
      const leaf = keyLeaf(key, at.path);
      const below = value.kind === 'record' ? value.members.map((member) => member.key) : [];
      if (callPeople(among.name, below, isOfPeople)) leaves.push(leaf);
      else leaves.push(isCalendarName(key) ? knownOnly(leaf) : nameAmong(leaf, among));
    },
    value: ({ text, at }, field) =>
      leaves.push({ segment: segmentOf(text, field), kind: 'text', path: at.path, write: (changed) => setAt(at.place, changed) }),
  });
  return leaves;
}

/** A key, which cannot hold a token. */
export function keyLeaf(key: string, path: string): TextLeaf {
  return { segment: { text: key }, kind: 'check', path: path === '' ? '(key)' : `${path} (key)`, write: () => undefined };
}

/** Keys of a client may be PHI: in error paths only plain short ones are named. */
export function isPlainKey(key: string): boolean {
  return /^[a-z][a-z0-9_]{0,40}$/i.test(key);
}
