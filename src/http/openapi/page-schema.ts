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
  const own = path === '' || /[\]}]$/.test(path) ? [] : [{ path, schema, isRequired }];
  const children = Object.entries(schema.properties ?? {}).flatMap(([name, child]) =>
    fieldRows(child, path === '' ? name : `${path}.${name}`, schema.required?.includes(name) === true),
  );
  const items = schema.items === undefined ? [] : fieldRows(schema.items, `${path}[]`);
  const { additionalProperties: any } = schema;
  const anyKey = typeof any === 'object' && path !== '' ? fieldRows(any, `${path}.*`) : [];
  const forms = (schema.anyOf ?? []).flatMap((form) =>
    fieldRows(form, `${path}${variantMark(form)}`).filter((row) => row.path !== path),
  );
  return [...own, ...children, ...items, ...anyKey, ...forms];
}

/** `{type=function}` for a variant that a constant tells from the others, as the field tables write it. */
function variantMark({ properties = {} }: JsonSchema): string {
  const mark = Object.entries(properties).find(([, { const: value }]) => value !== undefined);
  return mark === undefined ? '' : `{${mark[0]}=${mark[1].const}}`;
}

const listed = (type: JsonSchema['type'] = []): readonly string[] => (typeof type === 'string' ? [type] : type);

/** A schema's form in few words: `string or array`, `"general"`, `integer, from 1`. That null stands for "absent" is said once, above. */
export function formOf(schema: JsonSchema): string {
  const { minimum, maximum } = schema;
  if (schema.type === 'null') return 'null';
  const words = [...new Set(formsOf(schema))].filter((word) => word !== 'null').join(' or ') || 'any';
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

function remarks({ schema, isRequired }: FieldRow): Html {
  const { description = '', default: fallback, pattern } = schema;
  const sentence = description === '' || /[.;]$/.test(description) ? description : `${description}.`;
  const words = [isRequired ? 'Required.' : '', sentence, fallback === undefined ? '' : `Default ${JSON.stringify(fallback)}.`];
  return html`${words.filter((part) => part !== '').join(' ')}${pattern === undefined ? undefined : html` <code class="faint">${pattern}</code>`}`;
}

/** A path that may be broken behind its dots. */
const breakable = (path: string): Html => html`${path.split(/(?<=\.)/).map((part) => html`${part}<wbr>`)}`;

/** A schema as a table of its fields. */
export function schemaTable(schema: JsonSchema): Html {
  const rows = fieldRows(schema).map(
    (
      row,
    ) => html`<tr><td><code>${breakable(row.path)}</code></td><td>${formOf(row.schema)}</td><td>${actionOf(row.schema)}</td><td>${remarks(row)}</td></tr>
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
