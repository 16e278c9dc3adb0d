import type { JsonSchema } from '../../dialects/json-schema';

/** Bodies that are the server's own, in no API's form. */

const text: JsonSchema = { type: 'string' };
const textOrNull: JsonSchema = { type: ['string', 'null'] };
const count: JsonSchema = { type: 'integer', minimum: 0 };
const dollars: JsonSchema = { type: 'number', description: 'US dollars.' };

const closed = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const limit: JsonSchema = { type: ['integer', 'null'], description: 'Null: no limit.' };
const figures = { requests: count, tokens_in: count, tokens_out: count, cost_usd: dollars, entities: count };

export const SERVER_SCHEMAS = {
  OpenAiError: closed({ error: closed({ message: text, type: text, param: textOrNull, code: textOrNull }) }),
  BastionGptError: closed({ error: closed({ code: text, message: text, target: textOrNull }) }),
  Health: closed({ status: { const: 'ok' }, version: text, rules_sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' } }),
  Readiness: closed({ status: { enum: ['ready', 'not ready'] } }),
  UsageReport: closed({
    object: { const: 'usage' },
    key: { type: 'string', description: "The key's label." },
    plan: closed({
      name: text,
      requests_per_minute: limit,
      tokens_per_minute: limit,
      context_tokens: limit,
      monthly_charge_usd: dollars,
      monthly_credit_usd: dollars,
      usd_per_1000_tokens_in: dollars,
      usd_per_1000_tokens_out: dollars,
    }),
    days: {
      type: 'array',
      items: closed({
        date: { type: 'string', description: 'A day of UTC.' },
        user: { ...textOrNull, description: 'The tag, or a keyed hash of it where it held PHI; null for requests without.' },
        ...figures,
      }),
    },
    months: {
      type: 'array',
      items: closed({ month: text, ...figures, access_charge_usd: dollars, credit_usd: dollars, due_usd: dollars }),
    },
  }),
  ModelList: { type: 'object', description: "OpenAI's list of models, as it is." },
  Model: { type: 'object', description: "OpenAI's description of a model, as it is." },
} as const satisfies Record<string, JsonSchema>;
