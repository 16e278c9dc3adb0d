import type { JsonSchema } from '../../dialects/json-schema';
import { type Html, html } from './html';

/** One line of a schema's table: where a field stands, what it looks like, what is done with it. */
interface FieldRow {
  readonly path: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
}

/** All fields of a schema as rows; paths as in the field tables, `messages[].content`. */
function fieldRows(schema: JsonSchema, path = '', isRequired = false): FieldRow[] {
  const own = path === '' || path.endsWith('[]') ? [] : [{ path, schema, isRequired }];
  const children = Object.entries(schema.properties ?? {}).flatMap(([name, child]) =>
    fieldRows(child, path === '' ? name : `${path}.${name}`, schema.required?.includes(name) === true),
  );
  const items = schema.items === undefined ? [] : fieldRows(schema.items, `${path}[]`);
  const { additionalProperties: any } = schema;
  const anyKey = typeof any === 'object' && path !== '' ? fieldRows(any, `${path}.*`) : [];
  const variants = (schema.anyOf ?? []).flatMap((variant) => fieldRows(variant, path).filter((row) => row.path !== path));
  return [...own, ...children, ...items, ...anyKey, ...variants];
}

const listed = (type: JsonSchema['type']): readonly string[] =>
  type === undefined ? [] : typeof type === 'string' ? [type] : type;

/** A schema's form in few words: `string or null`, `"general"`, `integer, 1 or more`. */
export function formOf(schema: JsonSchema): string {
  const { minimum, maximum } = schema;
  const words = [...new Set(formsOf(schema))].join(' or ') || 'any';
  const range = [minimum === undefined ? '' : `from ${minimum}`, maximum === undefined ? '' : `to ${maximum}`].filter(
    (part) => part !== '',
  );
  return [words, ...(range.length === 0 ? [] : [range.join(' ')])].join(', ');
}

function formsOf({ type, anyOf, enum: values, const: constant }: JsonSchema): string[] {
  if (constant !== undefined) return [JSON.stringify(constant)];
  if (values !== undefined) return values.map((value) => JSON.stringify(value));
  return [...listed(type), ...(anyOf ?? []).flatMap(formsOf)];
}

function remarks({ schema, isRequired }: FieldRow): string {
  const { description, default: fallback, pattern } = schema;
  return [
    isRequired ? 'Required.' : '',
    description ?? '',
    fallback === undefined ? '' : `Default ${JSON.stringify(fallback)}.`,
    pattern === undefined ? '' : `Form ${pattern}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** A schema as a table of its fields. */
export function schemaTable(schema: JsonSchema): Html {
  const rows = fieldRows(schema).map(
    (
      row,
    ) => html`<tr><td><code>${row.path}</code></td><td>${formOf(row.schema)}</td><td>${actionOf(row.schema)}</td><td>${remarks(row)}</td></tr>
`,
  );
  if (rows.length === 0) return html`<p>${schema.description}</p>`;
  return html`${schema.description === undefined ? undefined : html`<p>${schema.description}</p>`}
<table><thead><tr><th>field</th><th>form</th><th>what is done</th><th>remarks</th></tr></thead><tbody>
${rows}</tbody></table>`;
}

function actionOf({ 'x-phi-action': action }: JsonSchema): Html | undefined {
  return action === undefined ? undefined : html`<span class="action">${action}</span>`;
}
