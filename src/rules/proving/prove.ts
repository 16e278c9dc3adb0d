/** Runs the examples that rules carry: each rule alone, then all rules together. */
import { RuleLoadError, type RuleProblem } from '../problem';
import { ruleSetFor } from '../rule-set-for';
import { type CompiledRule, type RuleExample, type RuleSet, withoutModel } from '../types';
import { type Detect, type ProvenSpan, provePolicy, runExample } from './prove-policy';

/** Every example that does not hold, with the place in the rule file. Empty means that the rules are proven. */
export function proveRules(ruleSet: RuleSet, detect: Detect): RuleProblem[] {
  return [
    ...ruleSet.rules.flatMap((rule) => proveRule(rule, ruleSet, detect)),
    ...(ruleSet.policyRules ?? []).flatMap((rule) => provePolicyRule(rule, ruleSet, detect)),
    ...[...(ruleSet.policies?.values() ?? [])].flatMap((policy) => provePolicy(policy, ruleSet, detect)),
  ];
}

/** A rule that is on in some policies only is proven in each of them. */
export function provePolicyRule(rule: CompiledRule, ruleSet: RuleSet, detect: Detect): RuleProblem[] {
  return (rule.policies ?? []).flatMap((policy) => proveRule(rule, ruleSetFor(ruleSet, policy) ?? ruleSet, detect));
}

/** For start-up: @throws RuleLoadError unless every example holds, or held when the package was built with these very files. */
export function assertProven(directory: string, ruleSet: RuleSet, detect: Detect): void {
  if (ruleSet.isProven === true) return;
  const problems = proveRules(ruleSet, detect);
  if (problems.length > 0) throw new RuleLoadError(directory, problems);
}

/** The same for one rule of the set. */
export function proveRule(rule: CompiledRule, ruleSet: RuleSet, detect: Detect): RuleProblem[] {
  const alone: RuleSet = withoutModel({ ...ruleSet, rules: [rule] });
  const examples = rule.examples.flatMap((example, index) => {
    const key = `examples[${index}]`;
    return [
      ...run(rule, example, key, () => checkAlone(rule, example, find(example, alone, detect))),
      ...run(rule, example, key, () => checkTogether(example, find(example, ruleSet, detect))),
    ];
  });
  const nonExamples = rule.nonExamples.flatMap((example, index) => {
    const key = `non_examples[${index}]`;
    return [
      ...run(rule, example, key, () => checkNothing('alone', rule, find(example, alone, detect))),
      ...run(rule, example, key, () => checkNothing('with all rules', rule, find(example, ruleSet, detect))),
    ];
  });
  return [...examples, ...nonExamples];
}

function find({ text }: RuleExample, ruleSet: RuleSet, detect: Detect): readonly ProvenSpan[] {
  return detect([{ text }], ruleSet).segments[0] ?? [];
}

function run(rule: CompiledRule, example: RuleExample, key: string, check: () => string[]): RuleProblem[] {
  return runExample({ file: rule.file, line: example.line, key }, check);
}

/** Exactly the marked spans. What the engine repeats from a marked span (`known`) may come on top. */
function checkAlone(rule: CompiledRule, { spans }: RuleExample, found: readonly ProvenSpan[]): string[] {
  const missed = spans
    .filter(({ start, end }) => !found.some((span) => span.start === start && span.end === end && span.entity === rule.entity))
    .map(({ start, end }) => `alone: ${rule.entity} at ${start}-${end} is not found${insteadOf(found) || tooWeak(rule)}`);
  const surplus = found
    .filter((span) => span.origin === 'found' && !spans.some(({ start, end }) => span.start < end && span.end > start))
    .map((span) => `alone: finds ${describe(span)}, which is not marked`);
  return [...missed, ...surplus];
}

/** A match that scores less is left unless the tagger finds it: see "Scores" in rules/README.md. */
const LEAST_SCORE = 0.5;

/** Why a pattern that matches may find nothing. */
function tooWeak({ patterns }: CompiledRule): string {
  const weak = patterns.filter(({ score }) => score < LEAST_SCORE).map(({ name }) => name);
  return weak.length === 0 ? '' : `; a score below ${LEAST_SCORE} finds nothing without a boost (${weak.join(', ')})`;
}

function insteadOf(found: readonly ProvenSpan[]): string {
  return found.length === 0 ? '' : `; found instead: ${found.map(describe).join(', ')}`;
}

function describe({ entity, start, end, pattern, score }: ProvenSpan): string {
  return `${entity} at ${start}-${end} (${pattern}, ${score.toFixed(2)})`;
}

/** With all rules on another rule may win or cut the span, but no letter or digit of it may stay. */
function checkTogether({ text, spans }: RuleExample, found: readonly ProvenSpan[]): string[] {
  const covered = new Set(found.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, index) => start + index)));
  return spans
    .filter(({ start, end }) =>
      [...text.slice(start, end).matchAll(/[\p{L}\p{N}]/gu)].some(({ index }) => !covered.has(start + index)),
    )
    .map(({ start, end }) => `with all rules: ${start}-${end} is not covered${insteadOf(found)}`);
}

function checkNothing(mode: string, rule: CompiledRule, found: readonly ProvenSpan[]): string[] {
  return found
    .filter((span) => span.rule === rule.id)
    .map((span) => `${mode}: finds ${describe(span)}, although it is a non-example`);
}
