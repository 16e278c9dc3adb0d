import { loadRuleBundle } from '../../rules/load';
import { nearestNames } from '../../rules/nearest-names';
import type { RuleFile } from '../../rules/schema';
import { CommandError, EXIT } from '../command-error';
import type { RulesOptions } from '../rules';

/** Prints all of one rule for a reviewer. */
export function showRule(id: string, { rules: directory }: RulesOptions): void {
  const { sources } = loadRuleBundle(directory);
  const rule = sources.get(id);
  if (rule === undefined) throw new CommandError(unknownRule(id, [...sources.keys()]), EXIT.usage);
  process.stdout.write(describeRule(rule));
}

function unknownRule(id: string, known: readonly string[]): string {
  const nearest = nearestNames(id, known);
  const hint = nearest.length > 0 ? `did you mean ${nearest.join(' or ')}?` : '"phi-proxy rules list" shows them all';
  return `there is no rule ${id}; ${hint}`;
}

function describeRule(rule: RuleFile): string {
  return [
    `${rule.id} finds ${rule.entity}`,
    '',
    `  ${rule.description.trim().replaceAll('\n', '\n  ')}`,
    '',
    `  45 CFR 164.514(b)(2)(i)  ${rule.hipaa.map((letter) => `(${letter})`).join(' ')}`,
    `  recognizer  ${rule.recognizer}, priority ${rule.priority}`,
    ...section('References', rule.references),
    ...section('Patterns', rule.patterns.flatMap(describePattern)),
    ...section(
      'Word lists',
      rule.lists.map((name) => `lists/${name}.txt`),
    ),
    ...section('Context', describeContext(rule)),
    ...section('Never replaced by this rule', rule.allowList),
    ...section('Found (between [[ and ]])', rule.examples),
    ...section(
      'Not found',
      rule.non_examples.map(({ text, why }) => `${text}   (${why})`),
    ),
    ...section('Known limitations', rule.known_limitations),
    ...section('Reviewed by', rule.reviewed_by === undefined ? [] : [rule.reviewed_by]),
    '',
  ].join('\n');
}

function describePattern({ name, regex, flags, score, validator }: RuleFile['patterns'][number]): string[] {
  const notes = [
    `score ${score}`,
    ...(flags === undefined ? [] : ['ignores case']),
    ...(validator === undefined ? [] : [`checked by ${validator}`]),
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
