import type { API_SCHEMAS } from '../../dialects/api-schemas';
import { bastiongptErrorForm, type ErrorForm, openaiErrorForm } from '../../dialects/error-form';
import type { ErrorGroup } from './error-groups';
import type { SERVER_SCHEMAS } from './server-schemas';

export type SchemaName = keyof typeof API_SCHEMAS | keyof typeof SERVER_SCHEMAS;

/** Which keys an endpoint takes. */
export type Access = 'proxy-key' | 'bastiongpt-key' | 'metrics-key' | 'open';

/** One endpoint of the document. A new endpoint is a row of `OPERATIONS`. */
export interface Operation {
  readonly method: 'get' | 'post' | 'head';
  /** As OpenAPI writes it: `/v1/models/{id}`. */
  readonly path: string;
  readonly tag: 'OpenAI and CompliantChatGPT' | 'BastionGPT' | 'Server';
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  /** Names of the document's parameters. */
  readonly parameters?: readonly ParameterName[];
  readonly request?: { readonly schema: SchemaName; readonly example: unknown };
  readonly reply: Reply;
  readonly errors: readonly ErrorGroup[];
  readonly form: ErrorForm;
}

export interface Reply {
  readonly description: string;
  /** JSON of this schema. */
  readonly schema?: SchemaName;
  /** Events of this schema, when the request asks for a stream. */
  readonly events?: SchemaName;
  /** Other media types. */
  readonly types?: readonly string[];
  /** Whether a receipt stands in the headers. */
  readonly receipt?: boolean;
  /** Further statuses with the same body. */
  readonly also?: Readonly<Record<number, string>>;
}

export type ParameterName = 'ModelId' | 'OpenAiKey' | 'Policy' | 'ApiVersionHeader' | 'ApiVersionQuery' | 'Format';

const EXAMPLE_TEXT = 'Patient John Doe has complained about recurring headaches for the past two weeks.';
const CHAT_EXAMPLE = { messages: [{ role: 'user', content: EXAMPLE_TEXT }] };
const COMPLETION_ERRORS = [
  'any',
  'key',
  'openai-key',
  'limits',
  'body',
  'deidentify',
  'fields',
  'upstream',
  'policy',
  'region',
] as const;

const RESTORED = 'The answer, with the original values in place of their tokens.';

const openai = { tag: 'OpenAI and CompliantChatGPT', form: openaiErrorForm, access: 'proxy-key' } as const;
const bastiongpt = { tag: 'BastionGPT', form: bastiongptErrorForm, access: 'bastiongpt-key', method: 'post' } as const;
const server = { tag: 'Server', form: openaiErrorForm, access: 'open', method: 'get', errors: ['any'] } as const;

export const OPERATIONS: readonly Operation[] = [
  {
    ...openai,
    method: 'post',
    path: '/v1/chat/completions',
    id: 'createChatCompletion',
    summary: 'Chat completions',
    description: "OpenAI's chat completions. PHI leaves as tokens and comes back as it was.",
    parameters: ['OpenAiKey', 'Policy'],
    request: { schema: 'ChatRequest', example: CHAT_EXAMPLE },
    reply: { description: RESTORED, schema: 'ChatReply', events: 'ChatEvent', receipt: true },
    errors: COMPLETION_ERRORS,
  },
  {
    ...openai,
    method: 'post',
    path: '/v1/anonymize',
    id: 'anonymize',
    summary: 'De-identify a text',
    description: 'Nothing goes upstream.',
    parameters: ['Policy'],
    request: { schema: 'AnonymizeRequest', example: { text: EXAMPLE_TEXT } },
    reply: { description: 'The text with tokens, and what they stand for.', schema: 'AnonymizeReply', receipt: true },
    errors: ['any', 'key', 'limits', 'body', 'deidentify', 'policy', 'region'],
  },
  {
    ...bastiongpt,
    path: '/v1/ChatCompletion',
    id: 'createBastionGptCompletion',
    summary: 'BastionGPT, 2026',
    description: 'Unapproved uses are answered with finish_reason content_filter and no content; nothing goes upstream.',
    parameters: ['Policy'],
    request: { schema: 'BastionGptRequest', example: CHAT_EXAMPLE },
    reply: { description: RESTORED, schema: 'BastionGptReply', events: 'BastionGptEvent', receipt: true },
    errors: [...COMPLETION_ERRORS, 'context'],
  },
  {
    ...bastiongpt,
    path: '/pro;rev=2/deployments/bastionapi/chat/completions',
    id: 'createBastionGpt202403Completion',
    summary: 'BastionGPT, 202403',
    description: 'As the API of 2026, with a smaller context and without streams.',
    parameters: ['ApiVersionHeader', 'ApiVersionQuery', 'Policy'],
    request: { schema: 'BastionGpt202403Request', example: CHAT_EXAMPLE },
    reply: { description: RESTORED, schema: 'BastionGptReply', receipt: true },
    errors: [...COMPLETION_ERRORS, 'context', 'version'],
  },
  {
    ...openai,
    method: 'get',
    path: '/v1/models',
    id: 'listModels',
    summary: 'Models',
    parameters: ['OpenAiKey', 'Policy'],
    reply: { description: 'Passed on from upstream.', schema: 'ModelList', receipt: true },
    errors: ['any', 'key', 'openai-key', 'upstream', 'policy', 'region'],
  },
  {
    ...openai,
    method: 'get',
    path: '/v1/models/{id}',
    id: 'getModel',
    summary: 'One model',
    parameters: ['ModelId', 'OpenAiKey', 'Policy'],
    reply: { description: 'Passed on from upstream.', schema: 'Model', receipt: true },
    errors: ['any', 'key', 'openai-key', 'upstream', 'policy', 'region', 'path'],
  },
  {
    ...openai,
    method: 'get',
    path: '/v1/usage',
    tag: 'Server',
    id: 'getUsage',
    summary: 'What the key has used',
    description: 'Counters only. As CSV by `Accept: text/csv` or `?format=csv`.',
    parameters: ['Format', 'Policy'],
    reply: { description: 'By day and user, and by month.', schema: 'UsageReport', types: ['text/csv'], receipt: true },
    errors: ['any', 'key', 'policy', 'region', 'usage'],
  },
  {
    ...server,
    path: '/metrics',
    id: 'getMetrics',
    summary: 'Metrics for Prometheus',
    access: 'metrics-key',
    reply: { description: 'Numbers and closed words.', types: ['text/plain'] },
    errors: ['any', 'path'],
  },
  ...(['get', 'head'] as const).flatMap((method): Operation[] => [
    {
      ...server,
      method,
      path: '/healthz',
      id: `${method}Health`,
      summary: 'The process lives',
      reply: { description: 'With the version, and the hash of the rules in force.', schema: 'Health' },
    },
    {
      ...server,
      method,
      path: '/readyz',
      id: `${method}Readiness`,
      summary: 'Whether to send requests here',
      reply: { description: 'Ready.', schema: 'Readiness', also: { 503: 'Not ready: there is no proxy key.' } },
    },
    {
      ...server,
      method,
      path: '/openapi.json',
      id: `${method}OpenApi`,
      summary: 'This document',
      reply: { description: 'OpenAPI 3.1.', types: ['application/json'] },
    },
    {
      ...server,
      method,
      path: '/docs',
      id: `${method}Docs`,
      summary: 'This document as a page',
      reply: { description: 'A page without scripts.', types: ['text/html'] },
    },
  ]),
];
