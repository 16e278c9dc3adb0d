import type { Choices, Field } from '../types';
import type { DataNode, Entries, List, Member, Scalar } from './data-node';
import { type Description, descriptionOf, descriptionsIn, namesBeside, namesIn } from './descriptions';
import { labelOf } from './label-of';

/**
 * Under which names values stand in structured data. The nearest key tells it where people name fields as they speak; machines write
 * `{"mrn": {"value": "55123"}}`, `{"field": "MRN", "val": "55123"}` or `{"columns": ["mrn"], "data": [["55123"]]}`.
 */

export interface FieldVisitor<T> {
  /** In the order of the data. */
  value(scalar: Scalar<T>, field: Field | undefined): void;
  /** A key, and those that it is one of. */
  key?(member: Member<T>, among: Choices): void;
}

/** Most names of one field, and most names that stand beside it. */
const MOST_NAMES = 8;
const MOST_BESIDE = 40;

/** Keys that say only that something is a value, or which of several: how data is wrapped, and how it is asked for. */
const VALUE_KEY = new RegExp(
  `^(?:|\\d+|v|vals?|values?|text|string|display|a|ans|answers?|reply|response|input|entered|selected|data|content|raw|number long|number int
|old|new|from|to|before|after|current|previous|prior|original|corrected|home|work|mobile|primary|secondary|usual|official
|eq|ne|neq|in|nin|is|not|equals?|like|ilike|contains|match|matches|query|term|keyword|exact|starts with|ends with|any|all
|[snlt]|ss|ns|cdata|oid|date)$|(?:^| )values?$|^values? `.replace(/\n/g, ''),
);
/** Names of parts of a name. */
const PART_OF_NAME = /^(?:first|last|middle|given|family|maiden|legal|preferred|full|birth|former)$/i;
/** Keys of the heads of a table whose rows are lists. */
const HEADS_KEY =
  /^(?:columns?|cols|headers?|heads?|header row|fields?|keys|names|labels|schema|(?:column|field) (?:names|labels))$/;

/** What is known of a place from above: its field, as long as a key above has a name. All values of a list share it. */
type Above = Field;

const NOTHING: Above = { names: [], beside: [] };

/** Some endings in s are no plurals: "address", "diagnosis", "status". */
const singular = (name: string): string => name.replace(/(?<=[a-z\d]{2})(?<!s|us|is|ou)s$/i, '');

const bare = (key: string): string => labelOf(key).replace(/^[$@#_]+/, '');

const fieldOf = (above: Above): Field | undefined => (above.names.length === 0 ? undefined : above);

const withPart = (name: string): string[] => (PART_OF_NAME.test(name) ? [name, `${name} name`] : [name]);

/** What a key that names its value says together with the key above it: "number" below "account", "last" below "name". */
function namesOfKey(own: string, [outer]: readonly string[]): string[] {
  return [...withPart(own), ...(outer === undefined ? [] : [`${outer} ${own}`, `${own} ${outer}`])];
}

/** FHIR puts data that it has no field for into lists of this name, which is that of a telephone's elsewhere. */
const NAMELESS = /^(?:modifier )?extension$/i;

function namesOfMember(descriptions: readonly Description[], key: string, above: Above): string[] {
  const own = bare(key);
  if (/^(?:number|num|no)$/i.test(own))
    return [...namesOfKey(own, above.names), ...namesBeside(descriptions, key), ...above.names];
  if (/^(?:id|identifier)$/i.test(own))
    return [...namesOfKey(own, above.names), ...namesBeside(descriptions, key).map((name) => `${name} ${own}`)];
  if (!VALUE_KEY.test(own.toLowerCase())) return namesOfKey(own, above.names);
  const names = [...namesBeside(descriptions, key).flatMap(withPart), ...above.names];
  return names.length > 0 ? [...names, ...namesOfKey(own, above.names).slice(1)] : [own].filter((name) => name !== '');
}

/** So many nodes are visited at a stretch. */
const STRETCH = 256;

/** Visits keys and values of structured data in their order, with the names under which each value stands. */
class Walk<T> {
  private visited = 0;

  constructor(private readonly visitor: FieldVisitor<T>) {}

  *node(node: DataNode<T>, above: Above): Generator<undefined, void> {
    this.visited += 1;
    if (this.visited % STRETCH === 0) yield;
    if (node.kind === 'scalar') this.visitor.value(node, fieldOf(above));
    else if (node.kind === 'list') yield* this.list(node, above);
    else yield* this.record(node, above);
  }

  private *record(record: Entries<T>, above: Above): Generator<undefined, void> {
    const { members } = record;
    const beside = members.slice(0, MOST_BESIDE).map(({ key }) => labelOf(key));
    const heads = headsIn(record);
    const descriptions = descriptionsIn(members);
    const among = {
      name: above.names[0],
      values: this.visitor.key === undefined ? [] : members.map(({ key }) => key),
      areKeys: true,
    };
    for (const member of members) {
      this.visitor.key?.(member, among);
      const { value } = member;
      const isNameless = value.kind === 'list' && NAMELESS.test(bare(member.key));
      const names = isNameless ? [] : namesOfMember(descriptions, member.key, above);
      // No more are handed down than count: names from above would grow with every level.
      const inner = { names: names.slice(0, MOST_NAMES), beside };
      if (heads !== undefined && heads.of !== member && isTable(value, heads.names.length))
        yield* this.rows(value.items, heads.names);
      else yield* this.node(value, inner);
    }
  }

  private *list(list: List<T>, above: Above): Generator<undefined, void> {
    const [first, ...rest] = list.items;
    const inner = { ...above, names: above.names.map(singular) };
    if (first?.kind === 'list' && rest.length > 0 && rest.every(({ kind }) => kind === 'list')) {
      yield* this.rows([first], []);
      yield* this.rows(rest, first.items.map(headOf));
    } else for (const item of list.items) yield* this.node(item, inner);
  }

  /** The rows of a table by its heads. A list of two may be an entry, too: the name of a field and its value. */
  private *rows(rows: readonly DataNode<T>[], heads: readonly string[]): Generator<undefined, void> {
    const beside = heads.slice(0, MOST_BESIDE);
    const columns = heads.map((name) => ({ names: name === '' ? [] : [name], beside }));
    for (const row of rows) {
      if (row.kind !== 'list') {
        yield* this.node(row, NOTHING);
        continue;
      }
      const entry = row.items.length === 2 ? namesIn(descriptionOf(row.items[0]) ?? '').filter((name) => name !== '') : [];
      for (const [index, cell] of row.items.entries()) {
        const column = columns[index] ?? NOTHING;
        yield* this.node(cell, index === 1 && entry.length > 0 ? { names: [...entry, ...column.names], beside } : column);
      }
    }
  }
}

const headOf = (node: DataNode<unknown>): string => labelOf(descriptionOf(node) ?? '');

/** The heads of the tables that stand in a record beside them. */
function headsIn<T>({ members }: Entries<T>): { readonly of: Member<T>; readonly names: readonly string[] } | undefined {
  const of = members.find(({ key, value }) => value.kind === 'list' && HEADS_KEY.test(labelOf(key).toLowerCase()));
  if (of === undefined || of.value.kind !== 'list') return undefined;
  const names = of.value.items.map(headOf);
  return names.some((name) => name !== '') ? { of, names } : undefined;
}

function isTable<T>(node: DataNode<T>, width: number): node is List<T> {
  return node.kind === 'list' && node.items[0]?.kind === 'list' && node.items[0].items.length === width;
}

/** Visits structured data that stands under a label, or under none; pauses after each stretch. */
export function visitingFields<T>(
  root: DataNode<T>,
  label: string | undefined,
  visitor: FieldVisitor<T>,
): Generator<undefined, void> {
  return new Walk(visitor).node(root, label === undefined || label === '' ? NOTHING : { names: [label], beside: [] });
}

/** The same at once. */
export function visitFields<T>(root: DataNode<T>, label: string | undefined, visitor: FieldVisitor<T>): void {
  for (const _ of visitingFields(root, label, visitor));
}
