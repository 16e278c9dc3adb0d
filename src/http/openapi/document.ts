import { API_SCHEMAS } from '../../dialects/api-schemas';
import { bastiongptErrorForm, openaiErrorForm } from '../../dialects/error-form';
import { codesByStatus, errorExamples, exampleName } from './error-groups';
import { OPERATIONS, type Operation, type Reply, type SchemaName } from './operations';
import { ID_HEADERS, PARAMETERS, RATE_HEADERS, RECEIPT_HEADERS, RETRY_HEADERS, SECURITY, SECURITY_SCHEMES } from './parts';
import { SERVER_SCHEMAS } from './server-schemas';

/** What a server publishes about itself. */
export interface DocumentFacts {
  readonly version: string;
  readonly maxBodyBytes: number;
  /** Whether an endpoint is mounted. */
  readonly isMounted: (method: string, path: string) => boolean;
}

const DESCRIPTION =
  `A proxy that stands between an application and the OpenAI API. Protected health information in requests is replaced
by tokens such as [NAME_1] before they leave; the tokens of the answer become the original values again. What cannot be inspected is
refused. Paths that are not listed are answered 404, other methods 405, WebSockets 400.`.replace(/\n/g, ' ');

const refTo = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` });
const schemaRef = (name: SchemaName) => refTo('schemas', name);
const headerRefs = (headers: object) => Object.fromEntries(Object.keys(headers).map((name) => [name, refTo('headers', name)]));

/** The OpenAPI 3.1 document of the endpoints that are mounted. Nothing of it comes from requests. */
export function createOpenapiDocument({ version, maxBodyBytes, isMounted }: DocumentFacts) {
  const paths: Record<string, Record<string, OperationObject>> = {};
  for (const operation of OPERATIONS.filter(({ method, path }) => isMounted(method, path))) {
    paths[operation.path] ??= {};
    Object.assign(paths[operation.path] ?? {}, { [operation.method]: operationObject(operation, maxBodyBytes) });
  }
  return {
    openapi: '3.1.0',
    info: { title: 'phi-proxy', version, description: DESCRIPTION, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: [...new Set(OPERATIONS.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { ...API_SCHEMAS, ...SERVER_SCHEMAS },
      parameters: PARAMETERS,
      headers: { ...ID_HEADERS, ...RECEIPT_HEADERS, ...RATE_HEADERS, ...RETRY_HEADERS },
      examples: { ...errorExamples(openaiErrorForm), ...errorExamples(bastiongptErrorForm) },
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

export type OpenapiDocument = ReturnType<typeof createOpenapiDocument>;
export type OperationObject = ReturnType<typeof operationObject>;

/** One reply of an operation. */
export interface ResponseObject {
  readonly description: string;
  readonly headers?: object;
  /** By media type. */
  readonly content: Readonly<Record<string, object>>;
}

function operationObject(operation: Operation, maxBodyBytes: number) {
  const { tag, id, summary, description, access, parameters = [], request, reply } = operation;
  const responses: Record<string, ResponseObject> = {
    '200': successOf(reply, rateHeaders(operation)),
    ...otherReplies(reply),
    ...errorResponses(operation),
  };
  return {
    tags: [tag],
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    ...(parameters.length === 0 ? {} : { parameters: parameters.map((name) => refTo('parameters', name)) }),
    ...(request === undefined ? {} : { requestBody: requestBody(request, maxBodyBytes) }),
    responses,
    security: SECURITY[access],
  };
}

function requestBody({ schema, example }: NonNullable<Operation['request']>, maxBodyBytes: number) {
  return {
    required: true,
    description: `UTF-8, also as gzip, deflate or br; at most ${maxBodyBytes} bytes, after inflating.`,
    content: { 'application/json': { schema: schemaRef(schema), example } },
  };
}

/** Of endpoints that count against a key's limits, or whose replies bring upstream's. */
function rateHeaders({ errors }: Operation): object {
  return errors.includes('limits') || errors.includes('upstream') ? RATE_HEADERS : {};
}

function successOf({ description, schema, events, types = [], receipt = false }: Reply, more: object = {}): ResponseObject {
  const content: Record<string, object> = {};
  if (schema !== undefined) content['application/json'] = { schema: schemaRef(schema) };
  if (events !== undefined) content['text/event-stream'] = { schema: eventStream(events) };
  for (const type of types) content[type] = type === 'application/json' ? {} : { schema: { type: 'string' } };
  return { description, headers: headerRefs({ ...ID_HEADERS, ...(receipt ? RECEIPT_HEADERS : {}), ...more }), content };
}

/** OpenAPI 3.1 has no words for events; the reference stands beside the text that is sent. */
function eventStream(events: SchemaName) {
  return {
    type: 'string',
    description: `With \`stream: true\`. Events whose data is a ${events}, then \`data: [DONE]\`, then the receipt as a comment. A stream without [DONE] is not whole.`,
    'x-event-data': schemaRef(events),
  };
}

function otherReplies({ also = {}, ...reply }: Reply) {
  return Object.fromEntries(Object.entries(also).map(([status, description]) => [status, successOf({ ...reply, description })]));
}

function errorResponses(operation: Operation) {
  const { errors, form } = operation;
  const schema = schemaRef(form === bastiongptErrorForm ? 'BastionGptError' : 'OpenAiError');
  const known = [...codesByStatus(form, errors)].map(([status, codes]) => [
    String(status),
    {
      description: codes.join(', '),
      headers: headerRefs({
        ...ID_HEADERS,
        ...(status === 429 ? rateHeaders(operation) : {}),
        ...(status === 429 || status === 503 ? RETRY_HEADERS : {}),
      }),
      content: {
        'application/json': {
          schema,
          examples: Object.fromEntries(codes.map((code) => [code, refTo('examples', exampleName(form, code))])),
        },
      },
    },
  ]);
  const forwarded = {
    description: 'An error of the upstream API, with its status and restored text.',
    content: { 'application/json': { schema } },
  };
  return { ...Object.fromEntries(known), ...(errors.includes('upstream') ? { default: forwarded } : {}) };
}
