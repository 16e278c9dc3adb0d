import { createHmac } from 'node:crypto';
import { compileFieldTable, type FieldNode, type RequestRow } from '../dialects/field-table';
import { isJsonObject, type JsonObject, type JsonValue } from '../dialects/json';
import { PhiProxyError } from '../errors';
import { checkShape } from './check-shape';
import { schemaLeaves } from './json-schema';
import { jsonTextLeaves } from './json-text';
import { isPlainKey, keyLeaf, type Place, setAt, textLeaf, treeLeaves, valueAt } from './json-tree';
import { labelOf, type TextLeaf } from './text-leaf';

type Node = FieldNode<RequestRow>;

interface Walk {
  readonly leaves: TextLeaf[];
  readonly hashKey: Buffer;
}

const compiled = new WeakMap<readonly RequestRow[], Node>();

function compile(rows: readonly RequestRow[]): Node {
  const known = compiled.get(rows);
  if (known !== undefined) return known;
  const node = compileFieldTable(rows);
  compiled.set(rows, node);
  return node;
}

/**
 * Walks a request body by its table: refuses what the table refuses, checks what passes, hashes stable identifiers in place and
 * returns every text in the order in which tokens are to be numbered. Fields without a row are read as trees (law 2).
 *
 * @throws PhiProxyError with the field's path
 */
export function collectLeaves(body: JsonObject, rows: readonly RequestRow[], hashKey: Buffer): TextLeaf[] {
  const walk: Walk = { leaves: [], hashKey };
  walkObject(body, compile(rows), '', walk);
  return walk.leaves;
}

function refuse(row: RequestRow, path: string): never {
  throw new PhiProxyError(row.code ?? 'unsupported_feature', { param: path });
}

function invalid(path: string): never {
  throw new PhiProxyError('invalid_value', { param: path });
}

function walkObject(object: JsonObject, node: Node, path: string, walk: Walk): void {
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
  for (const [key, child] of node.fields) {
    if (Object.hasOwn(object, key)) walkValue({ parent: object, key }, child, at(key), walk);
  }
  for (const key of Object.keys(object)) {
    if (node.fields.has(key)) continue;
    const named = isPlainKey(key) ? key : '*';
    walk.leaves.push(keyLeaf(key, path));
    if (node.anyKey !== undefined) walkValue({ parent: object, key }, node.anyKey, at(named), walk, labelOf(key));
    else walk.leaves.push(...treeLeaves({ parent: object, key }, at(named), labelOf(key)));
  }
}

function walkValue(place: Place, node: Node, path: string, walk: Walk, label?: string): void {
  const value = valueAt(place);
  if (value === null || value === undefined) return;
  if (node.row?.action === 'refuse') refuse(node.row, path);
  if (Array.isArray(value) && node.items !== undefined) {
    const { items } = node;
    value.forEach((_, index) => walkItem({ parent: value, key: index }, items, `${path}[${index}]`, walk));
  } else if (isJsonObject(value) && node.row?.action !== 'schema' && (node.fields.size > 0 || node.anyKey !== undefined)) {
    walkObject(value, node, path, walk);
  } else if (node.row !== undefined) applyRow(node.row, place, path, walk, label);
  else invalid(path);
}

function walkItem(place: Place, items: Node, path: string, walk: Walk): void {
  const { variants } = items;
  const value = valueAt(place);
  if (variants === undefined) return walkValue(place, items, path, walk);
  if (!isJsonObject(value)) return invalid(path);
  const kind = value[variants.key];
  const variant = (typeof kind === 'string' ? variants.byValue.get(kind) : undefined) ?? variants.byValue.get('*');
  if (variant === undefined) return invalid(`${path}.${variants.key}`);
  if (variant.row?.action === 'refuse') refuse(variant.row, path);
  return walkObject(value, variant, path, walk);
}

function stringAt(value: JsonValue | undefined, path: string): string {
  return typeof value === 'string' ? value : invalid(path);
}

function applyRow(row: RequestRow, place: Place, path: string, walk: Walk, label: string | undefined): void {
  const value = valueAt(place);
  const { leaves } = walk;
  switch (row.action) {
    case 'text':
    case 'check':
    case 'alias': {
      const named = row.action === 'alias' ? 'name' : label;
      const continues = /\.content\[\d+\]\.text$/.test(path) ? path.replace(/\[\d+\]\.text$/, '') : undefined;
      leaves.push(textLeaf(place, stringAt(value, path), { kind: row.action, path, label: named, maxLength: row.maxLength, continues }));
      return;
    }
    case 'json':
      leaves.push(...jsonTextLeaves(stringAt(value, path), path, (text) => setAt(place, text)));
      return;
    case 'tree':
      leaves.push(...treeLeaves(place, path, label));
      return;
    case 'schema':
      leaves.push(...schemaLeaves(place, path));
      return;
    case 'hash':
      setAt(place, hashed(stringAt(value, path), walk.hashKey));
      return;
    case 'force-false':
      setAt(place, false);
      return;
    case 'pass':
      if (row.shape === undefined || !checkShape(value, row.shape)) invalid(path);
      return;
    default:
      refuse(row, path);
  }
}

/** A stable stand-in of at most 64 characters, which is what OpenAI allows for these fields. */
function hashed(value: string, key: Buffer): string {
  return `id_${createHmac('sha256', key).update(value, 'utf8').digest('hex').slice(0, 40)}`;
}
