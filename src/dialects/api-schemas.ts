import { bastiongptDialect, DEFAULT_MAX_TOKENS, DEFAULT_TEMPERATURE, USER_TAG } from './bastiongpt';
import { chatDialect } from './chat';
import { DEFAULT_TEMPERATURE as CHAT_TEMPERATURE, DEFAULT_MODEL } from './compliantchatgpt';
import { type JsonSchema, replySchema, requestSchema } from './json-schema';

/** The bodies of all APIs as schemas, for the published document. What comes from a field table is made from it. */

const text = (description: string): JsonSchema => ({ type: 'string', description });
const count: JsonSchema = { type: 'integer', minimum: 0 };
const object = (properties: Readonly<Record<string, JsonSchema>>, description?: string): JsonSchema => ({
  type: 'object',
  ...(description === undefined ? {} : { description }),
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

function chatRequest(): JsonSchema {
  const schema = requestSchema(chatDialect.request, ['messages']);
  const { model, temperature, n, messages } = schema.properties ?? {};
  return {
    ...schema,
    description: 'Fields that are not listed are read as trees, every string and number of them, and passed.',
    properties: {
      messages: { ...messages, type: 'array', minItems: 1, items: { ...messages?.items, type: 'object' } },
      ...without(schema.properties ?? {}, ['messages']),
      model: { ...model, default: DEFAULT_MODEL },
      temperature: { ...temperature, default: CHAT_TEMPERATURE, description: 'No default for reasoning models.' },
      n: { ...n, default: 1 },
    },
  };
}

function without(properties: Readonly<Record<string, JsonSchema>>, names: readonly string[]): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));
}

/** The parameters of both generations of the BastionGPT API, less `stream`. */
function bastiongptParameters(): Record<string, JsonSchema> {
  const fields = requestSchema(bastiongptDialect.request).properties ?? {};
  const refused = Object.entries(fields).filter(([, field]) => field['x-phi-action'] === 'refuse');
  const item = fields['messages']?.items ?? {};
  return {
    messages: {
      type: ['array', 'null'],
      minItems: 1,
      items: { ...item, type: 'object', required: ['role', 'content'] },
    },
    Content: {
      type: ['string', 'null'],
      pattern: '\\S',
      description: 'One prompt, in place of messages.',
      'x-phi-action': 'text',
    },
    max_tokens: { type: ['integer', 'null'], minimum: 1, default: DEFAULT_MAX_TOKENS },
    temperature: { type: ['number', 'null'], minimum: 0, maximum: 1, default: DEFAULT_TEMPERATURE },
    user: { type: ['string', 'null'], pattern: USER_TAG.source, description: 'Usage is counted by it.', 'x-phi-action': 'hash' },
    function: { enum: ['general', null] },
    ...Object.fromEntries(refused),
  };
}

const bastiongptRequest = (stream: JsonSchema): JsonSchema => ({
  type: 'object',
  description: 'Names of parameters are matched without regard to case.',
  properties: { ...bastiongptParameters(), stream },
  oneOf: [
    { required: ['messages'], properties: { messages: { type: 'array' } } },
    { required: ['Content'], properties: { Content: { type: 'string' } } },
  ],
});

const usage = object({ prompt_tokens: count, completion_tokens: count, total_tokens: count });

function bastiongptReply(part: 'message' | 'delta'): JsonSchema {
  const content = { type: 'string', 'x-phi-action': 'restore' } as const;
  const choice =
    part === 'message'
      ? object({ finish_reason: { type: ['string', 'null'] }, message: object({ content }) })
      : object({
          index: count,
          finish_reason: { type: ['string', 'null'] },
          delta: { type: 'object', properties: { content }, additionalProperties: false },
        });
  const reply = object({
    id: text('Of upstream.'),
    created: { type: 'integer', description: 'Seconds since 1970.' },
    model: { const: 'bastiongpt' },
    choices: { type: 'array', items: choice },
    usage,
    environment: text('Of the key, or of the server.'),
  });
  if (part === 'message') return reply;
  return {
    ...reply,
    required: reply.required?.filter((name) => name !== 'usage') ?? [],
    description: 'usage stands in the last event.',
  };
}

const chatReply = replySchema(chatDialect.reply);

const place = object({
  start: { ...count, description: 'Offset in the text as given, in UTF-16 code units.' },
  end: { ...count, description: 'Offset behind the last unit.' },
  entity: text('Such as NAME or DATE.'),
  word: text('What stood there.'),
});

/** By the names under which the document refers to them. */
export const API_SCHEMAS = {
  ChatRequest: chatRequest(),
  ChatReply: {
    ...chatReply,
    description: "OpenAI's whole reply; strings of fields that are not listed are restored, too.",
    properties: {
      ...chatReply.properties,
      content: { type: ['string', 'null'], description: "The first choice's text, once more.", 'x-phi-action': 'restore' },
    },
  },
  ChatEvent: { ...replySchema(chatDialect.chunk), description: 'The data of one event of a stream.' },
  AnonymizeRequest: {
    type: 'object',
    properties: { text: { type: 'string', 'x-phi-action': 'text' } },
    required: ['text'],
  },
  AnonymizeReply: object({
    anonymized_text: text('The text with tokens in place of PHI.'),
    identified_phi: { type: 'array', items: place },
  }),
  BastionGptRequest: bastiongptRequest({
    type: ['boolean', 'null'],
    description: 'An extension: the reply as a stream of events.',
  }),
  BastionGpt202403Request: bastiongptRequest({ enum: [false, null], description: 'This version does not stream.' }),
  BastionGptReply: bastiongptReply('message'),
  BastionGptEvent: bastiongptReply('delta'),
} as const satisfies Record<string, JsonSchema>;
