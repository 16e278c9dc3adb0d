import { isJsonObject, type JsonObject, type JsonValue } from '../../dialects/json';
import { NAMED, TEXTS } from './schema-keywords';

/** Constraints that a token cannot meet: with them a strict schema would force the model to invent a value. */
const UNMEETABLE = ['pattern', 'format', 'maxLength', 'minLength', 'contentEncoding', 'contentMediaType'];

/**
 * Widens a JSON Schema in place: what a token cannot meet is dropped from string schemas, since under constrained decoding a model could not
 * write `[EMAIL_1]` where `format: email` holds. A property that happens to be named `pattern` is a name and stays. Whatever was allowed
 * before is allowed afterwards: what would forbid more because a part of it was widened (`not`, `if`, `oneOf`) goes, too.
 *
 * Says where others may have their turn.
 *
 * @returns whether anything was dropped
 */
export function* wideningSchema(schema: JsonValue): Generator<undefined, boolean> {
  if (Array.isArray(schema)) return yield* wideningEach(schema);
  if (!isJsonObject(schema)) return false;
  yield;
  const unmeetable = UNMEETABLE.filter((keyword) => schema[keyword] !== undefined && !isJsonObject(schema[keyword]));
  drop(schema, unmeetable);
  const widened: string[] = [];
  for (const key of Object.keys(schema))
    if (!TEXTS.has(key) && (yield* wideningBelow(key, schema[key] ?? null))) widened.push(key);
  if (widened.includes('not')) drop(schema, ['not']);
  if (widened.includes('if')) drop(schema, ['if', 'then', 'else']);
  if (widened.includes('oneOf')) allowAny(schema);
  return unmeetable.length + widened.length > 0;
}

function* wideningEach(schemas: readonly JsonValue[]): Generator<undefined, boolean> {
  let isWidened = false;
  for (const schema of schemas) isWidened = (yield* wideningSchema(schema)) || isWidened;
  return isWidened;
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

function wideningBelow(key: string, value: JsonValue): Generator<undefined, boolean> {
  return NAMED.has(key) && isJsonObject(value) ? wideningEach(Object.values(value)) : wideningSchema(value);
}
