import { loadRules } from '../rules/load';
import { nearestNames } from '../rules/nearest-names';
import { policyNames, ruleSetFor } from '../rules/rule-set-for';
import { type RuleSet, withoutModel } from '../rules/types';
import { CommandError, EXIT } from './command-error';

/** Which rules to work with. Plain data: threads load them for themselves. */
export interface RuleChoice {
  /** Folder. */
  readonly rules: string;
  readonly policy: string;
  /** The rules alone, without the tagger. */
  readonly withoutModel: boolean;
}

/** Loads the chosen rules. @throws RuleLoadError, CommandError */
export function loadChosenRules(choice: RuleChoice): RuleSet {
  const ruleSet = loadRules(choice.rules);
  return rulesUnder(choice.withoutModel ? withoutModel(ruleSet) : ruleSet, choice.policy);
}

/** The rule set as the named policy has it. @throws CommandError with the names there are */
export function rulesUnder(ruleSet: RuleSet, policy: string): RuleSet {
  const view = ruleSetFor(ruleSet, policy);
  if (view !== undefined) return view;
  const names = policyNames(ruleSet);
  const [nearest] = nearestNames(policy, names);
  const hint = nearest === undefined ? `there are ${names.join(', ')}` : `did you mean ${nearest}?`;
  throw new CommandError(`--policy: there is no policy of this name; ${hint}`, EXIT.usage);
}
