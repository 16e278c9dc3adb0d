import type { DataNode, Member } from '../../detect/records/data-node';
import { visitingFields } from '../../detect/records/field-names';
import { isJsonNumber, isJsonObject, type JsonObject, type JsonValue } from '../../dialects/json';
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
export interface Spot {
  readonly place: Place;
  readonly path: string;
}

/** So many values are taken at a stretch. */
const STRETCH = 256;

/** What a tree holds, with the place of each value. */
function* nodeAt(spot: Spot): Generator<undefined, DataNode<Spot>> {
  const { place, path } = spot;
  const value = valueAt(place);
  const scalar = scalarAt(spot);
  if (scalar !== undefined) return scalar;
  if (Array.isArray(value)) {
    const items: DataNode<Spot>[] = [];
    for (const key of value.keys()) {
      if (key % STRETCH === 0) yield;
      const inner = { place: { parent: value, key }, path: `${path}[${key}]` };
      items.push(scalarAt(inner) ?? (yield* nodeAt(inner)));
    }
    return { kind: 'list', items };
  }
  const members: Member<Spot>[] = [];
  if (!isJsonObject(value)) return { kind: 'record', members };
  for (const key of Object.keys(value)) {
    if (members.length % STRETCH === 0) yield;
    const inner = { place: { parent: value, key }, path: `${path}.${isPlainKey(key) ? key : '*'}` };
    members.push({ key, at: spot, value: scalarAt(inner) ?? (yield* nodeAt(inner)) });
  }
  return { kind: 'record', members };
}

/** Most values are: asked without a step of a generator. */
function scalarAt(at: Spot): DataNode<Spot> | undefined {
  const value = valueAt(at.place);
  if (typeof value !== 'string' && !isJsonNumber(value)) return undefined;
  return { kind: 'scalar', text: String(value), at };
}

/** Every string and number of a tree as a leaf to be replaced, every key as a leaf to be checked, with pauses: there may be some hundred thousand; its names tell what a value is. */
export function* readingTree(spot: Spot, label: string | undefined, isOfPeople: IsOfPeople): Generator<undefined, TextLeaf[]> {
  const leaves: TextLeaf[] = [];
  yield* visitingFields(yield* nodeAt(spot), label, {
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
