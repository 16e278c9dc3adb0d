import { WEIGHT_STEP } from '../../rules/learned/tagger-model';

/** A label that trails the best of its token by this much or more, in units of the logarithm, is left out: its share is below 10^-6. */
const LEFT_OUT = 14;
/** A label that, by all tokens so far, is less probable than this at a token is not followed further. */
const NEGLIGIBLE = 2e-4;

/** `exp(-n × WEIGHT_STEP)`. */
const EXPONENTIALS = Float64Array.from({ length: LEFT_OUT / WEIGHT_STEP }, (_, index) => Math.exp(-index * WEIGHT_STEP));

/** Depend on the scores of a model alone, and every text needs them. */
const transitionsByScores = new WeakMap<ArrayLike<number>, Float64Array>();

/** `exp` of the transition scores; row = label after. */
function transitionsOf(labels: number, scores: ArrayLike<number>): Float64Array {
  const known = transitionsByScores.get(scores);
  if (known !== undefined) return known;
  const transitions = new Float64Array(labels * labels);
  for (let before = 0; before < labels; before += 1)
    for (let label = 0; label < labels; label += 1)
      transitions[label * labels + before] = Math.exp(scores[before * labels + label] ?? 0);
  transitionsByScores.set(scores, transitions);
  return transitions;
}

/**
 * Marginals of a linear-chain CRF over a whole text, by the forward and backward passes, over the few labels that a token can have at all.
 * The chain with all labels, which learns the weights, is `src/training/crf.ts`.
 */
export class PrunedChain {
  private readonly labels: number;
  /** `exp` of the transition scores; row = label after, so that a step forward reads rows. */
  private readonly transitions: Float64Array;
  /** Labels that are followed, token by token, with their emissions and masses; `begins` says where each token's begin. */
  private kept = new Uint8Array(0);
  private emissions = new Float64Array(0);
  private forward = new Float64Array(0);
  private backward = new Float64Array(0);
  private readonly begins: Int32Array;
  private length = 0;

  /**
   * @param transitionScores scores, `labels × labels`, row = label before
   * @param most tokens that will be added at most
   */
  constructor(labels: number, transitionScores: ArrayLike<number>, most: number) {
    this.labels = labels;
    this.transitions = transitionsOf(labels, transitionScores);
    this.begins = new Int32Array(most + 1);
    this.grow(most * 4 + labels);
  }

  private grow(size: number): void {
    const larger = <T extends Uint8Array | Float64Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.kept = larger(this.kept, new Uint8Array(size));
    this.emissions = larger(this.emissions, new Float64Array(size));
    this.forward = larger(this.forward, new Float64Array(size));
  }

  /** Adds a token by its scores, in units of `WEIGHT_STEP`: a step of the forward pass. */
  add(scores: Int16Array): void {
    const begin = this.begins[this.length] as number;
    if (begin + this.labels > this.kept.length) this.grow(this.kept.length * 2);
    const end = this.stepForward(scores, begin);
    this.length += 1;
    this.begins[this.length] = this.dropNegligible(begin, end);
  }

  /** Writes emissions and masses of the token's labels from `begin` on; returns where they end. */
  private stepForward(scores: Int16Array, begin: number): number {
    const { kept, emissions, forward, transitions, labels } = this;
    const from = this.length === 0 ? begin : (this.begins[this.length - 1] as number);
    let most = scores[0] as number;
    for (let label = 1; label < labels; label += 1) if ((scores[label] as number) > most) most = scores[label] as number;
    let at = begin;
    for (let label = 0; label < labels; label += 1) {
      const behind = most - (scores[label] as number);
      if (behind >= EXPONENTIALS.length) continue;
      const emission = EXPONENTIALS[behind] as number;
      const row = label * labels;
      let mass = from === begin ? 1 : 0;
      for (let before = from; before < begin; before += 1)
        mass += (forward[before] as number) * (transitions[row + (kept[before] as number)] as number);
      kept[at] = label;
      emissions[at] = emission;
      forward[at] = mass * emission;
      at += 1;
    }
    return at;
  }

  /** Scales the masses to a sum of 1 and keeps those that count; returns where they end. */
  private dropNegligible(begin: number, end: number): number {
    const { kept, emissions, forward } = this;
    let total = 0;
    for (let at = begin; at < end; at += 1) total += forward[at] as number;
    let to = begin;
    for (let at = begin; at < end; at += 1) {
      const share = (forward[at] as number) / total;
      if (share < NEGLIGIBLE) continue;
      kept[to] = kept[at] as number;
      emissions[to] = emissions[at] as number;
      forward[to] = share;
      to += 1;
    }
    return to;
  }

  /** Runs the backward pass, when all tokens are there. */
  run(): void {
    this.backward = new Float64Array(this.begins[this.length] as number);
    for (let token = this.length - 1; token >= 0; token -= 1) this.stepBackward(token);
  }

  /** Leaves in `backward` what, times `forward`, is the marginal up to a factor that is the same for all labels of the token. */
  private stepBackward(token: number): void {
    const { begins, kept, emissions, backward, transitions, labels, length } = this;
    const begin = begins[token] as number;
    const end = begins[token + 1] as number;
    const to = token + 1 < length ? (begins[token + 2] as number) : end;
    let total = 0;
    for (let at = begin; at < end; at += 1) {
      let mass = end === to ? 1 : 0;
      const label = kept[at] as number;
      for (let next = end; next < to; next += 1)
        mass +=
          (transitions[(kept[next] as number) * labels + label] as number) *
          (emissions[next] as number) *
          (backward[next] as number);
      backward[at] = mass;
      total += mass * (this.forward[at] as number);
    }
    for (let at = begin; at < end; at += 1) backward[at] = (backward[at] as number) / total;
  }

  /** Probability of a label at a token, after `run`. */
  marginal(token: number, label: number): number {
    for (let at = this.begins[token] as number; at < (this.begins[token + 1] as number); at += 1) {
      if (this.kept[at] === label) return (this.forward[at] as number) * (this.backward[at] as number);
    }
    return 0;
  }

  /** Adds the probabilities of a token's labels, after `run`, to those of the classes that they belong to. */
  addMarginals(token: number, classOf: Uint8Array, classes: Float32Array): void {
    for (let at = this.begins[token] as number; at < (this.begins[token + 1] as number); at += 1) {
      const index = classOf[this.kept[at] as number] as number;
      classes[index] = (classes[index] as number) + (this.forward[at] as number) * (this.backward[at] as number);
    }
  }

  /** The likeliest label of a token from `first` on; `first` itself where all of them are left out. */
  likeliest(token: number, first: number): number {
    let best = first;
    let most = 0;
    for (let at = this.begins[token] as number; at < (this.begins[token + 1] as number); at += 1) {
      const mass = (this.forward[at] as number) * (this.backward[at] as number);
      if ((this.kept[at] as number) < first || mass <= most) continue;
      most = mass;
      best = this.kept[at] as number;
    }
    return best;
  }
}
