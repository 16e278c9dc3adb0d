import { createHmac } from 'node:crypto';
import { labelOf } from '../../detect/records/label-of';
import { type FieldNode, fieldTables, type RequestRow } from '../../dialects/field-table';
import { isJsonObject, type JsonObject, type JsonValue, MAX_VALUES } from '../../dialects/json';
import { PhiProxyError } from '../../errors';
import { atOnce } from '../../turns';
import { checkShape } from './check-shape';
import { readingSchema } from './json-schema';
import { readingJsonText } from './json-text';
import { isPlainKey, keyLeaf, type Place, readingTree, setAt, textLeaf, valueAt } from './json-tree';
import { type IsOfPeople, nameAmong, nameOfThing } from './names-of-things';
import type { TextLeaf } from './text-leaf';

type Node = FieldNode<RequestRow>;

/** What is met on the way besides texts. */
export interface AlsoFound {
  readonly schemas: JsonValue[];
  /** Where the ids of tool calls stand. */
  readonly callIds: Place[];
}

/** What of the server and its rules decides on the leaves. */
export interface LeafFacts {
  /** Key of the hash that stands in for stable identifiers; the same for the same client. */
  readonly hashKey: Buffer;
  /** Whether the name of a field or a list speaks of people, by the rules. */
  readonly isOfPeople: IsOfPeople;
}

interface Walk extends AlsoFound, LeafFacts {
  readonly leaves: TextLeaf[];
}

/** A value on the way: where it hangs, its path for errors, the label in front of it. */
interface Field {
  readonly place: Place;
  readonly path: string;
  readonly label?: string | undefined;
}

const compile = fieldTables<RequestRow>();

/**
 * Walks a request body by its table: refuses what the table refuses, checks what passes, hashes stable identifiers in place and
 * returns every text in the order in which tokens are to be numbered. Fields without a row are read as trees (law 2).
 *
 * @param found takes what else the request holds
 * @throws PhiProxyError with the field's path
 */
export function collectLeaves(
  body: JsonObject,
  rows: readonly RequestRow[],
  facts: LeafFacts,
  found: AlsoFound = { schemas: [], callIds: [] },
): TextLeaf[] {
  return atOnce(collectingLeaves(body, rows, facts, found));
}

/** The same; says where others may have their turn. */
export function* collectingLeaves(
  body: JsonObject,
  rows: readonly RequestRow[],
  facts: LeafFacts,
  found: AlsoFound,
): Generator<undefined, TextLeaf[]> {
  const walk: Walk = { ...found, ...facts, leaves: [] };
  yield* walkObject(body, compile(rows), '', walk);
  return walk.leaves;
}

function refuse(row: RequestRow, path: string): never {
  throw new PhiProxyError(row.code ?? 'unsupported_feature', { param: path });
}

/** Adds leaves one by one: a call with all of them as arguments overflows the stack. Strings that hold JSON have values of their own. */
function add({ leaves }: Walk, found: readonly TextLeaf[]): void {
  if (leaves.length + found.length > MAX_VALUES) throw new PhiProxyError('request_too_large');
  for (const leaf of found) leaves.push(leaf);
}

function invalid(path: string): never {
  throw new PhiProxyError('invalid_value', { param: path });
}

function* walkObject(object: JsonObject, node: Node, path: string, walk: Walk): Generator<undefined, void> {
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
  for (const [key, child] of node.fields) {
    if (Object.hasOwn(object, key)) yield* walkValue({ place: { parent: object, key }, path: at(key) }, child, walk);
  }
  const among = { values: Object.keys(object), areKeys: true };
  for (const key of among.values) {
    if (node.fields.has(key)) continue;
    yield;
    const field = { place: { parent: object, key }, path: at(isPlainKey(key) ? key : '*'), label: labelOf(key) };
    add(walk, [nameAmong(keyLeaf(key, path), among)]);
    if (node.anyKey !== undefined) yield* walkValue(field, node.anyKey, walk);
    else add(walk, yield* readingTree(field, field.label, walk.isOfPeople));
  }
}

function* walkValue(field: Field, node: Node, walk: Walk): Generator<undefined, void> {
  const { path } = field;
  const value = valueAt(field.place);
  if (value === undefined || (value === null && node.row?.action !== 'force-false')) return;
  if (node.row?.action === 'refuse') refuse(node.row, path);
  if (Array.isArray(value) && node.items !== undefined) {
    for (const index of value.keys()) {
      yield* walkItem({ place: { parent: value, key: index }, path: `${path}[${index}]` }, node.items, walk);
      yield;
    }
  } else if (isJsonObject(value) && node.row?.action !== 'schema' && (node.fields.size > 0 || node.anyKey !== undefined)) {
    yield* walkObject(value, node, path, walk);
  } else if (node.row !== undefined) yield* applyRow(node.row, field, walk);
  else invalid(path);
}

function* walkItem(field: Field, items: Node, walk: Walk): Generator<undefined, void> {
  const { variants } = items;
  const { path } = field;
  if (variants === undefined) {
    yield* walkValue(field, items, walk);
    return;
  }
  const value = valueAt(field.place);
  if (!isJsonObject(value)) invalid(path);
  const kind = value[variants.key];
  const variant = (typeof kind === 'string' ? variants.byValue.get(kind) : undefined) ?? variants.byValue.get('*');
  if (variant === undefined) invalid(`${path}.${variants.key}`);
  if (variant.row?.action === 'refuse') refuse(variant.row, path);
  yield* walkObject(value, variant, path, walk);
}

function stringAt(value: JsonValue | undefined, path: string): string {
  return typeof value === 'string' ? value : invalid(path);
}

function wordsLeaf(row: RequestRow, kind: 'text' | 'check' | 'alias' | 'name', { place, path, label }: Field): TextLeaf {
  const continues = /\.content\[\d+\]\.text$/.test(path) ? path.replace(/\[\d+\]\.text$/, '') : undefined;
  const text = stringAt(valueAt(place), path);
  const leaf = textLeaf(place, text, { kind, path, label, maxLength: row.maxLength, continues });
  if (kind === 'text') return leaf;
  if (kind === 'check' || kind === 'name') return nameOfThing(leaf);
  // Where no spaces are allowed, underscores stand for them: `Hannah_Osei` is read as the two words that it is.
  const readable = text.replace(/(?<=\p{L})_(?=\p{L})/gu, ' ');
  return { ...textLeaf(place, readable, { kind, path, label: 'name', maxLength: row.maxLength }), written: text };
}

/** Whether a name is that of a tool: of a message in which one answers. */
function isOfTool({ parent }: Place): boolean {
  const role = isJsonObject(parent) ? parent['role'] : undefined;
  return role === 'tool' || role === 'function';
}

function* applyRow(row: RequestRow, field: Field, walk: Walk): Generator<undefined, void> {
  const { place, path, label } = field;
  const value = valueAt(place);
  switch (row.action) {
    case 'text':
    case 'check':
    case 'name':
      add(walk, [wordsLeaf(row, row.action, field)]);
      return;
    case 'alias':
      add(walk, [wordsLeaf(row, isOfTool(place) ? 'name' : 'alias', field)]);
      return;
    case 'json':
      add(walk, yield* readingJsonText(stringAt(value, path), path, (text) => setAt(place, text)));
      return;
    case 'tree':
      add(walk, yield* readingTree(field, label, walk.isOfPeople));
      return;
    case 'schema':
      if (value !== undefined) walk.schemas.push(value);
      add(walk, yield* readingSchema(place, path, walk.isOfPeople));
      return;
    case 'hash':
      setAt(place, hashed(stringAt(value, path), walk.hashKey));
      return;
    case 'force-false':
      setAt(place, false);
      return;
    case 'call-id':
    case 'pass':
      if (row.shape === undefined || !checkShape(value, row.shape)) invalid(path);
      if (row.action === 'call-id') walk.callIds.push(place);
      return;
    default:
      refuse(row, path);
  }
}

/** A stable stand-in of at most 64 characters, which is what OpenAI allows for these fields. */
function hashed(value: string, key: Buffer): string {
  return `id_${createHmac('sha256', key).update(value, 'utf8').digest('hex').slice(0, 40)}`;
}
