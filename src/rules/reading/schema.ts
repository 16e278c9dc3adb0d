/**
 * The shape of a rule file. Strict: an unknown key is an error, because a mistyped key would silently switch a check off.
 * `rules/rule.schema.json` is generated from here (`npm run rules:schema`), so that editors complete and check while typing.
 */
import { z } from 'zod';
import { ENTITIES, RECOGNIZERS, VALIDATORS } from '../types';

/** The identifiers of 45 CFR 164.514(b)(2)(i), (A) to (R). */
export const LETTERS = [...'ABCDEFGHIJKLMNOPQR'] as readonly string[];

/** Roles of messages that a policy may exclude. Answers and results of tools hold what models and records said: never excluded. */
const MESSAGE_ROLES = ['system', 'developer'] as const;

export const text = z.string().trim().min(1);
const score = z.number().min(0).max(1);
const kebabCase = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, { error: 'must be kebab-case, such as medical-record-number' });
export const webAddress = z.url({ protocol: /^https?$/, error: 'must be a web address' });

const pattern = z.strictObject({
  name: kebabCase.describe('Shown in explanations; unique in the rule.'),
  regex: text.describe(
    'JavaScript syntax, flag u. The named group `value` is what is replaced. Every repeat has an upper bound.',
  ),
  flags: z.literal('i').optional().describe('`i` to ignore case.'),
  score: score.describe('How sure a match alone is. From 0.5 on it is replaced; 0 says for sure that it is none.'),
  validator: z.enum(VALIDATORS).optional().describe('A check on the value, such as a check digit.'),
  everywhere: z
    .literal(true)
    .optional()
    .describe('Of a pattern of score 0: the value is none in the rest of the text either, unless it is a person there.'),
  within: z
    .literal(true)
    .optional()
    .describe(
      'Of recognizer `dictionary`: entries with a capital letter are found anywhere in the value, not only at its beginning.',
    ),
});

/** Names of pieces of regexes, and the pieces, in which blanks at the ends count. */
export const fragmentsSchema = z.record(kebabCase, z.string().min(1));
export type FragmentTexts = Readonly<z.infer<typeof fragmentsSchema>>;

const context = z.strictObject({
  words: z.array(text).min(1).describe('Words on the same line that make a match likelier.'),
  boost: score.describe('What is added to the score.'),
  before: z.int().min(0).max(500).default(60).describe('Characters looked at before the match.'),
  after: z.int().min(0).max(500).default(30).describe('Characters looked at behind the match.'),
});

const nonExample = z.strictObject({ text, why: text.describe('Why this is not one.') });

export const ruleFileSchema = z.strictObject({
  id: kebabCase.describe('The file name without .yaml.'),
  entity: z.enum(ENTITIES).describe('What is found; also the prefix of its tokens.'),
  hipaa: z.array(z.enum(LETTERS)).min(1).describe('Letters of 45 CFR 164.514(b)(2)(i) that this rule serves.'),
  description: text.describe('One or two sentences for a reviewer who reads no code.'),
  references: z.array(webAddress).min(1).describe('The standards and laws behind the rule.'),
  recognizer: z.enum(RECOGNIZERS).describe('Which code finds it; `pattern` needs nothing but this file.'),
  fragments: fragmentsSchema
    .default({})
    .describe(
      'Text that patterns of this rule share: {{name}} in a regex stands for it. fragments.yaml holds those of all rules.',
    ),
  patterns: z.array(pattern).default([]),
  lists: z.array(kebabCase).default([]).describe('Word lists of rules/lists, without .txt.'),
  columns: z
    .array(
      z.string().regex(/^(?:\* )?[a-z][a-z0-9]*(?: [a-z0-9]+)*\??$/, {
        error:
          'must be lower-case words with one space between them, with a ? at the end for a doubtful one, with "* " in front where other words may stand there',
      }),
    )
    .default([])
    .describe(
      'Heads of table columns and names of fields whose cells are values. One with a ? counts only beside a head without; in front of one with a * up to two other words may stand.',
    ),
  context: context.optional(),
  allowList: z.array(text).default([]).describe('Values that are never replaced by this rule.'),
  priority: z
    .int()
    .min(0)
    .max(100)
    .default(50)
    .describe('Wins overlaps between finds that are equally sure (0.9, 0.7 or 0.5 and more) and long.'),
  examples: z.array(text).min(3).describe('Texts in which everything between [[ and ]] must be found, and nothing else.'),
  non_examples: z.array(nonExample).min(3).describe('Texts in which this rule must find nothing.'),
  policies: z.array(kebabCase).min(1).optional().describe('The rule is on only in these policies of rules/policies.'),
  known_limitations: z.array(text).default([]).describe('What the rule is known to miss or to take wrongly.'),
  reviewed_by: text.optional().describe('Who approved the rule, and when.'),
});

/** A rule file as read, with its defaults filled in. */
export type RuleFile = z.infer<typeof ruleFileSchema>;
export type PatternEntry = RuleFile['patterns'][number];

const keptPart = z.strictObject({
  name: kebabCase.describe('Shown in explanations; unique in the policy.'),
  entity: z.enum(ENTITIES).describe('Run over each value that rules of this entity find.'),
  regex: text.describe('JavaScript syntax, flag u. The named group `value` is what stays.'),
  flags: z.literal('i').optional().describe('`i` to ignore case.'),
});

/** The shape of a policy file, `rules/policies/ID.yaml`. */
export const policyFileSchema = z.strictObject({
  id: kebabCase.describe('The file name without .yaml.'),
  description: text.describe('What the policy is for, for a reviewer who reads no code.'),
  references: z.array(webAddress).min(1).describe('The law or agreement behind it.'),
  keep: z
    .strictObject({
      entities: z.array(z.enum(ENTITIES)).default([]).describe('Entities that stay in the text.'),
      rules: z
        .array(z.string().regex(/^[a-z][a-z0-9-]*(?:\/[a-z][a-z0-9-]*)?$/, { error: 'must be RULE or RULE/PATTERN' }))
        .default([])
        .describe('Rules, or single patterns of rules, whose findings stay.'),
      parts: z.array(keptPart).default([]).describe('Parts of found values that stay.'),
    })
    .prefault({}),
  exclude_roles: z.array(z.enum(MESSAGE_ROLES)).default([]).describe('Messages of these roles are not searched.'),
  examples: z.array(text).min(3).describe('Texts in which what stands between [[ and ]] is replaced, and nothing else.'),
  known_limitations: z.array(text).default([]).describe('What the policy is known to keep or to replace wrongly.'),
  reviewed_by: text.optional().describe('Who approved the policy, and when.'),
});

export type PolicyFile = z.infer<typeof policyFileSchema>;

export const exclusionsSchema = z.partialRecord(z.enum(LETTERS), text);

/** The JSON Schema of rule files, as text of `rules/rule.schema.json`. */
export function ruleSchemaText(): string {
  const schema = z.toJSONSchema(ruleFileSchema, { target: 'draft-7', io: 'input' });
  return `${JSON.stringify({ title: 'A phi-proxy rule', ...schema }, null, 2)}\n`;
}
