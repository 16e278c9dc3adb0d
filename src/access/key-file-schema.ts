import { z } from 'zod';
import type { KeyEntry } from './key-store';
import { type Plan, READY_MADE_PLANS } from './plans';

/**
 * What a key file may hold. Anything else is an error: a misspelt `disabled` must not leave a key open. Messages never quote the file,
 * since someone may have put a key into it.
 */

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** A name of the house: no text of a person, no quotes needed. */
export const nameSchema = z
  .string()
  .regex(NAME, 'must be 1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit');
/** As clients and `PHI_PROXY_MODEL` may name one. */
const MODEL = /^[A-Za-z0-9][\w.:/@-]{0,127}$/;
const count = z.int('must be a whole number').min(1, 'must be 1 or more').max(1_000_000_000, 'must be 1,000,000,000 or less');
const dollars = z
  .number('must be a number of US dollars')
  .min(0, 'must be 0 or more')
  .max(1_000_000, 'must be 1,000,000 or less');

const planSchema = z.strictObject({
  requestsPerMinute: count.optional(),
  tokensPerMinute: count.optional(),
  contextTokens: count.optional(),
  monthlyCharge: dollars.default(0),
  monthlyCredit: dollars.default(0),
  pricePer1000In: dollars.default(0),
  pricePer1000Out: dollars.default(0),
});

/** Base URL of an upstream API. */
export const upstreamSchema = z
  .string()
  .refine(isSafeUpstream, 'must be an https URL without user name, query or fragment (http only on this machine)')
  .transform((url) => url.replace(/\/+$/, ''));

const entrySchema = z.strictObject({
  hash: z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be 'sha256:' and 64 lower-case hexadecimal digits"),
  label: nameSchema,
  plan: nameSchema.optional(),
  policy: nameSchema.optional(),
  policies: z.array(nameSchema, 'must be a list of names').optional(),
  region: nameSchema.optional(),
  upstream: upstreamSchema.optional(),
  model: z.string().regex(MODEL, 'must be the name of a model').optional(),
  environment: nameSchema.optional(),
  openaiKey: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,127}$/, 'must be the name of an environment variable: capitals, digits, underscores')
    .refine((variable) => !variable.startsWith('PHI_PROXY_'), 'must not begin with PHI_PROXY_, which is for settings')
    .optional(),
  disabled: z.boolean('must be true or false').optional(),
  expires: z
    .union([z.iso.date(), z.iso.datetime({ offset: true })], 'must be a date (2027-01-31) or a time (2027-01-31T12:00:00Z)')
    .optional(),
});

/** The file as written becomes entries, each with the plan that it names. */
export const keyFileSchema = z
  .strictObject({ keys: z.array(entrySchema), plans: z.record(nameSchema, planSchema).optional() })
  .superRefine(({ keys }, context) => {
    for (const field of ['label', 'hash'] as const) {
      const seen = new Set<string>();
      keys.forEach((entry, index) => {
        if (seen.has(entry[field])) context.addIssue({ code: 'custom', path: ['keys', index, field], message: 'occurs twice' });
        seen.add(entry[field]);
      });
    }
  })
  .transform(({ keys, plans = {} }, context): KeyEntry[] => {
    const known = knownPlans(plans, (plan) =>
      context.addIssue({ code: 'custom', path: ['plans', plan], message: 'is the name of a ready-made plan' }),
    );
    return keys.map(({ expires, plan, ...entry }, index) => {
      const found = plan === undefined ? undefined : known.get(plan);
      if (plan !== undefined && found === undefined) {
        context.addIssue({ code: 'custom', path: ['keys', index, 'plan'], message: UNKNOWN_PLAN });
      }
      return {
        ...entry,
        ...(found === undefined ? {} : { plan: found }),
        expiresAt: expires === undefined ? undefined : Date.parse(expires),
      };
    });
  });

/** The policies and regions that a server has. */
export interface KnownNames {
  readonly policies: ReadonlySet<string>;
  readonly regions: ReadonlySet<string>;
}

/** The schema of a key file for a server with these. */
export function keyFileSchemaFor({ policies, regions }: KnownNames): z.ZodType<KeyEntry[]> {
  return keyFileSchema.superRefine((entries, context) => {
    const check = (path: (string | number)[], name: string | undefined, known: ReadonlySet<string>, otherwise: string): void => {
      if (name !== undefined && !known.has(name))
        context.addIssue({ code: 'custom', path: ['keys', ...path], message: otherwise });
    };
    const noPolicy = `must be one of the policies ${[...policies].join(', ')}`;
    const noRegion = 'must be a region of the file that PHI_PROXY_REGIONS_FILE names';
    entries.forEach((entry, index) => {
      check([index, 'policy'], entry.policy, policies, noPolicy);
      entry.policies?.forEach((name, at) => {
        check([index, 'policies', at], name, policies, noPolicy);
      });
      check([index, 'region'], entry.region, regions, noRegion);
    });
  });
}

const UNKNOWN_PLAN = `must be a plan of this file or one of ${READY_MADE_PLANS.map((plan) => plan.name).join(', ')}`;

function knownPlans(own: Readonly<Record<string, Omit<Plan, 'name'>>>, onClash: (name: string) => void): Map<string, Plan> {
  const known = new Map(READY_MADE_PLANS.map((plan) => [plan.name, plan]));
  for (const [planName, plan] of Object.entries(own)) {
    if (known.has(planName)) onClash(planName);
    else known.set(planName, Object.freeze({ name: planName, ...plan }));
  }
  return known;
}

function isSafeUpstream(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(value);
  const isLocal = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && isLocal)) && username + password + search + hash === '';
}
