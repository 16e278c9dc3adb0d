import { ENTITIES } from '../../rules/types';
import type { Candidate } from '../types';
import type { TaggerTokens } from './tokens';

/** Number of a candidate's entity and band of score; 0 is kept for "no candidate". */
function markOf({ entity, score }: Candidate): number {
  const band = score >= 0.9 ? 2 : score >= 0.7 ? 1 : 0;
  return ENTITIES.indexOf(entity) * 3 + band + 1;
}

/**
 * Tells per token what the rules think of it, for the tagger to weigh.
 *
 * @param candidates sorted, disjoint; offsets in the tokens' text
 */
export function markRuleCandidates(tokens: TaggerTokens, candidates: readonly Candidate[]): Uint8Array {
  const marks = new Uint8Array(tokens.count);
  let token = 0;
  for (const candidate of candidates) {
    while (token < tokens.count && (tokens.ends[token] ?? 0) <= candidate.start) token += 1;
    for (let at = token; at < tokens.count && (tokens.starts[at] ?? 0) < candidate.end; at += 1) marks[at] = markOf(candidate);
  }
  return marks;
}
