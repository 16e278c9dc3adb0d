import { compileFieldTable, type FieldNode, type ReplyRow, type RequestRow } from './field-table';
import { SHAPE_PATTERNS, TOKEN_ID } from './shapes';

/** The part of JSON Schema (2020-12, as in OpenAPI 3.1) that field tables need. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly const?: string | number | boolean;
  readonly default?: string | number | boolean;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** What the proxy does with the field: an action of the field tables. */
  readonly 'x-phi-action'?: string;
}

type RequestNode = FieldNode<RequestRow>;

const patternOf = (shape: keyof typeof SHAPE_PATTERNS): JsonSchema => ({ type: 'string', pattern: SHAPE_PATTERNS[shape].source });

const SHAPES: Readonly<Record<NonNullable<RequestRow['shape']>, JsonSchema>> = {
  boolean: { type: 'boolean' },
  number: { type: 'number' },
  integer: { type: 'integer' },
  model: patternOf('model'),
  identifier: patternOf('identifier'),
  role: patternOf('role'),
  word: patternOf('word'),
  'token-id': { type: 'integer', minimum: 0, maximum: 9_999_999 },
  'logit-bias': { type: 'object', propertyNames: { pattern: TOKEN_ID.source }, additionalProperties: { type: 'number' } },
};

const STRING: JsonSchema = { type: 'string' };

/** What a value looks like to which an action can be applied; empty: like anything. */
function leafOf({ action, shape }: RequestRow): JsonSchema {
  switch (action) {
    case 'pass':
    case 'call-id':
      return shape === undefined ? {} : SHAPES[shape];
    case 'tree':
    case 'force-false':
      return {};
    case 'schema':
      return { type: ['object', 'boolean'] };
    case 'refuse':
      return { type: 'null' };
    default:
      return STRING;
  }
}

/** A request body by its table: what the proxy reads of it, field for field. Null stands for an absent field. */
export function requestSchema(rows: readonly RequestRow[], required: readonly string[] = []): JsonSchema {
  return { ...objectOf(compileFieldTable(rows)), required };
}

function objectOf({ fields, anyKey }: RequestNode): JsonSchema {
  const properties = Object.fromEntries([...fields].map(([name, child]) => [name, fieldOf(child)]));
  return { type: 'object', properties, ...(anyKey === undefined ? {} : { additionalProperties: fieldOf(anyKey) }) };
}

function fieldOf(node: RequestNode): JsonSchema {
  const { row, items, fields, anyKey } = node;
  const forms: JsonSchema[] = [];
  if (row !== undefined) forms.push(leafOf(row));
  if (row?.action !== 'refuse' && items !== undefined) forms.push({ type: 'array', ...itemsOf(items) });
  if (row?.action !== 'refuse' && (fields.size > 0 || anyKey !== undefined)) forms.push(objectOf(node));
  return { ...eitherOf(forms), ...remarksOf(row) };
}

function remarksOf(row: RequestRow | undefined): JsonSchema {
  if (row === undefined) return {};
  const { action, note, code } = row;
  const refusal = action === 'refuse' ? `Refused: ${code}.` : '';
  const description = [refusal, note].filter((part) => part !== '').join(' ');
  return { ...(description === '' ? {} : { description }), 'x-phi-action': action };
}

/** One of several forms, or null. */
function eitherOf(forms: readonly JsonSchema[]): JsonSchema {
  const [only, ...others] = forms;
  if (only === undefined || others.length > 0) return { anyOf: [...forms, { type: 'null' }] };
  if (only.type === undefined || only.type === 'null') return only;
  return { ...only, type: [...(typeof only.type === 'string' ? [only.type] : only.type), 'null'] };
}

/** Items of a list; where they come in variants, those that are not refused. */
function itemsOf(items: RequestNode): { readonly items: JsonSchema; readonly description?: string } {
  const { variants } = items;
  if (variants === undefined) return { items: fieldOf(items) };
  const all = [...variants.byValue];
  const taken = all.filter(([, node]) => node.row?.action !== 'refuse');
  const refused = all.flatMap(([value, { row }]) => (row?.action === 'refuse' ? [`${value} (${row.note})`] : []));
  return {
    items: { anyOf: taken.map(([value, node]) => variantOf(variants.key, value, node)) },
    ...(refused.length === 0 ? {} : { description: `Refused by ${variants.key}: ${refused.join('; ')}.` }),
  };
}

function variantOf(key: string, value: string, node: RequestNode): JsonSchema {
  const object = objectOf(node);
  return { ...object, properties: { ...object.properties, [key]: { const: value } }, required: [key] };
}

/** A reply or an event by its table. Upstream decides what else is in it; strings without a row are restored as text. */
export function replySchema(rows: readonly ReplyRow[]): JsonSchema {
  return replyObject(compileFieldTable(rows));
}

function replyObject({ fields }: FieldNode<ReplyRow>): JsonSchema {
  return { type: 'object', properties: Object.fromEntries([...fields].map(([name, child]) => [name, replyField(child)])) };
}

function replyField(node: FieldNode<ReplyRow>): JsonSchema {
  const { row, items, fields } = node;
  if (items !== undefined) return { type: ['array', 'null'], items: replyField(items) };
  if (fields.size > 0) return { ...replyObject(node), type: ['object', 'null'] };
  if (row === undefined) return {};
  const isText = row.action.startsWith('restore');
  return {
    ...(isText ? { type: ['string', 'null'] } : {}),
    ...(row.note === '' ? {} : { description: row.note }),
    'x-phi-action': row.action,
  };
}
