import type { CompiledRule } from '../../rules/types';
import type { Candidate, Evidence, Span } from '../types';

/** A score, and how it came about. */
export interface Scored {
  readonly score: number;
  readonly evidence: Evidence;
}

/** A score that stands by itself, for a reason that `--explain` shows. */
export const scored = (score: number, note: string): Scored => ({ score, evidence: { base: score, note } });

/** What a recognizer proposes in the name of a rule. */
export function candidateOf(
  { id, entity, priority }: Pick<CompiledRule, 'id' | 'entity' | 'priority'>,
  { start, end }: Span,
  pattern: string,
  { score, evidence }: Scored,
): Candidate {
  return { start, end, entity, score, rule: id, pattern, priority, evidence };
}
