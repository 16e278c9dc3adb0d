import { createHash } from 'node:crypto';
import type { JsonSchema } from '../../dialects/json-schema';
import { ACTION_WORDS } from './action-words';
import type { OpenapiDocument, OperationObject, ResponseObject } from './document';
import { type Html, html } from './html';
import { schemaTable } from './page-schema';
import { PAGE_STYLE } from './page-style';
import { ID_HEADERS, PARAMETERS, SECURITY_SCHEMES } from './parts';

/** Nothing but the page's own style may be loaded or run: there is no script, no frame, no form, no request to anywhere. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(PAGE_STYLE, 'utf8').digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface Entry {
  readonly path: string;
  readonly method: string;
  readonly operation: OperationObject;
}

/** The document as a page for people: plain HTML, made once from the same object. */
export function renderPage(document: OpenapiDocument): string {
  const entries = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => method !== 'head')
      .map(([method, operation]): Entry => ({ path, method, operation })),
  );
  const groups = document.tags.flatMap(({ name }) => {
    const own = entries.filter(({ operation }) => operation.tags.includes(name));
    return own.length === 0 ? [] : [{ name, own }];
  });
  const { title, version, description } = document.info;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} ${version}: API</title><style>${{ html: PAGE_STYLE }}</style></head>
<body><div class="layout"><nav aria-label="Endpoints">${groups.map(({ name, own }) => navigation(name, own))}</nav>
<main><h1>${title}</h1><p class="faint">Version ${version}. The same as OpenAPI 3.1: <a href="/openapi.json">/openapi.json</a></p>
<p>${description}</p>
<p class="faint">In the tables a field that is null counts as absent. Every reply carries ${Object.keys(ID_HEADERS).join(' and ')}.</p>
${groups.map(({ name, own }) => html`<h2>${name}</h2>${own.map((entry) => section(entry, document))}`)}
<h2>What is done with fields</h2>${actionTable()}<h2>Errors</h2>${errorTable(document)}
</main></div></body></html>
`;
  return page.html;
}

function navigation(name: string, entries: readonly Entry[]): Html {
  return html`<strong>${name}</strong><ul>${entries.map(({ path, operation }) => html`<li><a href="#${operation.operationId}">${path}</a></li>`)}</ul>`;
}

function section({ path, method, operation }: Entry, document: OpenapiDocument): Html {
  const { operationId, summary, description, security, requestBody, responses } = operation;
  const keys = security.flatMap((requirement) => Object.keys(requirement).map(keyHeader));
  return html`<section class="operation" id="${operationId}">
<h3><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code></h3>
<p>${summary}. ${description}</p>
<p class="faint">${keys.length === 0 ? 'No key.' : `Key: ${keys.join(' or ')}.`}</p>
${parameterTable(operation)}
${requestBody === undefined ? undefined : requestPart(requestBody, document)}
<h4>Replies</h4><table><thead><tr><th>status</th><th>meaning</th><th>headers</th></tr></thead><tbody>
${Object.entries(responses).map(([status, response]) => replyRow(status, response, document))}</tbody></table>
</section>
`;
}

const lastName = ($ref: string): string => $ref.split('/').at(-1) ?? '';

function parameterTable({ parameters = [] }: OperationObject): Html | undefined {
  if (parameters.length === 0) return undefined;
  const rows = parameters.map(({ $ref }) => {
    const { name, in: place, description } = PARAMETERS[lastName($ref) as keyof typeof PARAMETERS];
    return html`<tr><td class="name"><code>${name}</code></td><td>${place}</td><td>${description}</td></tr>`;
  });
  return html`<h4>Parameters</h4><table><thead><tr><th>name</th><th>in</th><th>meaning</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function requestPart({ description, content }: NonNullable<OperationObject['requestBody']>, document: OpenapiDocument): Html {
  const { schema, example } = content['application/json'];
  return html`<h4>Body</h4><p class="faint">${description}</p><pre>${JSON.stringify(example, null, 2)}</pre>
${schemaDetails(schema.$ref, document)}`;
}

function schemaDetails($ref: string, { components }: OpenapiDocument): Html {
  const name = lastName($ref);
  const schema: JsonSchema | undefined = (components.schemas as Readonly<Record<string, JsonSchema>>)[name];
  return html`<details><summary>${name}</summary>${schema === undefined ? undefined : schemaTable(schema)}</details>`;
}

/** Errors are told by their codes, which the description lists; of other replies the schemas are shown. */
function replyRow(status: string, { description, headers = {}, content }: ResponseObject, document: OpenapiDocument): Html {
  const isError = !status.startsWith('2');
  const types = Object.entries(content) as [string, { schema?: { $ref?: string; 'x-event-data'?: { $ref: string } } }][];
  const details = types.flatMap(([type, { schema }]) => {
    const $ref = schema?.$ref ?? schema?.['x-event-data']?.$ref;
    return isError || $ref === undefined ? [] : [html`<p class="faint">${type}</p>${schemaDetails($ref, document)}`];
  });
  const names = Object.keys(headers).filter((name) => !(name in ID_HEADERS));
  return html`<tr><td>${status}</td><td>${description}${details}</td><td class="faint">${names.join(', ')}</td></tr>
`;
}

/** The header in which a key is sent. */
function keyHeader(name: string): string {
  const scheme = SECURITY_SCHEMES[name as keyof typeof SECURITY_SCHEMES];
  return 'name' in scheme ? scheme.name : 'Authorization: Bearer';
}

function actionTable(): Html {
  const rows = Object.entries(ACTION_WORDS).map(
    ([action, meaning]) => html`<tr><td><span class="action">${action}</span></td><td>${meaning}</td></tr>
`,
  );
  return html`<table><tbody>${rows}</tbody></table>`;
}

function errorTable({ components }: OpenapiDocument): Html {
  const rows = Object.entries(components.examples).map(
    ([name, { summary, value }]) =>
      html`<tr><td><code>${name.replace('.', ' ')}</code></td><td>${summary}</td><td><code>${JSON.stringify(value)}</code></td></tr>
`,
  );
  return html`<details><summary>All errors in both forms</summary><table><thead><tr><th>form and code</th><th>meaning</th><th>body</th></tr></thead><tbody>${rows}</tbody></table></details>`;
}
