import { type Entity, REFUSAL } from '../../rules/types';
import { KINDS_OF_NUMBERS } from '../kinds-of-entities';
import type { Candidate, Span } from '../types';
import { THRESHOLD, trimToWords, uncovered } from '../winners/resolve-overlaps';

/** Surroundings may mislead a rule: from this score on the tagger is believed nevertheless. */
const SURE_OF_REFUSED = 0.9;
/**
 * The same where check digits fail: these are of one standard, and a driver's license or a number of the army may have as many digits as an
 * NPI, the number of a SIM as many as an IMEI; people mistype, too. In our notes all of 17 such numbers were marked.
 */
const SURE_OF_INVALID = 0.96;

/** A rule's candidate of this score is none for sure: "CVE-2024-3094", `"Version": "2012-10-17"`. */
const EXCLUDED = 0;

function fewestToBelieve({ evidence: { validator } }: Candidate): number {
  return validator?.valid === false ? SURE_OF_INVALID : SURE_OF_REFUSED;
}

function refuses(refusal: Candidate, entity: Entity): boolean {
  if (refusal.entity === entity) return true;
  return refusal.score <= REFUSAL && KINDS_OF_NUMBERS.has(refusal.entity) && KINDS_OF_NUMBERS.has(entity);
}

/**
 * The candidates but for those of the same entity, or of numbers any kind of number, all of whose letters and digits lie within values that
 * are none for sure.
 */
export function notExcluded(text: string, candidates: readonly Candidate[], byRules: readonly Candidate[]): Candidate[] {
  const excluded = byRules.filter(({ score }) => score === EXCLUDED).sort((left, right) => left.start - right.start);
  if (excluded.length === 0) return [...candidates];
  const byEntity = new Map<Entity, readonly Span[]>();
  return candidates.filter((candidate) => {
    if (candidate.score === EXCLUDED) return true;
    const none = byEntity.get(candidate.entity) ?? united(excluded.filter((refusal) => refuses(refusal, candidate.entity)));
    byEntity.set(candidate.entity, none);
    return uncovered(candidate, none).some((part) => trimToWords(text, part) !== undefined);
  });
}

/** Spans sorted by their beginnings, with those that overlap cut to be disjoint. */
function united(spans: readonly Span[]): Span[] {
  const disjoint: Span[] = [];
  for (const span of spans) {
    const start = Math.max(span.start, disjoint.at(-1)?.end ?? 0);
    if (start < span.end) disjoint.push({ start, end: span.end });
  }
  return disjoint;
}

/** The tagger's candidates but for those at whose place a rule says that it is none. */
export function notRefused(candidates: readonly Candidate[], byRules: readonly Candidate[]): Candidate[] {
  const refusals = byRules.filter(
    ({ score, evidence }) => score <= REFUSAL || (score < THRESHOLD && evidence.validator?.valid === false),
  );
  return candidates.filter(
    ({ entity, start, end, score }) =>
      !refusals.some(
        (refusal) => refuses(refusal, entity) && refusal.start <= start && refusal.end >= end && score < fewestToBelieve(refusal),
      ),
  );
}
