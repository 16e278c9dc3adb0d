import type { Entity } from '../../rules/types';
import { KINDS_OF_NUMBERS } from '../kinds-of-numbers';
import { THRESHOLD } from '../resolve-overlaps';
import type { Candidate } from '../types';
import { REFUSAL } from './rule-evidence';

/** Surroundings may mislead a rule: from this score on the tagger is believed nevertheless. */
const SURE_OF_REFUSED = 0.9;
/**
 * The same where check digits fail: these are of one standard, and a driver's license or a number of the army may have as many digits as an
 * NPI, the number of a SIM as many as an IMEI; people mistype, too. In our notes all of 17 such numbers were marked.
 */
const SURE_OF_INVALID = 0.96;

/** A rule's candidate of this score is none for sure: "CVE-2024-3094", `"Version": "2012-10-17"`. */
const EXCLUDED = 0;

function refuses(refusal: Candidate, entity: Entity): boolean {
  if (refusal.entity === entity) return true;
  return refusal.score <= REFUSAL && KINDS_OF_NUMBERS.has(refusal.entity) && KINDS_OF_NUMBERS.has(entity);
}

/** The candidates but for those of the same entity, or of numbers any kind of number, that lie within a value that is none for sure. */
export function notExcluded(candidates: readonly Candidate[], byRules: readonly Candidate[]): Candidate[] {
  const excluded = byRules.filter(({ score }) => score === EXCLUDED);
  if (excluded.length === 0) return [...candidates];
  return candidates.filter(
    ({ entity, start, end, score }) =>
      score === EXCLUDED || !excluded.some((none) => refuses(none, entity) && none.start <= start && none.end >= end),
  );
}

/** The tagger's candidates but for those at whose place a rule says that it is none. */
export function notRefused(candidates: readonly Candidate[], byRules: readonly Candidate[]): Candidate[] {
  const refusals = byRules.filter(
    ({ score, evidence }) => score <= REFUSAL || (score < THRESHOLD && evidence.validator?.valid === false),
  );
  return candidates.filter(
    ({ entity, start, end, score }) =>
      !refusals.some(
        (refusal) =>
          refuses(refusal, entity) &&
          refusal.start <= start &&
          refusal.end >= end &&
          score < (refusal.evidence.validator?.valid === false ? SURE_OF_INVALID : SURE_OF_REFUSED),
      ),
  );
}
