import { ENTITIES, REFUSAL } from '../../rules/types';
import { firstIndex } from '../first-index';
import type { Candidate } from '../types';
import { THRESHOLD } from '../winners/resolve-overlaps';
import { KIND, type TaggerTokens } from './tokens';

/** What the rules think of a text, for the tagger to weigh. */
export interface RuleEvidence {
  /** Per token: which winner covers it (entity and band of its score), 0 for none. */
  readonly marks: Uint8Array;
  /** Per token: which candidate covers it that is too weak to stand (entity, and whether it says rather that this is none), 0 for none. */
  readonly weakMarks: Uint8Array;
  /** How much of the text is covered by winners that are sure, in buckets: identifiers stand together. */
  readonly density: number;
}

export interface RuleFindings {
  /** Candidates that stand, sorted and disjoint; offsets in the tokens' text. */
  readonly winners: readonly Candidate[];
  /** All candidates; those at or above the threshold are not looked at. */
  readonly candidates: readonly Candidate[];
  /** Winners that are marked, if not all: in training some are hidden. */
  readonly visible?: readonly Candidate[];
}

/** Gathers the evidence of the rules. */
export function gatherEvidence(tokens: TaggerTokens, { winners, candidates, visible = winners }: RuleFindings): RuleEvidence {
  const marks = markTokens(tokens, visible, markOf);
  const weak = candidates.filter(({ score }) => score < THRESHOLD).sort((a, b) => a.score - b.score);
  const density = densityOf(
    tokens,
    markTokens(
      tokens,
      winners.filter(({ score }) => score >= SURE),
      markOf,
    ),
  );
  return { marks, weakMarks: markTokens(tokens, weak, weakMarkOf), density };
}

/** Candidates of this score are sure. */
const SURE = 0.9;
const LIKELY = 0.7;

/** Number of a candidate's entity and band of score; 0 is kept for "no candidate". */
function markOf({ entity, score }: Candidate): number {
  const band = Number(score >= LIKELY) + Number(score >= SURE);
  return ENTITIES.indexOf(entity) * 3 + band + 1;
}

function weakMarkOf({ entity, score }: Candidate): number {
  return ENTITIES.indexOf(entity) * 2 + (score <= REFUSAL ? 0 : 1) + 1;
}

/** Later candidates overwrite earlier ones. */
function markTokens(tokens: TaggerTokens, candidates: readonly Candidate[], mark: (candidate: Candidate) => number): Uint8Array {
  const marks = new Uint8Array(tokens.count);
  for (const candidate of candidates) {
    const own = mark(candidate);
    for (let at = firstEndingAfter(tokens, candidate.start); at < tokens.count; at += 1) {
      if ((tokens.starts[at] ?? 0) >= candidate.end) break;
      marks[at] = own;
    }
  }
  return marks;
}

/** First token that ends behind an offset. */
export function firstEndingAfter({ ends, count }: TaggerTokens, offset: number): number {
  return firstIndex(count, (index) => (ends[index] as number) > offset);
}

/** Shares of words and numbers, as upper ends of buckets. */
const SHARES = [0.01, 0.03, 0.06, 0.12];
/** In fewer words and numbers than this the absence of sure ones tells little. */
const FEW = 20;

function densityOf(tokens: TaggerTokens, sure: Uint8Array): number {
  let all = 0;
  let covered = 0;
  for (let token = 0; token < tokens.count; token += 1) {
    if ((tokens.kinds[token] as number) > KIND.digits) continue;
    all += 1;
    if (sure[token] !== 0) covered += 1;
  }
  if (covered === 0) return all < FEW ? 1 : 0;
  const bucket = SHARES.findIndex((most) => covered < most * all);
  return 2 + (bucket < 0 ? SHARES.length : bucket);
}
