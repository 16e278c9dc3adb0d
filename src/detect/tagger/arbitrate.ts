import type { RecognizerKind, RuleSet } from '../../rules/types';
import { keepByPolicy } from '../keep-by-policy';
import { resolveOverlaps } from '../resolve-overlaps';
import type { Candidate, Rejected } from '../types';
import { probabilityOf, taggingCandidates, tagText, VETO_THRESHOLD } from './tag';
import { lexiconOf } from './word-facts';

/** Recognizers that judge by form and lists. Patterns, and rules of single policies, say what somebody decided: no tagger overrules them. */
const DOUBTFUL: ReadonlySet<RecognizerKind> = new Set<RecognizerKind>(['name', 'date', 'dictionary']);

/** A rule's candidate of this score or more stands whatever the tagger says: its label or check digits speak for themselves. */
const SURE = 0.9;

/**
 * One verdict per place, out of rules and tagger:
 * 1. candidates of the rules are resolved among themselves, and the tagger reads the text knowing them;
 * 2. a candidate of the name, date and dictionary recognizers that is less than sure (0.9) is dropped where the tagger gives its place
 *    less than 4 %;
 * 3. the tagger's own candidates join, and all are resolved by the one precedence (`comparePrecedence`).
 * Without a model the rules stand alone.
 */
export function arbitrate(
  text: string,
  candidates: readonly Candidate[],
  ruleSet: RuleSet,
): { winners: Candidate[]; rejected: Rejected[] } {
  const byRules = resolveOverlaps(text, keepByPolicy(text, candidates, ruleSet.keeps));
  if (ruleSet.model === undefined) return byRules;
  const tagging = tagText(text, ruleSet.model, lexiconOf(ruleSet), byRules.winners);
  const vetoed: Rejected[] = [];
  const doubtful = doubtfulRules(ruleSet);
  const kept = byRules.winners.filter((candidate) => {
    if (candidate.score >= SURE || !doubtful.has(candidate.rule)) return true;
    const probability = probabilityOf(tagging, candidate);
    if (probability >= VETO_THRESHOLD) return true;
    vetoed.push({ ...candidate, reason: `the tagger gives its place only ${(probability * 100).toFixed(1)} %` });
    return false;
  });
  const { winners, rejected } = resolveOverlaps(
    text,
    keepByPolicy(text, [...kept, ...taggingCandidates(text, tagging)], ruleSet.keeps),
  );
  return { winners, rejected: [...byRules.rejected, ...vetoed, ...rejected] };
}

function doubtfulRules({ rules }: RuleSet): Set<string> {
  return new Set(rules.filter((rule) => DOUBTFUL.has(rule.recognizer) && rule.policies === undefined).map(({ id }) => id));
}
