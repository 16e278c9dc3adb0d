import type { RuleChoice } from '../rule-choice';
import { DEFAULT_RULES_DIRECTORY } from '../rules-folder';

export interface DetectOptions {
  readonly jsonl?: boolean;
  readonly workers?: number;
  readonly keepGoing?: boolean;
  readonly explain?: boolean;
  readonly rules?: string;
  readonly policy: string;
  readonly withoutModel?: boolean;
}

/** Which rules the options ask for. */
export function chosenRules({ rules, policy, withoutModel }: DetectOptions): RuleChoice {
  return { rules: rules ?? DEFAULT_RULES_DIRECTORY, policy, withoutModel: withoutModel === true };
}
