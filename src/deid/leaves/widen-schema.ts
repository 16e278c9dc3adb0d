import { isJsonObject, type JsonObject, type JsonValue } from '../../dialects/json';
import { NAMED, TEXTS } from './schema-keywords';

/** Constraints that a token cannot meet: with them a strict schema would force the model to invent a value. */
const UNMEETABLE = ['pattern', 'format', 'maxLength', 'minLength', 'contentEncoding', 'contentMediaType'];

/**
 * Widens a JSON Schema in place: what a token cannot meet is dropped from string schemas, since under constrained decoding a model could not
 * write `[EMAIL_1]` where `format: email` holds. A property that happens to be named `pattern` is a name and stays. Whatever was allowed
 * before is allowed afterwards: what would forbid more because a part of it was widened (`not`, `if`, `oneOf`) goes, too.
 *
 * @returns whether anything was dropped
 */
export function widenSchema(schema: JsonValue): boolean {
  if (Array.isArray(schema)) return schema.map(widenSchema).includes(true);
  if (!isJsonObject(schema)) return false;
  const unmeetable = UNMEETABLE.filter((keyword) => schema[keyword] !== undefined && !isJsonObject(schema[keyword]));
  drop(schema, unmeetable);
  const widened = Object.keys(schema).filter((key) => !TEXTS.has(key) && widenBelow(key, schema[key] ?? null));
  if (widened.includes('not')) drop(schema, ['not']);
  if (widened.includes('if')) drop(schema, ['if', 'then', 'else']);
  if (widened.includes('oneOf')) allowAny(schema);
  return unmeetable.length + widened.length > 0;
}

function drop(schema: JsonObject, keywords: readonly string[]): void {
  for (const keyword of keywords) delete schema[keyword];
}

/** Lets more than one of the schemas of `oneOf` hold: those that were told apart by a format are the same without it. */
export function allowAny(schema: JsonObject): void {
  const { oneOf, anyOf, allOf } = schema;
  if (oneOf === undefined) return;
  delete schema['oneOf'];
  if (anyOf === undefined) schema['anyOf'] = oneOf;
  else schema['allOf'] = [...(Array.isArray(allOf) ? allOf : []), { anyOf: oneOf }];
}

function widenBelow(key: string, value: JsonValue): boolean {
  if (!NAMED.has(key) || !isJsonObject(value)) return widenSchema(value);
  return Object.values(value).map(widenSchema).includes(true);
}
