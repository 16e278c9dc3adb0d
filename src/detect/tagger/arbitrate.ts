import type { CompiledRule, RecognizerKind, RuleSet } from '../../rules/types';
import { oncePer } from '../once-per';
import type { Candidate, Rejected, Span } from '../types';
import { keepByPolicy } from '../winners/keep-by-policy';
import { resolveOverlaps, trimToWords, uncovered } from '../winners/resolve-overlaps';
import { isState } from '../winners/split-at-cells';
import { notExcluded, notRefused } from './refusals';
import { type Caution, cautionOf, probabilityOf, taggingCandidates, tagText } from './tag';
import { trimWords } from './trim-words';
import { lexiconOf } from './word-facts';

/** Recognizers that judge by form and lists: the tagger overrules them sooner than patterns. What a policy's own rules say stands. */
const DOUBTFUL: ReadonlySet<RecognizerKind> = new Set<RecognizerKind>(['name', 'date', 'dictionary']);

/**
 * A rule's candidate that is not sure by itself is dropped where tagger and network give its place less than this. Measured on notes by hands
 * that neither rules nor tagger knew: of those that the tagger alone gave less than 10 % one in eight was right, less than 2 % one in
 * forty; with the network, 5 % finds a little more than 10 % at the same precision.
 */
const VETO = { doubtful: 0.05, pattern: 0.02 } as const;

/** A form of a name that scores less is weak. */
const WEAK = 0.7;

/** A rule's candidate of this score or more stands whatever the tagger says: its label or check digits speak for themselves. */
const SURE = 0.9;

/**
 * One verdict per place, out of rules and tagger, but for places where a rule says for sure that there is none (score 0):
 * 1. candidates of the rules are resolved among themselves; the tagger reads the text knowing them, the network without, and what both
 *    think is put together (`verdictOf`), called the tagger's opinion below;
 * 2. a candidate that is less than sure (0.9) is dropped where the tagger gives its place less than 5 % (of the name, date and dictionary
 *    recognizers) or 2 % (of patterns), below more in a text in which hardly anything is sure (`cautionOf`);
 * 3. the tagger's own candidates join, except
 *    - where a rule says that it is none: a candidate for the same entity, or of numbers for any kind of number, that scores 0.2 or less
 *      ("3/4 strength" for a date), or whose check digits fail, unless the tagger is sure;
 *    - labels of what a rule found;
 *    - places and organisations where a rule that the policy keeps has found one;
 *    and all are resolved by the one precedence (`comparePrecedence`).
 * Without a model the rules stand alone.
 */
export function arbitrate(
  text: string,
  found: readonly Candidate[],
  ruleSet: RuleSet,
): { winners: Candidate[]; rejected: Rejected[] } {
  const candidates = notExcluded(text, found, found);
  const byRules = resolveOverlaps(text, keepByPolicy(text, candidates, ruleSet.keeps));
  const { model, network } = ruleSet;
  if (model === undefined) return byRules;
  const learned = { model, network, lexicon: lexiconOf(ruleSet) };
  const tagging = tagText(text, learned, { winners: byRules.winners, candidates });
  const caution = cautionOf(tagging);
  const vetoed: Rejected[] = [];
  const { doubtful, ofPolicies } = rulesApart(ruleSet.rules);
  const kept = byRules.winners.filter((candidate) => {
    if (candidate.score >= SURE || ofPolicies.has(candidate.rule)) return true;
    const { probability, by } = probabilityOf(tagging, candidate);
    if (probability >= vetoOf(candidate, doubtful, caution)) return true;
    vetoed.push({ reason: `${by} its place only ${(probability * 100).toFixed(1)} %`, ...candidate });
    return false;
  });
  const trimmed = trimWords(
    text,
    taggingCandidates(text, tagging, ruleSet, caution),
    ruleSet,
    (span) => probabilityOf(tagging, span).probability,
  );
  const tagged = notLabels(text, trimmed, kept);
  const possible = notRefused(notExcluded(text, tagged, candidates), candidates);
  const all = [...kept, ...outsideStaying(text, possible, kept, ruleSet)];
  const { winners, rejected } = resolveOverlaps(text, keepByPolicy(text, all, ruleSet.keeps));
  return { winners: withoutRests(text, winners, ruleSet), rejected: [...byRules.rejected, ...vetoed, ...rejected] };
}

/** "In Orlando": where a place takes precedence over a name, what it leaves of it is none if it is a function word. */
function withoutRests(text: string, winners: readonly Candidate[], { lists }: RuleSet): Candidate[] {
  return winners.filter(({ entity, start, end }, index) => {
    const next = winners[index + 1];
    const isInFront = entity === 'NAME' && next?.entity === 'ADDRESS' && next.start === end + 1;
    return !isInFront || lists.get('function-words')?.has(text.slice(start, end).toLowerCase()) !== true;
  });
}

/** Where hardly anything is sure, everything is held to more, and weak forms of names, dates and places most. */
function vetoOf({ rule, score }: Candidate, doubtful: ReadonlySet<string>, { veto, weakVeto }: Caution): number {
  if (!doubtful.has(rule)) return Math.max(VETO.pattern, veto);
  return Math.max(VETO.doubtful, score < WEAK ? weakVeto : veto);
}

/** Ids of rules that are not weighed as others are. */
interface RulesApart {
  readonly doubtful: ReadonlySet<string>;
  readonly ofPolicies: ReadonlySet<string>;
}

const rulesApart = oncePer((rules: RuleSet['rules']): RulesApart => {
  const idsOf = (holds: (rule: CompiledRule) => boolean): Set<string> => new Set(rules.filter(holds).map(({ id }) => id));
  return {
    doubtful: idsOf(({ recognizer }) => DOUBTFUL.has(recognizer)),
    ofPolicies: idsOf(({ policies }) => policies !== undefined),
  };
});

/** Most signs and blanks between a label and its value. */
const LABEL_GAP = 4;

/** A word that vouches for what a rule found right behind it ("IBAN DE89 …") is its label, and no name. */
function notLabels(text: string, candidates: readonly Candidate[], byRules: readonly Candidate[]): Candidate[] {
  const vouched = new Map(
    byRules.flatMap(({ start, evidence: { context } }) => (context === undefined ? [] : [[start, context] as const])),
  );
  if (vouched.size === 0) return [...candidates];
  return candidates.filter(({ start, end }) => {
    const word = text.slice(start, end).toLowerCase();
    for (let from = end + 1; from <= end + LABEL_GAP; from += 1) if (vouched.get(from)?.includes(word) === true) return false;
    return true;
  });
}

const BETWEEN_TOWN_AND_STATE = /^,? {1,2}$/;

/** The tagger knows places, but not which of them a policy keeps: there the rules decide. A state right behind a town that stays is one place with it. */
function outsideStaying(
  text: string,
  candidates: readonly Candidate[],
  byRules: readonly Candidate[],
  ruleSet: RuleSet,
): Candidate[] {
  const isBehindTown = ({ start, end }: Span): boolean =>
    isState(text.slice(start, end), ruleSet) &&
    staying.some((town) => town.end < start && BETWEEN_TOWN_AND_STATE.test(text.slice(town.end, start)));
  const staying = byRules.filter(({ stays }) => stays === true);
  if (staying.length === 0) return [...candidates];
  return candidates.flatMap((candidate) => {
    if (candidate.entity !== 'ADDRESS' && candidate.entity !== 'ORG') return [candidate];
    const parts = uncovered(candidate, staying).flatMap((part) => trimToWords(text, part) ?? []);
    return parts.filter((part) => !isBehindTown(part)).map((part) => ({ ...candidate, ...part }));
  });
}
