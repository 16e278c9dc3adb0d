import { type CompiledRule, DEFAULT_POLICY, type Policy, type RuleSet } from './types';

const views = new WeakMap<RuleSet, Map<string, RuleSet>>();

/** Names of the policies of a rule set, the default one first. */
export function policyNames(ruleSet: RuleSet): string[] {
  return [...new Set([DEFAULT_POLICY, ...(ruleSet.policies?.keys() ?? [])])];
}

/**
 * The rule set as one policy has it: the policy's own rules are on, and `keeps` says what stays. Made once for each rule set and
 * policy, because the engine holds on to what it derives from a rule set.
 *
 * @returns undefined if there is no such policy
 */
export function ruleSetFor(ruleSet: RuleSet, policy: string): RuleSet | undefined {
  const known = views.get(ruleSet) ?? new Map<string, RuleSet>();
  views.set(ruleSet, known);
  const view = known.get(policy) ?? createView(ruleSet, policy);
  if (view !== undefined) known.set(policy, view);
  return view;
}

function createView(ruleSet: RuleSet, id: string): RuleSet | undefined {
  const policy = ruleSet.policies?.get(id);
  if (policy === undefined) return id === DEFAULT_POLICY ? ruleSet : undefined;
  const added = (ruleSet.policyRules ?? []).filter(({ policies }) => policies?.includes(id));
  // A view that adds and keeps nothing is the rule set itself: what is derived from it is then shared.
  if (added.length === 0 && keepsNothing(policy)) return ruleSet;
  return { ...ruleSet, rules: sorted([...ruleSet.rules, ...added]), keeps: policy.keeps };
}

function keepsNothing({ keeps }: Policy): boolean {
  return keeps.entities.size + keeps.rules.size + keeps.parts.length === 0;
}

/** By file name, as if all had been loaded together. */
function sorted(rules: readonly CompiledRule[]): CompiledRule[] {
  return [...rules].sort((left, right) => (left.file < right.file ? -1 : 1));
}
