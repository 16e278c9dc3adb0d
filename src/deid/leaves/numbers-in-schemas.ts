import { labelOf } from '../../detect/records/label-of';
import { isJsonObject, type JsonObject, type JsonValue } from '../../dialects/json';
import type { Entity } from '../../rules/types';
import { atOnce } from '../../turns';
import type { Vault } from '../../vault/vault';
import { NAMED, TEXTS } from './schema-keywords';
import { allowAny } from './widen-schema';

/** The entities that fields of this name hold by the rules; the name as `labelOf` gives it. */
export type EntitiesOfField = (name: string) => readonly Entity[];

/**
 * Lets schemas of numbers take tokens, in place: under constrained decoding a model could not write `[MRN_1]` where `type: integer` holds, and
 * would make up a number. Only where the request holds such a token: everything else goes on being typed as the client wrote it.
 *
 * @param vault of the request, once all tokens are issued
 */
export function allowTokensForNumbers(schemas: readonly JsonValue[], vault: Vault, entitiesOfField: EntitiesOfField): void {
  atOnce(allowingTokensForNumbers(schemas, vault, entitiesOfField));
}

/** The same, with pauses. */
export function* allowingTokensForNumbers(
  schemas: readonly JsonValue[],
  vault: Vault,
  entitiesOfField: EntitiesOfField,
): Generator<undefined, void> {
  const masked = new Set<string>();
  for (const { token, value } of vault.entries()) if (/\d/.test(value)) masked.add(token.label);
  if (masked.size === 0) return;
  const isMasked = (name: string): boolean => entitiesOfField(labelOf(name)).some((entity) => masked.has(entity));
  for (const schema of schemas) yield* widening(schema, false, isMasked);
}

/** @param mayBeToken whether the schema is of a property that may hold a token */
function* widening(schema: JsonValue, mayBeToken: boolean, isMasked: (name: string) => boolean): Generator<undefined, void> {
  if (Array.isArray(schema)) for (const item of schema) yield* widening(item, mayBeToken, isMasked);
  if (!isJsonObject(schema)) return;
  yield;
  if (mayBeToken) allowToken(schema);
  for (const [key, value] of Object.entries(schema)) {
    if (NAMED.has(key) && isJsonObject(value))
      for (const [name, inner] of Object.entries(value)) yield* widening(inner, isMasked(name), isMasked);
    else if (!TEXTS.has(key)) yield* widening(value, mayBeToken, isMasked);
  }
}

/** Of a number and a text, of which one must hold, both would. */
function allowToken(schema: JsonObject): void {
  if (Array.isArray(schema['oneOf']) && schema['oneOf'].some(isOfNumbers)) allowAny(schema);
  allowText(schema);
}

/** Makes a schema of numbers one of numbers and texts. */
export function allowText(schema: JsonObject): void {
  const types = typesOf(schema);
  if (isOfNumbers(schema) && !types.includes('string')) schema['type'] = [...types, 'string'];
}

const typesOf = (schema: JsonValue): JsonValue[] => (isJsonObject(schema) ? [schema['type'] ?? []].flat() : []);

function isOfNumbers(schema: JsonValue): boolean {
  const types = typesOf(schema);
  return types.includes('integer') || types.includes('number');
}
