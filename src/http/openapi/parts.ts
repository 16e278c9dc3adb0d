import { API_VERSION } from '../../dialects/bastiongpt-202403';
import { MODEL_ID } from '../routes/models';
import type { Access, ParameterName } from './operations';

/** Parameters, headers and keys that operations refer to. */

const text = { type: 'string' } as const;

export interface Parameter {
  readonly name: string;
  readonly in: 'header' | 'query' | 'path';
  readonly required?: boolean;
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

export const PARAMETERS: Readonly<Record<ParameterName, Parameter>> = {
  ModelId: {
    name: 'id',
    in: 'path',
    required: true,
    description: 'Id of a model.',
    schema: { ...text, pattern: MODEL_ID.source },
  },
  OpenAiKey: {
    name: 'x-openai-key',
    in: 'header',
    description: 'OpenAI key; the server may hold one. The bearer is taken for it when another header carries the proxy key.',
    schema: text,
  },
  Policy: {
    name: 'x-phi-policy',
    in: 'header',
    description: 'Policy by which the request is de-identified, where the key allows a choice.',
    schema: text,
  },
  ApiVersionHeader: {
    name: 'API-Version',
    in: 'header',
    description: `${API_VERSION}, also when absent.`,
    schema: { enum: [API_VERSION] },
  },
  ApiVersionQuery: {
    name: 'api-version',
    in: 'query',
    description: 'As the header; matched without regard to case.',
    schema: { enum: [API_VERSION] },
  },
  Format: { name: 'format', in: 'query', description: 'json or csv; wins over `Accept`.', schema: { enum: ['json', 'csv'] } },
};

const header = (description: string, example: string) => ({ description, schema: text, example });

/** Headers of every reply. */
export const ID_HEADERS = {
  'x-request-id': header("Upstream's id of the request where there is one, else the proxy's.", 'req_123'),
  'x-phi-proxy-request-id': header("The proxy's id of the request, the one in its log.", '95b056ce-3ff1-4649-b825-b638ee7b9ae5'),
};

/** The receipt: how the request was de-identified. Numbers and names of rules, no values. */
export const RECEIPT_HEADERS = {
  'x-phi-policy': header('Policy in force.', 'safe-harbor'),
  'x-phi-rules': header('SHA-256 of the rules in force.', 'fbe161f8…'),
  'x-phi-entities': header('How many values were replaced, by entity.', 'DATE=1;NAME=2'),
  'x-phi-tokens': header(
    'Tokens issued, restored, and unknown ones that the model made up; `withheld` where some stayed in URLs.',
    'issued=3;restored=2;unknown=0',
  ),
};

/** What is left of the key's limits; of a key without limits, what upstream says of the OpenAI key's. */
export const RATE_HEADERS = Object.fromEntries(
  ['requests', 'tokens'].flatMap((what) => [
    [`x-ratelimit-limit-${what}`, header(`Most ${what} in a minute.`, '160')],
    [`x-ratelimit-remaining-${what}`, header(`How many ${what} are left of them.`, '159')],
    [`x-ratelimit-reset-${what}`, header('Time until all are there again.', '12s')],
  ]),
);

export const RETRY_HEADERS = { 'retry-after': header('Seconds to wait.', '1') };

export const SECURITY_SCHEMES = {
  ProxyKey: { type: 'apiKey', in: 'header', name: 'x-compliantchatgpt-key', description: 'The proxy key.' },
  Bearer: { type: 'http', scheme: 'bearer', description: 'The proxy key, for clients that can send only one header.' },
  BastionGptKey: { type: 'apiKey', in: 'header', name: 'Key', description: 'The proxy key, 32 letters and digits.' },
  MetricsKey: { type: 'http', scheme: 'bearer', description: 'The key of the metrics; without it there is nothing here (404).' },
} as const;

type Requirement = Readonly<Partial<Record<keyof typeof SECURITY_SCHEMES, readonly string[]>>>;

/** Any one of the listed ways. */
export const SECURITY: Readonly<Record<Access, readonly Requirement[]>> = {
  'proxy-key': [{ ProxyKey: [] }, { Bearer: [] }],
  'bastiongpt-key': [{ BastionGptKey: [] }, { Bearer: [] }],
  'metrics-key': [{ MetricsKey: [] }],
  open: [],
};
