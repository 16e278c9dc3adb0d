import { labelOf } from '../../detect/records/label-of';
import type { Choices } from '../../detect/types';
import { isJsonObject, type JsonObject, type JsonValue } from '../../dialects/json';
import { atOnce } from '../../turns';
import { isPlainKey, keyLeaf, type Place, readingTree, type Spot, valueAt } from './json-tree';
import { type IsOfPeople, isCalendar, isCalendarName, knownOnly, nameAmong, nameOfThing, oneOf } from './names-of-things';
import { allowText } from './numbers-in-schemas';
import { NAMED, TEXTS } from './schema-keywords';
import type { TextLeaf } from './text-leaf';
import { wideningSchema } from './widen-schema';

const CHECKED = new Set(['$ref', '$id', '$anchor', 'required', 'type']);
/** Where a schema stands: within the request, where what it points to is read itself, or at a plain address without numbers. */
const ADDRESS = /^(?:#|https?:\/\/[\w.-]+(?:\/(?!\w*\d{4})[\w.-]+)*\/?(?:#[\w/$-]*)?$)/;
/** Values that the standard gives, not the client; they need no reading. */
const STANDARD = /^(?:string|number|integer|boolean|object|array|null|https?:\/\/json-schema\.org\/(?:draft[\w.-]*\/)+schema#?)$/;
/** Keywords of the standard; any other key was chosen by the client and is checked. */
const KEYWORDS = new Set(
  `$schema $ref additionalProperties additionalItems allOf anyOf contains dependentRequired deprecated discriminator else
  exclusiveMaximum exclusiveMinimum if items maxContains maxItems maxLength maxProperties maximum minContains minItems minLength
  minProperties minimum multipleOf not nullable oneOf prefixItems propertyNames readOnly strict then unevaluatedItems
  unevaluatedProperties uniqueItems writeOnly`.split(/\s+/),
);

/** The leaves of a JSON Schema, which is widened in place first, so that nobody reads what is not sent: a pattern for dates or UUIDs looks like one. */
export function schemaLeaves(place: Place, path: string, isOfPeople: IsOfPeople): TextLeaf[] {
  return atOnce(readingSchema(place, path, isOfPeople));
}

/** The same, with pauses: a schema may have some ten thousand properties. */
export function* readingSchema(place: Place, path: string, isOfPeople: IsOfPeople): Generator<undefined, TextLeaf[]> {
  yield* wideningSchema(valueAt(place) ?? null);
  const leaves: TextLeaf[] = [];
  for (const leaf of leavesOf({ place, path }, isOfPeople)) {
    if (leaf !== undefined) leaves.push(leaf);
    yield;
  }
  return leaves;
}

/** Leaves one after another, and nothing in between where others may have their turn. */
type Leaves = Generator<TextLeaf | undefined, void>;

function* leavesOf({ place, path }: Spot, isOfPeople: IsOfPeople, above: Choices = { values: [] }): Leaves {
  const value = valueAt(place);
  if (Array.isArray(value)) {
    const among = { name: above.name, values: constantsIn(value) };
    for (const index of value.keys())
      yield* leavesOf({ place: { parent: value, key: index }, path: `${path}[${index}]` }, isOfPeople, among);
  } else if (isJsonObject(value)) {
    const choices = Array.isArray(value.enum) ? { name: above.name, values: value.enum.filter(isString) } : above;
    for (const key of Object.keys(value)) yield* keywordLeaves(value, key, { path, choices, isOfPeople });
  } else if (typeof value === 'string') yield* yield* readingTree({ place, path }, undefined, isOfPeople);
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
  readonly isOfPeople: IsOfPeople;
}

/** Keywords whose values are those that may be chosen. */
const CHOSEN = new Set(['enum', 'const', 'default', 'title']);

function* keywordLeaves(schema: JsonObject, key: string, spot: SchemaSpot): Leaves {
  const place = { parent: schema, key };
  const value = valueAt(place);
  if (typeof value === 'string' && STANDARD.test(value) && (key === 'type' || key === '$schema')) return;
  const within = { ...spot, path: `${spot.path}.${key}` };
  if (NAMED.has(key) && isJsonObject(value)) yield* namedLeaves(value, within);
  else if (TEXTS.has(key)) yield* valueLeaves(schema, key, within);
  else if (CHECKED.has(key)) yield* checkedLeaves(schema, key, within);
  else yield* otherLeaves(schema, key, spot);
}

function* valueLeaves(schema: JsonObject, key: string, spot: SchemaSpot): Leaves {
  const leaves = yield* textLeaves({ parent: schema, key }, key, spot);
  yield* VALUES.has(key) ? leaves.map((leaf) => allowingText(schema, leaf)) : leaves;
}

function* checkedLeaves(schema: JsonObject, key: string, { path, choices, isOfPeople }: SchemaSpot): Leaves {
  const among = namesAmong(schema.properties, choices);
  for (const leaf of yield* readingTree({ place: { parent: schema, key }, path }, undefined, isOfPeople))
    if (!isCalendarName(leaf.segment.text)) yield { ...checkedLeaf(leaf, key, among), kind: 'check' };
}

function* otherLeaves(schema: JsonObject, key: string, { path, choices, isOfPeople }: SchemaSpot): Leaves {
  const at = { place: { parent: schema, key }, path: `${path}.${isPlainKey(key) ? key : '*'}` };
  if (KEYWORDS.has(key)) {
    yield* leavesOf(at, isOfPeople, choices);
    return;
  }
  yield keyLeaf(key, path);
  // What stands behind a key of the client's own may be a value, a number too; numbers of the standard's are bounds.
  if (isJsonObject(valueAt(at.place))) yield* leavesOf(at, isOfPeople);
  else yield* yield* readingTree(at, labelOf(key), isOfPeople);
}

/** Keywords whose values must be of the schema's type. */
const VALUES = new Set(['enum', 'const', 'default']);

/** A number that becomes a token is a string from then on: a schema of numbers would not allow its own value, for which OpenAI refuses it. */
function allowingText(schema: JsonObject, leaf: TextLeaf): TextLeaf {
  const write = (text: string): void => {
    leaf.write(text);
    allowText(schema);
  };
  return { ...leaf, write };
}

function checkedLeaf(leaf: TextLeaf, key: string, among: Choices): TextLeaf {
  if (key === 'required') return nameAmong(leaf, among);
  if (key === '$anchor') return nameOfThing(leaf);
  return key !== 'type' && ADDRESS.test(leaf.segment.text) ? knownOnly(leaf) : oneOf(leaf, among);
}

function* textLeaves(place: Place, key: string, { path, choices, isOfPeople }: SchemaSpot): Generator<undefined, TextLeaf[]> {
  const leaves = yield* readingTree({ place, path }, undefined, isOfPeople);
  if (key === 'enum' && isCalendar(leaves.map(({ segment }) => segment.text))) return leaves.map(knownOnly);
  const isChosen = CHOSEN.has(key) && choices.values.length > 1;
  return isChosen ? leaves.map((leaf) => oneOf(leaf, choices)) : leaves;
}

/** Schemas below names that the client chose. */
function* namedLeaves(schemas: JsonObject, { path, choices, isOfPeople }: SchemaSpot): Leaves {
  const among = namesAmong(schemas, choices);
  // Definitions are schemas: classes of a program.
  const nameOf = /\.(?:\$defs|definitions)$/.test(path) ? nameOfThing : (leaf: TextLeaf) => nameAmong(leaf, among);
  for (const name of Object.keys(schemas)) {
    if (!isCalendarName(name)) yield nameOf(keyLeaf(name, path));
    const spot = { place: { parent: schemas, key: name }, path: `${path}.*` };
    yield* leavesOf(spot, isOfPeople, { name: labelOf(name), values: [] });
  }
}

/** The names of properties stand for things as constants do; what holds them tells what of. */
const namesAmong = (properties: JsonValue | undefined, { name }: Choices): Choices => ({
  name,
  values: isJsonObject(properties) ? Object.keys(properties) : [],
});
