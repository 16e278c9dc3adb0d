import type { RuleSet } from '../rules/types';
import { forgetOpinion } from './network/opinion';
import { forgetSums } from './tagger/emission-sums';

/**
 * Empties what tagger and network hold of a text while they read it. They do it themselves when they end, but for a time-out, which no
 * `finally` sees: who sets one is to call this when it strikes.
 */
export function forgetTexts({ model, network }: RuleSet): void {
  if (model !== undefined) forgetSums(model);
  if (network !== undefined) forgetOpinion(network);
}
