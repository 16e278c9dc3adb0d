import { findRow, ROW_LENGTH, ROW_STEP, type TaggerModel } from '../../rules/tagger-model';
import type { Entity } from '../../rules/types';
import { trimToWords } from '../resolve-overlaps';
import type { Candidate, Span } from '../types';
import { CrfLattice } from './crf';
import { FeatureWriter, prepareTokens, REACH } from './features';
import { OPTIONAL, OUTSIDE, TAGGER_LABELS } from './labels';
import { markRuleCandidates } from './rule-marks';
import { KIND, type TaggerTokens, tokenise } from './tokens';
import type { TaggerLexicon, WordFacts } from './word-facts';

/** A token is taken for PHI from this probability on: missing an identifier weighs more than replacing a harmless word. */
export const TAGGER_THRESHOLD = 0.4;
/** A rule's candidate that is not sure by itself is dropped below this probability. */
export const VETO_THRESHOLD = 0.04;

/** Labels less probable than this at a token are not followed further. */
const NEGLIGIBLE = 1e-6;

/** What the tagger thinks of a text. */
export interface Tagging {
  readonly tokens: TaggerTokens;
  /** Per token, the probability that it is PHI. */
  readonly phi: Float32Array;
  /** Per token, the likeliest label among those of PHI. */
  readonly best: Uint8Array;
}

/** Sums weights of features. What single words give is summed once for each distinct word. */
class EmissionSums {
  private readonly model: TaggerModel;
  private readonly writer: FeatureWriter;
  private readonly labels: number;
  private readonly sums = new Int32Array(ROW_LENGTH);
  private readonly ofWords = new Map<WordFacts, Int32Array>();

  constructor(model: TaggerModel, writer: FeatureWriter) {
    this.model = model;
    this.writer = writer;
    this.labels = model.labels.length;
  }

  /** Writes a token's emission scores. */
  fill(token: number, emissions: Float64Array): void {
    const { sums, labels, writer } = this;
    sums.fill(0);
    for (let offset = -REACH; offset <= REACH; offset += 1) {
      const own = this.ofWord(writer.fact(token + offset));
      const from = (offset + REACH) * ROW_LENGTH;
      for (let label = 0; label < labels; label += 1) sums[label] = (sums[label] as number) + (own[from + label] as number);
    }
    this.addFeatures(writer.writeContext(token), sums, 0);
    for (let label = 0; label < labels; label += 1) emissions[token * labels + label] = (sums[label] as number) * ROW_STEP;
  }

  private ofWord(facts: WordFacts): Int32Array {
    const known = this.ofWords.get(facts);
    if (known !== undefined) return known;
    const sums = new Int32Array((2 * REACH + 1) * ROW_LENGTH);
    for (let offset = -REACH; offset <= REACH; offset += 1) {
      this.addFeatures(this.writer.writeOwn(facts, offset), sums, (offset + REACH) * ROW_LENGTH);
    }
    this.ofWords.set(facts, sums);
    return sums;
  }

  /** Adds the weights of the features in the writer's buffer to the sums that begin at `to`. */
  private addFeatures(count: number, sums: Int32Array, to: number): void {
    const { model, labels, writer } = this;
    const { rows } = model;
    for (let index = 0; index < count; index += 1) {
      const row = findRow(model, writer.buffer[index] as number);
      if (row < 0) continue;
      const from = row * ROW_LENGTH;
      for (let label = 0; label < labels; label += 1)
        sums[to + label] = (sums[to + label] as number) + (rows[from + label] as number);
    }
  }
}

/** Runs the tagger over a text, knowing what the rules found in it. */
export function tagText(text: string, model: TaggerModel, lexicon: TaggerLexicon, candidates: readonly Candidate[]): Tagging {
  const tokens = tokenise(text);
  const { count } = tokens;
  const phi = new Float32Array(count);
  const best = new Uint8Array(count);
  if (count === 0) return { tokens, phi, best };
  const ruleMarks = markRuleCandidates(tokens, candidates);
  const lattice = new CrfLattice(model.labels.length, model.transitions, NEGLIGIBLE);
  lattice.reset(count);
  const sums = new EmissionSums(model, new FeatureWriter(prepareTokens({ text, tokens, lexicon, ruleMarks })));
  for (let token = 0; token < count; token += 1) sums.fill(token, lattice.emissions);
  lattice.run();
  for (let token = 0; token < count; token += 1) {
    phi[token] = 1 - lattice.marginal(token, OUTSIDE) - lattice.marginal(token, OPTIONAL);
    let most = -1;
    for (let label = OPTIONAL + 1; label < model.labels.length; label += 1) {
      const mass = lattice.marginal(token, label);
      if (mass > most) {
        most = mass;
        best[token] = label;
      }
    }
  }
  return { tokens, phi, best };
}

/** The score of a probability: the threshold becomes 0.5, certainty becomes 1. */
export function scoreOf(probability: number): number {
  return Math.min(1, 0.5 + (0.5 * (probability - TAGGER_THRESHOLD)) / (1 - TAGGER_THRESHOLD));
}

interface Run {
  readonly entity: Entity;
  readonly first: number;
  last: number;
  sum: number;
}

/** Runs of tokens that are PHI of one entity. */
function findRuns({ tokens, phi, best }: Tagging): Run[] {
  const runs: Run[] = [];
  let open: Run | undefined;
  for (let token = 0; token < tokens.count; token += 1) {
    const label = TAGGER_LABELS[best[token] ?? 0];
    if ((phi[token] ?? 0) < TAGGER_THRESHOLD || label?.entity === undefined || tokens.kinds[token] === KIND.lineEnd) {
      open = undefined;
    } else if (open !== undefined && open.entity === label.entity) {
      open.last = token;
      open.sum += phi[token] ?? 0;
    } else {
      open = { entity: label.entity, first: token, last: token, sum: phi[token] ?? 0 };
      runs.push(open);
    }
  }
  return runs;
}

/** Letters and digits taking turns this often are a hash or encoded bytes. */
const HASH_TURNS = 4;

/** Whether the span is a part of a longer run in which letters and digits take turns: what a hash holds by chance is no identifier. */
function isPieceOfHash(text: string, { start, end }: Span): boolean {
  const before = /[A-Za-z0-9]*$/.exec(text.slice(Math.max(0, start - LONGEST_RUN), start))?.[0] ?? '';
  const behind = /^[A-Za-z0-9]*/.exec(text.slice(end, end + LONGEST_RUN))?.[0] ?? '';
  if (before === '' && behind === '') return false;
  const run = before + text.slice(start, end) + behind;
  return (run.match(/(?<=\d)[A-Za-z]|(?<=[A-Za-z])\d/g)?.length ?? 0) >= HASH_TURNS;
}

/** How far a run is followed, in UTF-16 code units. */
const LONGEST_RUN = 128;

/** Candidates of a tagging; offsets in its text. */
export function taggingCandidates(text: string, tagging: Tagging): Candidate[] {
  const { tokens } = tagging;
  return findRuns(tagging).flatMap(({ entity, first, last, sum }) => {
    const span = trimToWords(text, { start: tokens.starts[first] ?? 0, end: tokens.ends[last] ?? 0 });
    if (span === undefined || isPieceOfHash(text, span)) return [];
    const probability = sum / (last - first + 1);
    const evidence = { base: probability, note: `the tagger gives it ${Math.round(probability * 100)} %` };
    return [{ ...span, entity, score: scoreOf(probability), rule: 'tagger', pattern: entity, priority: 40, evidence }];
  });
}

/** The highest probability of the tokens that a candidate covers. */
export function probabilityOf({ tokens, phi }: Tagging, { start, end }: Candidate): number {
  let most = 0;
  for (let token = firstEndingAfter(tokens, start); token < tokens.count && (tokens.starts[token] ?? 0) < end; token += 1) {
    most = Math.max(most, phi[token] ?? 0);
  }
  return most;
}

function firstEndingAfter({ ends, count }: TaggerTokens, offset: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
