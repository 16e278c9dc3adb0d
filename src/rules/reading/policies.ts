/** Reads policies: which rules are on, and what of their findings stays. One YAML file each, `rules/policies/ID.yaml`. */

import { plainRegexSource } from '../plain-symbols';
import type { RuleProblem } from '../problem';
import { checkRegex } from '../regexes/regex-house-rules';
import { type CompiledRule, DEFAULT_POLICY, type Policy, type RuleExample } from '../types';
import { readMarks } from './example-marks';
import { type PolicyFile, policyFileSchema } from './schema';
import { checkId, parseYaml, schemaProblems, type YamlFile } from './yaml-file';

export interface ReadPolicies {
  /** By id, in the order of the files. */
  readonly policies: ReadonlyMap<string, Policy>;
  readonly sources: ReadonlyMap<string, PolicyFile>;
}

/** Reads all policy files of a rule folder. `texts` are its files by path; `rules` all its rules, undefined if some have problems. */
export function readPolicies(
  texts: ReadonlyMap<string, string>,
  rules: readonly CompiledRule[] | undefined,
  problems: RuleProblem[],
): ReadPolicies {
  const policies = new Map<string, Policy>();
  const sources = new Map<string, PolicyFile>();
  const known = rules === undefined ? undefined : knownRules(rules);
  for (const [path, text] of texts) {
    if (!path.startsWith('policies/')) continue;
    const yaml = parseYaml(path, text);
    problems.push(...yaml.problems);
    if (yaml.problems.length > 0) continue;
    const parsed = policyFileSchema.safeParse(yaml.data);
    if (!parsed.success) {
      problems.push(...schemaProblems(yaml, parsed.error.issues, Object.keys(policyFileSchema.shape)));
      continue;
    }
    problems.push(...checkPolicy(yaml, parsed.data, path, known));
    sources.set(parsed.data.id, parsed.data);
    policies.set(parsed.data.id, compile(parsed.data, path, yaml));
  }
  return { policies, sources };
}

/** `rule` and `rule/pattern` of everything that can be kept. */
function knownRules(rules: readonly CompiledRule[]): ReadonlySet<string> {
  return new Set(rules.flatMap(({ id, patterns }) => [id, ...patterns.map(({ name }) => `${id}/${name}`)]));
}

function checkPolicy(yaml: YamlFile, source: PolicyFile, path: string, known: ReadonlySet<string> | undefined): RuleProblem[] {
  const { id, keep, exclude_roles: roles, examples } = source;
  const keepsNothing = keep.entities.length + keep.rules.length + keep.parts.length + roles.length === 0;
  return [
    ...checkId(yaml, id, path),
    ...(id !== DEFAULT_POLICY || keepsNothing
      ? []
      : [yaml.problemAt(['id'], `${DEFAULT_POLICY} keeps and excludes nothing; write a policy of your own with another id`)]),
    ...keep.rules.flatMap((rule, index) =>
      known?.has(rule) !== false ? [] : [yaml.problemAt(['keep', 'rules', index], 'there is no such rule or pattern')],
    ),
    ...keep.parts.flatMap(({ regex, flags }, index) =>
      checkRegex(regex, flags === 'i').map((reason) => yaml.problemAt(['keep', 'parts', index, 'regex'], reason)),
    ),
    ...examples.flatMap((example, index) => {
      const read = readMarks(example);
      return typeof read === 'string' ? [yaml.problemAt(['examples', index], read)] : [];
    }),
  ];
}

function compile(source: PolicyFile, file: string, yaml: YamlFile): Policy {
  const { id, description, keep, exclude_roles: excludedRoles } = source;
  return {
    id,
    description,
    excludedRoles,
    file,
    keeps: {
      entities: new Set(keep.entities),
      rules: new Set(keep.rules),
      parts: keep.parts.flatMap(({ name, entity, regex, flags = '' }) => {
        const compiled = tryRegex(regex, `du${flags}`);
        return compiled === undefined ? [] : [{ name, entity, regex: compiled }];
      }),
    },
    examples: source.examples.flatMap((example, index): RuleExample[] => {
      const read = readMarks(example);
      return typeof read === 'string' ? [] : [{ ...read, why: undefined, line: yaml.lineAt(['examples', index]) }];
    }),
  };
}

/** A regex that does not compile is already a problem of its file. */
function tryRegex(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(plainRegexSource(source), flags);
  } catch {
    return undefined;
  }
}

/** Rules that name a policy which no file defines: they would never be on. */
export function unknownPolicies(rules: readonly CompiledRule[], policies: ReadonlyMap<string, Policy>): RuleProblem[] {
  return rules.flatMap(({ file, policies: named = [] }) =>
    named
      .filter((id) => !policies.has(id))
      .map((id) => ({ file, line: 1, key: 'policies', reason: `there is no policies/${id}.yaml` })),
  );
}
