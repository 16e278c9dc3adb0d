import { loadReviewedRules } from '../../rules/load';
import { LETTERS } from '../../rules/reading/schema';
import type { RuleBundle } from '../../rules/rule-bundle';
import type { RulesOptions } from '../rules';

const HEADER = ['id', 'entity', 'letters', 'recognizer', 'examples', 'only in'];

/** Prints the rules and what they cover. */
export function listRules({ rules: directory, json }: RulesOptions & { readonly json?: true }): void {
  const bundle = loadReviewedRules(directory);
  process.stdout.write(json === true ? `${JSON.stringify(toJson(bundle), null, 2)}\n` : toText(bundle));
}

function toJson({ ruleSet, exclusions, fileHashes }: RuleBundle): object {
  return {
    sha256: ruleSet.sha256,
    rules: allRules(ruleSet).map(({ id, entity, hipaa, recognizer, description, examples, nonExamples, policies }) => ({
      id,
      entity,
      hipaa,
      recognizer,
      description,
      examples: examples.length,
      nonExamples: nonExamples.length,
      ...(policies === undefined ? {} : { policies }),
    })),
    policies: [...(ruleSet.policies?.values() ?? [])].map(({ id, description, keeps, excludedRoles, examples }) => ({
      id,
      description,
      keeps: { entities: [...keeps.entities], rules: [...keeps.rules], parts: keeps.parts.map(({ name }) => name) },
      excludedRoles,
      examples: examples.length,
    })),
    useCases: useCasesOf(ruleSet).map(({ id, description, examples, nonExamples }) => ({
      id,
      description,
      examples,
      nonExamples,
    })),
    coverage: Object.fromEntries(
      LETTERS.map((letter) => {
        const reason = exclusions.get(letter);
        return [letter, reason === undefined ? { rules: servedBy(letter, ruleSet.rules) } : { excluded: reason }];
      }),
    ),
    files: Object.fromEntries(fileHashes),
  };
}

function toText({ ruleSet, exclusions }: RuleBundle): string {
  const rows = allRules(ruleSet).map(({ id, entity, hipaa, recognizer, examples, nonExamples, policies }) => [
    id,
    entity,
    hipaa.join(' '),
    recognizer,
    `${examples.length} + ${nonExamples.length}`,
    policies?.join(' ') ?? '',
  ]);
  const policies = [...(ruleSet.policies?.values() ?? [])].map(({ id, description, examples }) => [
    id,
    String(examples.length),
    description.trim().replaceAll('\n', ' '),
  ]);
  const coverage = LETTERS.map((letter) => [letter, exclusions.get(letter) ?? servedBy(letter, ruleSet.rules).join(', ')]);
  return [
    ...table([HEADER, ...rows]),
    '',
    ...(policies.length === 0 ? [] : [...table([['policy', 'examples', 'description'], ...policies]), '']),
    'Identifiers of 45 CFR 164.514(b)(2)(i), and the rules that serve them or the reason why none does:',
    ...table(coverage),
    '',
    'Uses that are not approved, where an API screens for them (rules/use-cases):',
    ...table(
      useCasesOf(ruleSet).map(({ id, description, examples, nonExamples }) => [id, `${examples} + ${nonExamples}`, description]),
    ),
    '',
    `SHA-256 ${ruleSet.sha256}`,
    '',
  ].join('\n');
}

function useCasesOf({ useCases }: RuleBundle['ruleSet']) {
  return useCases ?? [];
}

/** Also the rules that are on in some policies only. */
function allRules({ rules, policyRules = [] }: RuleBundle['ruleSet']): RuleBundle['ruleSet']['rules'] {
  return [...rules, ...policyRules];
}

function servedBy(letter: string, rules: RuleBundle['ruleSet']['rules']): string[] {
  return rules.filter(({ hipaa }) => hipaa.includes(letter)).map(({ id }) => id);
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
