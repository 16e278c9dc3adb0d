import { ERRORS, type ErrorCode, errorBody } from '../errors';
import { isJsonObject, type JsonObject } from './json';

/** How a dialect shows errors: the catalogue is the same for all, the status of a few rows and the body's form are not. */
export interface ErrorForm {
  readonly name: 'openai' | 'bastiongpt';
  statusOf(code: ErrorCode): number;
  /** The body for a row of the catalogue. `param` names a field. */
  render(code: ErrorCode, param: string | null): JsonObject;
  /** The body for an upstream error that has OpenAI's form (`message`, `type`, `param`, `code`). */
  fromOpenai(error: JsonObject): JsonObject;
}

/** OpenAI's form: chat completions and anonymize. */
export const openaiErrorForm: ErrorForm = {
  name: 'openai',
  statusOf: (code) => ERRORS[code].status,
  render: (code, param) => ({ ...errorBody(code, param) }) as unknown as JsonObject,
  fromOpenai: (error) => error,
};

interface Variant {
  readonly status?: number;
  readonly message?: string;
}

/** Rows that mean something else where the OpenAI key is the server's, or the proxy key travels in another header. */
const BASTIONGPT_VARIANTS: Readonly<Partial<Record<ErrorCode, Variant>>> = {
  missing_proxy_key: { message: 'No key. Send it in the header Key.' },
  invalid_proxy_key: { message: 'The key is not valid.' },
  missing_openai_key: { status: 500, message: 'This server has no OpenAI key.' },
  invalid_openai_key: { status: 502, message: 'The upstream API did not accept the key of this server.' },
};

/** The form of Microsoft's REST guidelines, which Azure services use: both generations of the BastionGPT API. */
export const bastiongptErrorForm: ErrorForm = {
  name: 'bastiongpt',
  statusOf: (code) => BASTIONGPT_VARIANTS[code]?.status ?? ERRORS[code].status,
  render: (code, param) => azureBody(code, BASTIONGPT_VARIANTS[code]?.message ?? ERRORS[code].message, param),
  fromOpenai(body) {
    const error = isJsonObject(body['error']) ? body['error'] : {};
    const { code, message, param } = error;
    return azureBody(textOr(code, 'upstream_error'), textOr(message, ERRORS.upstream_error.message), textOr(param, null));
  },
};

function azureBody(code: string, message: string, target: string | null): JsonObject {
  return { error: { code, message, target } };
}

function textOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === 'string' ? value : otherwise;
}
