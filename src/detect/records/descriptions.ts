import type { DataNode, Member } from './data-node';
import { labelOf, MAX_LABEL } from './label-of';

/** What keys by the side of a value say of it: `{"field": "MRN", "val": "55123"}`, FHIR's `{"type": {"text": "MRN"}, "value": "55123"}`. */

/** The most telling first. */
const DESCRIBING =
  `field|field name|label|question|q|prompt|title|key|name|attribute|property|column|header|param|parameter|variable|slot|path
|type|resource type|text|system|code|coding|concept|category|kind|url|reference|ref|id|display`
    .replace(/\n/g, '')
    .split('|');
const RANKS = new Map(DESCRIBING.map((key, rank) => [key, rank]));
/** Most of them that count. */
const MOST = 3;
/** Longest text that is taken for a description, in UTF-16 code units. */
const LONGEST = 200;
/** A description may be a record that has one within, or a list of such: FHIR's `coding`. */
const DEPTH = 3;
/** Of a description of so many words the end may name what it is: of a question, what it asks for. */
const WORDS_WITH_ENDS = 3;

const rankOf = (key: string): number => RANKS.get(labelOf(key).toLowerCase()) ?? RANKS.size;

/** Those of its members that describe the others, the most telling first. */
function describing<T>(members: readonly Member<T>[]): Member<T>[] {
  return members
    .map((member) => ({ member, rank: rankOf(member.key) }))
    .filter(({ rank }) => rank < RANKS.size)
    .sort((one, other) => one.rank - other.rank)
    .map(({ member }) => member);
}

/** The text that a node has as a description. */
export function descriptionOf(node: DataNode<unknown> | undefined, depth = DEPTH): string | undefined {
  if (node === undefined || depth === 0) return undefined;
  if (node.kind === 'scalar') return node.text.length <= LONGEST && /\p{L}/u.test(node.text) ? node.text : undefined;
  if (node.kind === 'list') return descriptionOf(node.items[0], depth - 1);
  return descriptionOf(describing(node.members)[0]?.value, depth - 1);
}

/** "Language of the patient" asks for no patient. */
const WHOSE = /(?<!\S)(?:of|for|by|with|to|from|about|on|in)(?: (?:the|a|an|your|his|her|their|this)(?: same)?)?$/i;

/** What a label of many words asks for stands at its end: "What is your last name". */
function withEnds(label: string): string[] {
  const words = label.split(/\s+/);
  if (words.length < WORDS_WITH_ENDS) return [label];
  const ends = [3, 2, 1].filter((count) => count < words.length && !WHOSE.test(words.slice(0, -count).join(' ')));
  return [label, ...ends.map((count) => words.slice(-count).join(' '))];
}

/** `/patient/name/family`, `Patient/4711` and `http://example.org/fhir/account-number` tell at their end. */
function namesInPath(text: string): string[] {
  const [last, before] = text
    .split(/[/.#$:[\]]+/)
    .filter((step) => /\p{L}/u.test(step))
    .slice(-2)
    .reverse()
    .map(labelOf);
  if (last === undefined) return [];
  return before === undefined || text.includes(':') ? withEnds(last) : [last, `${last} ${before}`, `${before} ${last}`];
}

/** The names that a description gives to what it describes, the whole first. */
export function namesIn(description: string): string[] {
  if (/^\S*[/.]\S+$/.test(description)) return namesInPath(description);
  return withEnds(labelOf(description.replace(/[\s?:.!*]+$/, '').slice(-MAX_LABEL)));
}

/** The names that a member gives to those beside it. */
export interface Description {
  readonly key: string;
  readonly names: readonly string[];
}

/**
 * What describes the members of a record, the most telling first: one more than count, for none describes itself. Read once for all of them,
 * as any number of keys may describe ("id", "_id", "-id" …) and a description be of any size.
 */
export function descriptionsIn(members: readonly Member<unknown>[]): Description[] {
  return describing(members)
    .slice(0, MOST + 1)
    .map(({ key, value }) => {
      const text = descriptionOf(value);
      return { key, names: text === undefined ? [] : namesIn(text) };
    });
}

/** The names that members which describe give to another one. */
export function namesBeside(descriptions: readonly Description[], key: string): string[] {
  return descriptions
    .filter((description) => description.key !== key)
    .slice(0, MOST)
    .flatMap(({ names }) => names);
}
