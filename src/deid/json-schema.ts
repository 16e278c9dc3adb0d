import { labelOf } from '../detect/records/label-of';
import type { Choices } from '../detect/types';
import { isJsonObject, type JsonObject, type JsonValue } from '../dialects/json';
import { isPlainKey, keyLeaf, type Place, treeLeaves, valueAt } from './json-tree';
import type { TextLeaf } from './text-leaf';

/** Keywords whose strings are texts or values of the client: they may hold PHI, and a token may stand in their place. */
const TEXTS = new Set(['description', 'title', 'default', 'examples', 'example', 'enum', 'const', '$comment']);
/** Keywords that map names chosen by the client to schemas. */
const NAMED = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
/** Constraints that a token cannot meet: with them a strict schema would force the model to invent a value. */
const UNMEETABLE = ['pattern', 'format', 'maxLength', 'minLength', 'contentEncoding', 'contentMediaType'];
const CHECKED = new Set(['$ref', '$id', '$anchor', 'required', 'type']);
/** The name of a property for each month or weekday tells nothing of a day. */
const CALENDAR_NAME =
  /^(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/i;
/** Of these some are names of people, too. */
const ONLY_CALENDAR =
  /^(?:\w+day|(?:mon|tue|thur?s?|fri|sat|sept?|oct|nov|dec|feb)|(?:febr|janu)uary|march|july|september|october|november|december)$/i;
const SMALL_WORD = /^\p{Ll}+$/u;
/** Values that the standard gives, not the client; they need no reading. */
const STANDARD = /^(?:string|number|integer|boolean|object|array|null|https?:\/\/json-schema\.org\/(?:draft[\w.-]*\/)+schema#?)$/;
/** Keywords of the standard; any other key was chosen by the client and is checked. */
const KEYWORDS = new Set(
  `$schema $ref additionalProperties additionalItems allOf anyOf contains dependentRequired deprecated discriminator else
  exclusiveMaximum exclusiveMinimum if items maxContains maxItems maxLength maxProperties maximum minContains minItems minLength
  minProperties minimum multipleOf not nullable oneOf prefixItems propertyNames readOnly strict then unevaluatedItems
  unevaluatedProperties uniqueItems writeOnly`.split(/\s+/),
);

/**
 * The leaves of a JSON Schema, and the schema widened in place: `pattern`, `format` and lengths are dropped from string schemas,
 * since under constrained decoding a model could not write `[EMAIL_1]` where `format: email` holds. A property that happens to be
 * named `pattern` is a name and stays.
 */
export function schemaLeaves(place: Place, path: string, above: Choices = { values: [] }): TextLeaf[] {
  const value = valueAt(place);
  if (Array.isArray(value)) {
    const among = { name: above.name, values: constantsIn(value) };
    return value.flatMap((_, index) => schemaLeaves({ parent: value, key: index }, `${path}[${index}]`, among));
  }
  if (!isJsonObject(value)) return typeof value === 'string' ? treeLeaves(place, path, undefined) : [];
  // First, so that nobody reads what is not sent: a pattern for dates or UUIDs looks like one.
  for (const keyword of UNMEETABLE) if (!isJsonObject(value[keyword])) delete value[keyword];
  const choices = Array.isArray(value.enum) ? { name: above.name, values: value.enum.filter(isString) } : above;
  return Object.keys(value).flatMap((key) => keywordLeaves(value, key, { path, choices }));
}

const isString = (value: JsonValue): value is string => typeof value === 'string';

/** The constants of a list of schemas: `oneOf: [{ const: 'ruby' }, { const: 'python' }]` is an enum in other words. */
function constantsIn(schemas: readonly JsonValue[]): string[] {
  return schemas.flatMap((schema) => (isJsonObject(schema) && typeof schema.const === 'string' ? [schema.const] : []));
}

interface SchemaSpot {
  readonly path: string;
  /** What the schema lets choose from, and the name of the property that it is of. */
  readonly choices: Choices;
}

/** Keywords whose values are those that may be chosen. */
const CHOSEN = new Set(['enum', 'const', 'default', 'title']);

function keywordLeaves(schema: JsonObject, key: string, { path, choices }: SchemaSpot): TextLeaf[] {
  const place = { parent: schema, key };
  const value = valueAt(place);
  if (typeof value === 'string' && STANDARD.test(value) && (key === 'type' || key === '$schema')) return [];
  if (NAMED.has(key) && isJsonObject(value)) return namedLeaves(value, { path: `${path}.${key}`, choices });
  if (TEXTS.has(key)) return textLeaves(place, key, { path: `${path}.${key}`, choices });
  if (CHECKED.has(key)) {
    const among = namesAmong(schema.properties, choices);
    return treeLeaves(place, `${path}.${key}`, undefined)
      .filter(({ segment }) => !CALENDAR_NAME.test(segment.text))
      .map((leaf) => ({ ...(key === 'required' ? nameLeaf(leaf, among) : oneOf(leaf, among)), kind: 'check' as const }));
  }
  const at = isPlainKey(key) ? key : '*';
  if (KEYWORDS.has(key)) return schemaLeaves(place, `${path}.${at}`, choices);
  // What stands behind a key of the client's own may be a value, a number too; numbers of the standard's are bounds.
  const inner = isJsonObject(value) ? schemaLeaves(place, `${path}.${at}`) : treeLeaves(place, `${path}.${at}`, labelOf(key));
  return [keyLeaf(key, path), ...inner];
}

function textLeaves(place: Place, key: string, { path, choices }: SchemaSpot): TextLeaf[] {
  const leaves = treeLeaves(place, path, undefined);
  if (key === 'enum' && isCalendar(valueAt(place))) return leaves.map(knownOnly);
  const isChosen = CHOSEN.has(key) && choices.values.length > 1;
  return isChosen ? leaves.map((leaf) => oneOf(leaf, choices)) : leaves;
}

/** Schemas below names that the client chose. */
function namedLeaves(schemas: JsonObject, { path, choices }: SchemaSpot): TextLeaf[] {
  const among = namesAmong(schemas, choices);
  return Object.keys(schemas).flatMap((name) => [
    ...(CALENDAR_NAME.test(name) ? [] : [nameLeaf(keyLeaf(name, path), among)]),
    ...schemaLeaves({ parent: schemas, key: name }, `${path}.*`, { name: labelOf(name), values: [] }),
  ]);
}

/** The names of properties stand for things as constants do; what holds them tells what of. */
const namesAmong = (properties: JsonValue | undefined, { name }: Choices): Choices => ({
  name,
  values: isJsonObject(properties) ? Object.keys(properties) : [],
});

/**
 * The name of a property. One that is a word in small letters is searched for what is found elsewhere alone: it calls a thing, though somebody
 * may be called so (`london`, `jasmine`), and cannot be replaced, so that it would refuse the request.
 */
function nameLeaf(leaf: TextLeaf, among: Choices): TextLeaf {
  return SMALL_WORD.test(leaf.segment.text) ? knownOnly(leaf) : oneOf(leaf, among);
}

const oneOf = (leaf: TextLeaf, choices: Choices): TextLeaf => ({ ...leaf, segment: { ...leaf.segment, choices } });

const knownOnly = (leaf: TextLeaf): TextLeaf => ({ ...leaf, segment: { ...leaf.segment, knownOnly: true } });

/** Whether all of a list are months or days of the week, among them some that nobody is called. */
function isCalendar(value: JsonValue | undefined): boolean {
  if (!Array.isArray(value)) return false;
  const names = value.filter((one): one is string => typeof one === 'string' && CALENDAR_NAME.test(one));
  return names.length === value.length && names.some((name) => ONLY_CALENDAR.test(name));
}
