import type { NetworkModel } from '../../rules/learned/network-model';
import type { TaggerModel } from '../../rules/learned/tagger-model';
import type { Entity, RuleSet } from '../../rules/types';
import { KINDS_OF_NUMBERS } from '../kinds-of-entities';
import { networkOpinion } from '../network/opinion';
import { isAlphanumeric } from '../text/character-class';
import type { Candidate, Span } from '../types';
import { trimToWords } from '../winners/resolve-overlaps';
import { bareNameThreshold, LEAST_OF_BARE_NAMES } from './bare-names';
import { EmissionSums } from './emission-sums';
import { TAGGER_LABELS } from './labels';
import { prepareTokens } from './prepared-tokens';
import { PrunedChain } from './pruned-chain';
import { firstEndingAfter, gatherEvidence, type RuleFindings } from './rule-evidence';
import { KIND, LONGEST_MESSAGE, type TaggerTokens, tokenise } from './tokens';
import { type AskNetwork, type Verdict, verdictOf } from './verdict';
import type { TaggerLexicon } from './word-facts';

/** A token is taken for PHI from this probability on: missing an identifier weighs more than replacing a harmless word. */
const THRESHOLD = 0.3;

/** Up to three capitals by themselves: initials, but more often an abbreviation. Of those that are less likely than this one in four is right. */
const SHORT_CAPITALS = /^[A-Z]{1,3}$/;
const SURE_OF_INITIALS = 0.5;

/**
 * Identifiers stand together: a text in which nothing is sure is hardly one about a person, and what looks like PHI in it is an eponym, a
 * code, a brand. Measured on 1,211 notes by six unseen hands: where less than 1 % of words and numbers were sure (90 %), none of 92 candidates
 * of the rules that scored less than 0.9 was right, and two of 116 of the tagger's.
 */
export interface Caution {
  /** The tagger must be at least this sure. */
  readonly tagger: number;
  /** A weak form of a name, a date or a place is dropped below this probability. */
  readonly weakVeto: number;
  /** Anything else that is not sure by itself is dropped below this probability, if that is more than elsewhere. */
  readonly veto: number;
  /** The text is so short that it may tell nothing of a person but a bare name. */
  readonly isMessage: boolean;
}

const SURE_TOKEN = 0.9;
/**
 * By the share of words and numbers that are sure, and their number: a message hardly tells what kind of text it is. In such of 20 to 60
 * words that name one person once, in small letters, 81 % of frequent first names are found, 67 % if they are held to as much as a page is; in
 * 30 that name nobody no word is taken for a name either way.
 */
const CAUTIONS: readonly (Omit<Caution, 'isMessage'> & { readonly below: number; readonly from: number })[] = [
  { below: 0.01, from: 60, tagger: 0.95, weakVeto: 0.95, veto: 0.95 },
  { below: 0.03, from: 60, tagger: 0.9, weakVeto: 0.7, veto: 0 },
  { below: 0.05, from: 60, tagger: 0.6, weakVeto: 0.3, veto: 0 },
  { below: 0.05, from: 0, tagger: 0.7, weakVeto: 0.3, veto: 0 },
];
const NO_CAUTION = { tagger: 0, weakVeto: 0, veto: 0 };

/** How careful to be with what is not sure in a text. */
export function cautionOf({ tokens, phi }: Tagging): Caution {
  let sure = 0;
  let all = 0;
  for (let token = 0; token < tokens.count; token += 1) {
    if ((tokens.kinds[token] as number) > KIND.digits) continue;
    all += 1;
    if ((phi[token] as number) >= SURE_TOKEN) sure += 1;
  }
  const caution = CAUTIONS.find(({ below, from }) => all >= from && sure < below * all) ?? NO_CAUTION;
  return { ...caution, isMessage: all < LONGEST_MESSAGE };
}

function thresholdOf({ tagger }: Caution): number {
  return Math.max(tagger, THRESHOLD);
}

/** A token beside one that is taken for PHI of the same entity is taken with it from this probability on. */
const JOIN_THRESHOLD = 0.06;

/** What tagger and network think of a text. */
export interface Tagging extends Verdict {
  readonly tokens: TaggerTokens;
}

/** What the tagger knows. */
export interface Learned {
  readonly model: TaggerModel;
  readonly lexicon: TaggerLexicon;
  readonly network: NetworkModel | undefined;
}

/** Runs the tagger over a text, knowing what the rules found in it, and the network if there is one. */
export function tagText(text: string, { model, lexicon, network }: Learned, findings: RuleFindings): Tagging {
  const tokens = tokenise(text);
  const evidence = gatherEvidence(tokens, findings);
  const chain = new PrunedChain(model.labels.length, model.transitions, tokens.count);
  const prepared = prepareTokens({ text, tokens, lexicon, evidence });
  const sums = new EmissionSums(model, prepared);
  try {
    for (let token = 0; token < tokens.count; token += 1) chain.add(sums.next());
  } finally {
    sums.clear();
  }
  chain.run();
  const ask: AskNetwork | undefined =
    network && ((asked, isDoubtful) => networkOpinion({ text, tokens, model: network }, asked, isDoubtful));
  return { tokens, ...verdictOf(chain, tokens.count, ask) };
}

/** The score of a probability: the entity's threshold becomes 0.5, certainty becomes 1. */
function scoreOf(probability: number, threshold: number): number {
  return Math.min(1, 0.5 + (0.5 * (probability - threshold)) / (1 - threshold));
}

interface Run {
  readonly entity: Entity;
  /** The probability from which on its first token that is PHI by itself is. */
  readonly threshold: number;
  first: number;
  last: number;
  /** Probabilities of the tokens that are PHI by themselves, added up, and their number. */
  sum: number;
  count: number;
}

/** Whether a token may belong to a run of the entity that is sure beside it. */
function joins({ tokens, phi, best }: Tagging, token: number, entity: Entity): boolean {
  return (
    (phi[token] ?? 0) >= JOIN_THRESHOLD &&
    TAGGER_LABELS[best[token] ?? 0]?.entity === entity &&
    tokens.kinds[token] !== KIND.lineEnd
  );
}

/** Runs of tokens that are PHI of one entity. What is likely beside what is sure belongs to it: half a name is a leak, too. */
function findRuns(tagging: Tagging, threshold: number): Run[] {
  const { tokens, phi, best } = tagging;
  const runs: Run[] = [];
  let end = -1;
  for (let token = 0; token < tokens.count; token += 1) {
    const probability = phi[token] as number;
    if (probability < threshold) continue;
    const entity = TAGGER_LABELS[best[token] as number]?.entity;
    if (entity === undefined || !joins(tagging, token, entity)) continue;
    const open = runs.at(-1);
    if (open !== undefined && token <= end && open.entity === entity) {
      open.sum += probability;
      open.count += 1;
      continue;
    }
    let first = token;
    while (first - 1 > end && joins(tagging, first - 1, entity)) first -= 1;
    let last = token;
    while (last + 1 < tokens.count && joins(tagging, last + 1, entity)) last += 1;
    runs.push({ entity, threshold, first, last, sum: probability, count: 1 });
    end = last;
  }
  return runs;
}

/** Bare names outside the runs of a message, each by itself: tagger and network may take them for a firm or a town. */
function findBareNames(text: string, { tokens, phi }: Tagging, runs: readonly Run[], ruleSet: RuleSet): Run[] {
  const found: Run[] = [];
  for (let token = 0; token < tokens.count; token += 1) {
    const probability = phi[token] as number;
    if (probability < LEAST_OF_BARE_NAMES || runs.some(({ first, last }) => first <= token && token <= last)) continue;
    const threshold = bareNameThreshold(text, tokens.starts[token] ?? 0, tokens.ends[token] ?? 0, ruleSet);
    if (threshold === undefined || probability < threshold) continue;
    found.push({ entity: 'NAME', threshold, first: token, last: token, sum: probability, count: 1 });
  }
  return found;
}

/** Letters and digits taking turns this often are a hash or encoded bytes. */
const HASH_TURNS = 4;

/** Whether a run of letters and digits goes on across a place, and these take turns in it as in a hash. */
function isWithinHash(text: string, place: number): boolean {
  if (!isAlphanumeric(text.charCodeAt(place - 1)) || !isAlphanumeric(text.charCodeAt(place))) return false;
  const before = /[A-Za-z0-9]*$/.exec(text.slice(Math.max(0, place - LONGEST_RUN), place))?.[0] ?? '';
  const behind = /^[A-Za-z0-9]*/.exec(text.slice(place, place + LONGEST_RUN))?.[0] ?? '';
  return ((before + behind).match(/(?<=\d)[A-Za-z]|(?<=[A-Za-z])\d/g)?.length ?? 0) >= HASH_TURNS;
}

/**
 * The spans that are no part of a longer run in which letters and digits take turns: what a hash holds by chance is no identifier. Those
 * that touch are judged as one, since a code may be taken for a device at its beginning and for an account at its end.
 *
 * @param spans sorted, disjoint
 */
function outsideHashes(text: string, spans: readonly Span[]): Set<Span> {
  const kept = new Set<Span>();
  for (let first = 0; first < spans.length; ) {
    let behind = first + 1;
    while (spans[behind]?.start === spans[behind - 1]?.end) behind += 1;
    const touching = spans.slice(first, behind);
    if (!isWithinHash(text, touching[0]?.start ?? 0) && !isWithinHash(text, touching.at(-1)?.end ?? 0))
      for (const span of touching) kept.add(span);
    first = behind;
  }
  return kept;
}

/** How far a run is followed, in UTF-16 code units. */
const LONGEST_RUN = 128;

/** Seconds since 1970, from 2014 to 2030: logs and code are full of them, and they look like identifiers. */
const UNIX_TIME = /^1[4-8]\d{8}$/;
const SURE_OF_TIME = 0.85;

/** Two short numbers in cells that a tab parts ("LOS<tab>DRG") are no identifier; a phone number in pieces has longer ones. */
const SHORT_CELLS = /^[^\p{L}\p{N}\t]{0,3}(?:[\p{L}\p{N}]{1,3}\t{1,3}){1,3}[\p{L}\p{N}]{1,3}$/u;

/**
 * "the tagger gives it 61 %", or what tagger and network give it, each and together: means over the tokens that are PHI by themselves, and for
 * the network over those of them for which it was asked.
 */
function noteOf({ opinions, phi }: Tagging, { threshold, first, last, sum, count }: Run): string {
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  const mean = (shares: Float32Array): number | undefined => {
    let total = 0;
    let counted = 0;
    for (let token = first; token <= last; token += 1) {
      const share = shares[token] as number;
      if ((phi[token] as number) < threshold || Number.isNaN(share)) continue;
      total += share;
      counted += 1;
    }
    return counted === 0 ? undefined : total / counted;
  };
  const network = opinions && mean(opinions.network);
  if (opinions === undefined || network === undefined) return `the tagger gives it ${percent(sum / count)}`;
  const each = `tagger ${percent(mean(opinions.tagger) ?? 0)}, network ${percent(network)}`;
  return `tagger and network together give it ${percent(sum / count)} (${each})`;
}

/** Candidates of a tagging; offsets in its text. */
export function taggingCandidates(text: string, tagging: Tagging, ruleSet: RuleSet, caution = cautionOf(tagging)): Candidate[] {
  const { tokens } = tagging;
  const found = findRuns(tagging, thresholdOf(caution));
  const bare = caution.isMessage ? findBareNames(text, tagging, found, ruleSet) : [];
  const runs = [...found, ...bare]
    .sort((one, other) => one.first - other.first)
    .flatMap((run) => {
      const span = trimToWords(text, { start: tokens.starts[run.first] ?? 0, end: tokens.ends[run.last] ?? 0 });
      return span === undefined ? [] : [{ run, span }];
    });
  const whole = outsideHashes(
    text,
    runs.map(({ span }) => span),
  );
  return runs.flatMap(({ run, span }) => {
    if (!whole.has(span)) return [];
    const { entity, threshold, sum, count } = run;
    const probability = sum / count;
    const value = text.slice(span.start, span.end);
    if (probability < SURE_OF_TIME && UNIX_TIME.test(value)) return [];
    if (KINDS_OF_NUMBERS.has(entity) && SHORT_CELLS.test(value)) return [];
    if (entity === 'NAME' && probability < SURE_OF_INITIALS && SHORT_CAPITALS.test(value)) return [];
    const evidence = { base: probability, threshold, note: noteOf(tagging, run) };
    return [
      {
        start: span.start,
        end: span.end,
        entity,
        score: scoreOf(probability, threshold),
        rule: 'tagger',
        pattern: entity,
        priority: 40,
        evidence,
      },
    ];
  });
}

/** The highest probability of the tokens that a candidate or a part of one covers, and who gives it. */
export function probabilityOf({ tokens, phi, opinions }: Tagging, { start, end }: Span): { probability: number; by: string } {
  let probability = 0;
  let by = 'the tagger gives';
  for (let token = firstEndingAfter(tokens, start); token < tokens.count && (tokens.starts[token] ?? 0) < end; token += 1) {
    const share = phi[token] ?? 0;
    if (share < probability) continue;
    probability = share;
    by = opinions === undefined || Number.isNaN(opinions.network[token]) ? 'the tagger gives' : 'tagger and network give';
  }
  return { probability, by };
}
