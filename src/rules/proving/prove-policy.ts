/** Runs the examples that a policy carries: exactly what is marked is replaced. */
import type { RuleProblem } from '../problem';
import { ruleSetFor } from '../rule-set-for';
import type { Entity, Policy, RuleExample, RuleSet } from '../types';

export interface ProvenSpan {
  readonly start: number;
  readonly end: number;
  readonly entity: Entity;
  readonly score: number;
  readonly rule: string;
  readonly pattern: string;
  readonly origin: 'found' | 'known';
}

/** The shape of `detect` in `src/detect`; injected, because the engine imports the rules' types and not the other way round. */
export type Detect = (
  segments: readonly { readonly text: string }[],
  ruleSet: RuleSet,
) => { readonly segments: readonly (readonly ProvenSpan[])[] };

/** Every example of a policy that does not hold, with the place in its file. */
export function provePolicy(policy: Policy, ruleSet: RuleSet, detect: Detect): RuleProblem[] {
  const view = ruleSetFor(ruleSet, policy.id) ?? ruleSet;
  return policy.examples.flatMap((example, index) => {
    const check = (): string[] => differences(example, detect([{ text: example.text }], view).segments[0] ?? []);
    return runExample({ file: policy.file, line: example.line, key: `examples[${index}]` }, check);
  });
}

/** A throw is one more way to fail: the other examples are still run. */
export function runExample(place: Omit<RuleProblem, 'reason'>, check: () => string[]): RuleProblem[] {
  try {
    return check().map((reason) => ({ ...place, reason }));
  } catch (error) {
    return [{ ...place, reason: `the engine failed: ${error instanceof Error ? error.message : 'no error given'}` }];
  }
}

/** Letters and digits count; whether a comma between two replaced values is replaced too does not matter. */
function differences({ text, spans }: RuleExample, found: readonly ProvenSpan[]): string[] {
  const marked = lettersIn(text, spans);
  const replaced = lettersIn(text, found);
  const left = [...marked].filter((offset) => !replaced.has(offset));
  const lost = [...replaced].filter((offset) => !marked.has(offset));
  return [
    ...(left.length > 0 ? [`marked, but stays: ${runs(left)}`] : []),
    ...(lost.length > 0
      ? [`not marked, but replaced: ${runs(lost)} (${found.map(({ rule, pattern }) => `${rule}/${pattern}`).join(', ')})`]
      : []),
  ];
}

function lettersIn(text: string, spans: readonly { readonly start: number; readonly end: number }[]): Set<number> {
  const offsets = new Set<number>();
  for (const { start, end } of spans) {
    for (const { index } of text.slice(start, end).matchAll(/[\p{L}\p{N}]/gu)) offsets.add(start + index);
  }
  return offsets;
}

/** `5-9, 12`: offsets as ranges, because a message quotes no text. */
function runs(offsets: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const offset of [...offsets].sort((left, right) => left - right)) {
    const last = ranges.at(-1);
    if (last !== undefined && offset === last[1] + 1) last[1] = offset;
    else ranges.push([offset, offset]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(', ');
}
