import { PhiProxyError } from '../errors';
import { chatDialect } from './chat';
import type { CompletionWire, WireFacts } from './completion-wire';
import { isReasoningModel, isSearchModel } from './compliantchatgpt';
import type { Dialect, RequestRow } from './field-table';
import { isJsonNumber, isJsonObject, type JsonObject, type JsonValue } from './json';

/** The BastionGPT API in both of its generations: its parameters as chat completions, and its replies. */

export const DEFAULT_MAX_TOKENS = 1000;
export const DEFAULT_TEMPERATURE = 0.5;
export const USER_TAG = /^[A-Za-z0-9]{1,15}$/;
/** The name that replies give for every model. */
const REPLY_MODEL = 'bastiongpt';

/** Fields of chat completions whose answers have no place in this API's replies. */
const NOT_HERE: readonly RequestRow[] = ['tools', 'tool_choice', 'functions', 'function_call'].map((path) => ({
  path,
  action: 'refuse',
  code: 'unsupported_feature',
  note: 'replies hold text only',
}));

/** The tables of chat completions, less what this API cannot answer. */
export const bastiongptDialect: Dialect = {
  ...chatDialect,
  name: 'bastiongpt',
  request: [
    ...chatDialect.request.filter(
      ({ path }) => !NOT_HERE.some((row) => path === row.path || /^[.[{]/.test(tailOf(path, row.path))),
    ),
    ...NOT_HERE,
  ],
};

/** What follows `head` in a path; a letter where the path does not begin with it. */
function tailOf(path: string, head: string): string {
  return path.startsWith(head) ? path.slice(head.length) : 'x';
}

function invalid(param: string): never {
  throw new PhiProxyError('invalid_value', { param });
}

/** The parameters that are there: clients send `null` for those that they do not use. Names in lower case. */
function parametersOf(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(foldNames(body)).filter(([, value]) => value !== null));
}

/** Names in lower case. @throws PhiProxyError `duplicate_key` when two differ in case only */
function foldNames(object: JsonObject): JsonObject {
  const folded = Object.entries(object).map(([key, value]) => [key.toLowerCase(), value] as const);
  if (new Set(folded.map(([key]) => key)).size < folded.length) throw new PhiProxyError('duplicate_key');
  return Object.fromEntries(folded);
}

function readMessages({ messages, content }: JsonObject): JsonValue[] {
  if (content !== undefined && messages !== undefined) invalid('content');
  if (content !== undefined) {
    if (typeof content !== 'string' || content.trim() === '') invalid('content');
    return [{ role: 'user', content }];
  }
  if (messages === undefined) throw new PhiProxyError('missing_required_parameter', { param: 'messages' });
  if (!Array.isArray(messages) || messages.length === 0) invalid('messages');
  return messages.map((message, index) => {
    if (!isJsonObject(message)) invalid(`messages[${index}]`);
    const folded = foldNames(message);
    for (const name of ['role', 'content'])
      if (folded[name] === undefined)
        throw new PhiProxyError('missing_required_parameter', { param: `messages[${index}].${name}` });
    return folded;
  });
}

/** A number that holds for `test`, or the default where it is absent. */
function numberOr(value: JsonValue | undefined, fallback: number, param: string, test: (number: number) => boolean): JsonValue {
  if (value === undefined) return fallback;
  return isJsonNumber(value) && test(Number(value)) ? value : invalid(param);
}

/** Checks that `user` and `function` are what the API allows. */
function checkWords({ user, function: purpose }: JsonObject): void {
  if (user !== undefined && !(typeof user === 'string' && USER_TAG.test(user))) invalid('user');
  if (purpose !== undefined && purpose !== 'general') invalid('function');
}

/** Reasoning models take no temperature and name the limit differently; models that search by themselves take none either. */
function sampling(parameters: JsonObject, model: string): JsonObject {
  const isWhole = (number: number): boolean => Number.isSafeInteger(number) && number >= 1;
  // OpenAI's newer name of the same; upstream refuses both together.
  const named = parameters['max_tokens'] === undefined ? 'max_completion_tokens' : 'max_tokens';
  const limit = numberOr(parameters[named], DEFAULT_MAX_TOKENS, named, isWhole);
  const isUnit = (number: number): boolean => number >= 0 && number <= 1;
  const temperature = numberOr(parameters['temperature'], DEFAULT_TEMPERATURE, 'temperature', isUnit);
  if (isReasoningModel(model)) return { max_completion_tokens: limit };
  return isSearchModel(model) ? { max_tokens: limit } : { max_tokens: limit, temperature };
}

/**
 * A request as a chat completion, for the server's model.
 *
 * @throws PhiProxyError `invalid_body`, `duplicate_key`, `missing_required_parameter`, `invalid_value`
 */
export function readBastiongptRequest(body: JsonValue, { model }: WireFacts): JsonObject {
  if (!isJsonObject(body)) throw new PhiProxyError('invalid_body');
  const parameters = parametersOf(body);
  checkWords(parameters);
  const messages = readMessages(parameters);
  const settings = sampling(parameters, model);
  const { content, function: purpose, max_tokens, max_completion_tokens, temperature, stream_options, ...rest } = parameters;
  // The last event of a stream says what whole replies say in `usage`.
  const options = parameters['stream'] === true ? { stream_options: { include_usage: true } } : {};
  return { ...rest, messages, ...settings, ...options, model };
}

/** The three counts of a reply; 0 where upstream gives none. */
function usageOf(reply: JsonObject): JsonObject {
  const usage = isJsonObject(reply['usage']) ? reply['usage'] : {};
  const count = (name: string): JsonValue => (isJsonNumber(usage[name]) ? usage[name] : 0);
  return {
    prompt_tokens: count('prompt_tokens'),
    completion_tokens: count('completion_tokens'),
    total_tokens: count('total_tokens'),
  };
}

/** The text of a message or delta; a refusal of the model is its answer. */
function textOf(message: JsonValue | undefined): string | undefined {
  if (!isJsonObject(message)) return undefined;
  const { content, refusal } = message;
  if (typeof content === 'string') return content;
  return typeof refusal === 'string' ? refusal : undefined;
}

function choicesOf(reply: JsonObject): JsonObject[] {
  return Array.isArray(reply['choices']) ? reply['choices'].filter(isJsonObject) : [];
}

/** A whole reply, with these fields and no others. @throws PhiProxyError `upstream_invalid_response` */
export function writeBastiongptReply(reply: JsonValue, { environment }: WireFacts): JsonValue {
  if (!isJsonObject(reply)) throw new PhiProxyError('upstream_invalid_response');
  return {
    id: reply['id'] ?? '',
    created: reply['created'] ?? 0,
    model: REPLY_MODEL,
    choices: choicesOf(reply).map(({ finish_reason, message }) => ({
      finish_reason: finish_reason ?? null,
      message: { content: textOf(message) ?? '' },
    })),
    usage: usageOf(reply),
    environment,
  };
}

/** One event of a stream: as a whole reply, with `delta` in place of `message`, and `usage` in the last event only. */
export function writeBastiongptChunk(chunk: JsonValue, { environment }: WireFacts): JsonValue {
  if (!isJsonObject(chunk)) throw new PhiProxyError('upstream_invalid_response');
  return {
    id: chunk['id'] ?? '',
    created: chunk['created'] ?? 0,
    model: REPLY_MODEL,
    choices: choicesOf(chunk).map(({ index, finish_reason, delta }) => {
      const content = textOf(delta);
      return { index: index ?? 0, finish_reason: finish_reason ?? null, delta: content === undefined ? {} : { content } };
    }),
    ...(isJsonObject(chunk['usage']) ? { usage: usageOf(chunk) } : {}),
    environment,
  };
}

/** `POST /v1/ChatCompletion`, the API of 2026. */
export const bastiongpt2026Wire: CompletionWire = {
  dialect: bastiongptDialect,
  contextLimit: 500_000,
  screensUse: true,
  readRequest: readBastiongptRequest,
  writeReply: writeBastiongptReply,
  writeChunk: writeBastiongptChunk,
};
