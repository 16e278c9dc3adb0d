import { nearestNames } from '../rules/nearest-names';
import { policyNames, ruleSetFor } from '../rules/rule-set-for';
import type { RuleSet } from '../rules/types';
import { CommandError, EXIT } from './command-error';

/** The rule set as the named policy has it. @throws CommandError with the names there are */
export function rulesUnder(ruleSet: RuleSet, policy: string): RuleSet {
  const view = ruleSetFor(ruleSet, policy);
  if (view !== undefined) return view;
  const names = policyNames(ruleSet);
  const [nearest] = nearestNames(policy, names);
  const hint = nearest === undefined ? `there are ${names.join(', ')}` : `did you mean ${nearest}?`;
  throw new CommandError(`there is no policy of this name; ${hint}`, EXIT.usage);
}
