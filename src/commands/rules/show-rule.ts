import { loadReviewedRules } from '../../rules/load';
import { nearestNames } from '../../rules/nearest-names';
import { fragmentsIn } from '../../rules/reading/fragments';
import type { FragmentTexts, PolicyFile, RuleFile } from '../../rules/reading/schema';
import type { RuleBundle } from '../../rules/rule-bundle';
import type { UseCaseFile } from '../../rules/use-cases/use-cases';
import { CommandError, EXIT } from '../command-error';
import type { RulesOptions } from '../rules';

export interface ShowOptions extends RulesOptions {
  /** Regexes as they are run, without names of fragments. */
  readonly writtenOut?: true;
}

/** Prints all of one rule, policy or unapproved use for a reviewer: whatever `rules list` names. */
export function showRule(id: string, { rules: directory, writtenOut }: ShowOptions): void {
  const bundle = loadReviewedRules(directory);
  const { sources, policySources, useCaseSources } = bundle;
  const [rule, policy, useCase] = [sources.get(id), policySources.get(id), useCaseSources.get(id)];
  const shown = [
    ...(rule === undefined ? [] : [describeRule(writtenOut ? asRun(rule, bundle) : rule, bundle.fragments)]),
    ...(policy === undefined ? [] : [describePolicy(policy)]),
    ...(useCase === undefined ? [] : [describeUseCase(useCase)]),
  ];
  if (shown.length === 0) {
    const known = [...sources.keys(), ...policySources.keys(), ...useCaseSources.keys()];
    throw new CommandError(unknownRule(id, known), EXIT.usage);
  }
  process.stdout.write(shown.join('\n'));
}

function unknownRule(id: string, known: readonly string[]): string {
  const nearest = nearestNames(id, known);
  const hint = nearest.length > 0 ? `did you mean ${nearest.join(' or ')}?` : '"phi-proxy rules list" shows them all';
  return `there is no rule ${id}; ${hint}`;
}

/** The rule with the regexes that the engine runs. */
function asRun(rule: RuleFile, { ruleSet }: RuleBundle): RuleFile {
  const compiled = [...ruleSet.rules, ...(ruleSet.policyRules ?? [])].find(({ id }) => id === rule.id);
  const regexOf = (name: string) => compiled?.patterns.find((pattern) => pattern.name === name)?.regex.source;
  return { ...rule, patterns: rule.patterns.map((pattern) => ({ ...pattern, regex: regexOf(pattern.name) ?? pattern.regex })) };
}

/** Every fragment that a regex of the rule names, itself or by another, in the order in which a reader meets them. */
function fragmentsOf({ patterns, fragments: own }: RuleFile, shared: FragmentTexts): ReadonlyMap<string, string> {
  const texts: FragmentTexts = { ...shared, ...own };
  const met = new Map<string, string>();
  const meet = (regex: string): void => {
    for (const name of fragmentsIn(regex)) {
      const text = texts[name];
      if (text === undefined || met.has(name)) continue;
      met.set(name, text);
      meet(text);
    }
  };
  for (const { regex } of patterns) meet(regex);
  return met;
}

function describeRule(rule: RuleFile, shared: FragmentTexts): string {
  return [
    `${rule.id} finds ${rule.entity}`,
    '',
    `  ${rule.description.trim().replaceAll('\n', '\n  ')}`,
    '',
    `  45 CFR 164.514(b)(2)(i)  ${rule.hipaa.map((letter) => `(${letter})`).join(' ')}`,
    `  recognizer  ${rule.recognizer}, priority ${rule.priority}`,
    ...(rule.policies === undefined ? [] : [`  only in     ${rule.policies.join(', ')}`]),
    ...section('References', rule.references),
    ...section('Patterns', rule.patterns.flatMap(describePattern)),
    ...section(
      'What names in double braces stand for (--written-out shows patterns without them)',
      [...fragmentsOf(rule, shared)].flatMap(([name, text]) => [name, `  ${text}`]),
    ),
    ...section(
      'Word lists',
      rule.lists.map((name) => `lists/${name}.txt`),
    ),
    ...section('Heads of table columns (? beside others only)', rule.columns),
    ...section('Context', describeContext(rule)),
    ...section('Never replaced by this rule', rule.allowList),
    ...section('Found (between [[ and ]])', rule.examples),
    ...section('Not found', describeNonExamples(rule)),
    ...describeReview(rule),
  ].join('\n');
}

function describePolicy(policy: PolicyFile): string {
  const { entities, rules, parts } = policy.keep;
  return [
    `${policy.id} is a policy`,
    '',
    `  ${policy.description.trim().replaceAll('\n', '\n  ')}`,
    ...section('References', policy.references),
    ...section('Entities that stay', entities),
    ...section('Rules whose findings stay', rules),
    ...section(
      'Parts of values that stay',
      parts.flatMap(({ name, entity, regex, flags }) => [
        `${name}: of ${entity}${flags === undefined ? '' : ', ignores case'}`,
        `  ${regex}`,
      ]),
    ),
    ...section('Roles whose messages are not searched', policy.exclude_roles),
    ...section('Replaced (between [[ and ]])', policy.examples),
    ...describeReview(policy),
  ].join('\n');
}

function describeUseCase(useCase: UseCaseFile): string {
  return [
    `${useCase.id} is a use that is not approved`,
    '',
    `  ${useCase.description.trim().replaceAll('\n', '\n  ')}`,
    ...section('References', useCase.references),
    ...useCase.requests.flatMap(({ verbs, objects, unless, wanted }) => [
      ...section(wanted ? 'A request to (asking for it is one, too)' : 'A request to', [verbs.join(' | ')]),
      ...objects.map((object) => `    ${object}`),
      ...(unless.length === 0 ? [] : [`  unless the sentence holds ${unless.join(' | ')}`]),
    ]),
    ...section('Found', useCase.examples),
    ...section('Not found', describeNonExamples(useCase)),
    ...describeReview(useCase),
  ].join('\n');
}

function describeNonExamples({ non_examples }: Pick<RuleFile, 'non_examples'>): string[] {
  return non_examples.map(({ text, why }) => `${text}   (${why})`);
}

/** The end of each: what it is known for, and who approved it. */
function describeReview({ known_limitations, reviewed_by }: Pick<RuleFile, 'known_limitations' | 'reviewed_by'>): string[] {
  return [
    ...section('Known limitations', known_limitations),
    ...section('Reviewed by', reviewed_by === undefined ? [] : [reviewed_by]),
    '',
  ];
}

function describePattern({ name, regex, flags, score, validator, everywhere, within }: RuleFile['patterns'][number]): string[] {
  const notes = [
    `score ${score}`,
    ...(flags === undefined ? [] : ['ignores case']),
    ...(validator === undefined ? [] : [`checked by ${validator}`]),
    ...(everywhere === undefined ? [] : ['of the whole text']),
    ...(within === undefined ? [] : ['entries within it']),
  ];
  return [`${name}: ${notes.join(', ')}`, `  ${regex}`];
}

function describeContext({ context }: RuleFile): string[] {
  if (context === undefined) return [];
  const { words, boost, before, after } = context;
  return [`+${boost} for one of these words up to ${before} characters before or ${after} behind: ${words.join(', ')}`];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line.replaceAll('\n', '\n    ')}`)];
}
