/**
 * Field tables: one row for each field of a wire format, saying what is done with it. The walkers of `deid/` read them; the
 * tables of `docs/fields.md` are generated from them.
 *
 * A path is written `messages[].content[]{type=text}.text`: `[]` any element, `{key=value}` the variant whose `key` has that value,
 * `.*` any key of a map.
 */

/** What is done with a request field. */
export type RequestAction =
  /** Free text: PHI is replaced by tokens. */
  | 'text'
  /** A string that holds JSON: string leaves, keys and numbers are de-identified in place; other strings as `text`. */
  | 'json'
  /** Any JSON: string leaves and numbers are de-identified, keys checked. */
  | 'tree'
  /** A JSON Schema: texts and values de-identified, names and patterns checked, constraints that a token cannot meet dropped. */
  | 'schema'
  /** Cannot hold a token: PHI in it refuses the request. */
  | 'check'
  /** A name without brackets: PHI in it is replaced by a token's alias. */
  | 'alias'
  /** The name of a tool or schema: PHI in it is replaced by a token's alias, and put back where the reply calls the tool. */
  | 'name'
  /** A stable identifier: replaced by a keyed hash. */
  | 'hash'
  /** The id of a tool call: replaced by another if it may tell of somebody. */
  | 'call-id'
  /** Passed if it has the row's shape. */
  | 'pass'
  /** Sent as `false` whatever the client says. */
  | 'force-false'
  /** Refused with the row's code. */
  | 'refuse';

/** Shapes of passed values. */
export type Shape = 'boolean' | 'number' | 'integer' | 'model' | 'identifier' | 'role' | 'word' | 'token-id' | 'logit-bias';

export interface RequestRow {
  readonly path: string;
  readonly action: RequestAction;
  readonly shape?: Shape;
  readonly code?: RefusalCode;
  /** Longest value allowed after de-identification, in characters (OpenAI's limits). */
  readonly maxLength?: number;
  readonly note: string;
}

export type RefusalCode = 'unsupported_content_part' | 'unsupported_tool' | 'unsupported_stored_content' | 'unsupported_feature';

/** What is done with a reply field; strings without a row are restored as text. */
export type ReplyAction =
  /** Tokens become values. */
  | 'restore'
  /** Tokens become values, escaped for JSON, if the text is a JSON object; decided by its first character when the client asked for JSON. */
  | 'restore-content'
  /** A string that holds JSON: values are escaped for it. */
  | 'restore-json'
  /** The name of a tool: one that was sent with an alias in it becomes the client's again. */
  | 'restore-name'
  /** Byte for byte as upstream sent it. */
  | 'keep'
  /** `null` where the choice restored something: they spell the tokens out. */
  | 'logprobs'
  /** Offsets into the restored content, recomputed. */
  | 'shift';

export interface ReplyRow {
  readonly path: string;
  readonly action: ReplyAction;
  readonly note: string;
}

export interface Dialect {
  readonly name: string;
  /** In the order in which texts are read: what stays the same over a conversation first, so that tokens stay the same. */
  readonly request: readonly RequestRow[];
  /** Whole replies. */
  readonly reply: readonly ReplyRow[];
  /** Events of a stream. */
  readonly chunk: readonly ReplyRow[];
}

/** A table made ready for walking: one node for each step of a path. */
export interface FieldNode<Row> {
  row: Row | undefined;
  readonly fields: Map<string, FieldNode<Row>>;
  items: FieldNode<Row> | undefined;
  anyKey: FieldNode<Row> | undefined;
  variants: { readonly key: string; readonly byValue: Map<string, FieldNode<Row>> } | undefined;
}

function createNode<Row>(): FieldNode<Row> {
  return { row: undefined, fields: new Map(), items: undefined, anyKey: undefined, variants: undefined };
}

const STEP = /\[\]|\{(\w+)=([\w*-]+)\}|\.?(\*|[\w$-]+)/g;

function descend<Row>(node: FieldNode<Row>, match: RegExpMatchArray): FieldNode<Row> {
  const [whole, key, value, name] = match;
  if (whole === '[]') {
    node.items ??= createNode();
    return node.items;
  }
  if (key !== undefined && value !== undefined) {
    node.variants ??= { key, byValue: new Map() };
    const variant = node.variants.byValue.get(value) ?? createNode<Row>();
    node.variants.byValue.set(value, variant);
    return variant;
  }
  if (name === '*') {
    node.anyKey ??= createNode();
    return node.anyKey;
  }
  const child = node.fields.get(name ?? '') ?? createNode<Row>();
  node.fields.set(name ?? '', child);
  return child;
}

/** Builds the tree of a table. */
export function compileFieldTable<Row extends { readonly path: string }>(rows: readonly Row[]): FieldNode<Row> {
  const root = createNode<Row>();
  for (const row of rows) {
    let node = root;
    for (const match of row.path.matchAll(STEP)) node = descend(node, match);
    node.row = row;
  }
  return root;
}

/** Builds the tree of each table once. */
export function fieldTables<Row extends { readonly path: string }>(): (rows: readonly Row[]) => FieldNode<Row> {
  const known = new WeakMap<readonly Row[], FieldNode<Row>>();
  return (rows) => {
    const node = known.get(rows) ?? compileFieldTable(rows);
    known.set(rows, node);
    return node;
  };
}
