import { CrfLattice } from './crf';

/** A sequence to learn from: features of each token one after another, and its gold label. */
export interface TrainingSequence {
  /** Ids of features; token `t` has those from `offsets[t]` to `offsets[t + 1]`. */
  readonly features: Int32Array;
  readonly offsets: Int32Array;
  readonly labels: Uint8Array;
}

export interface TrainerOptions {
  readonly labels: number;
  readonly features: number;
  /** Learning rate of FTRL. */
  readonly alpha: number;
  readonly l1: number;
  readonly l2: number;
}

/**
 * Learns the weights of a linear-chain CRF by stochastic gradient, with FTRL-Proximal steps (McMahan et al. 2013): each weight has its
 * own learning rate, and L1 keeps most of them at zero, which keeps the model small. Deterministic: same sequences, same order, same
 * weights.
 */
export class TaggerTrainer {
  readonly weights: Float32Array;
  readonly transitions: Float64Array;
  private readonly z: Float32Array;
  private readonly n: Float32Array;
  private readonly transitionSquares: Float64Array;
  private readonly lattice: CrfLattice;
  private readonly options: TrainerOptions;
  private readonly expected: Float64Array;

  constructor(options: TrainerOptions) {
    const size = options.features * options.labels;
    this.options = options;
    this.weights = new Float32Array(size);
    this.z = new Float32Array(size);
    this.n = new Float32Array(size);
    this.transitions = new Float64Array(options.labels ** 2);
    this.transitionSquares = new Float64Array(options.labels ** 2).fill(1);
    this.lattice = new CrfLattice(options.labels, this.transitions);
    this.expected = new Float64Array(options.labels ** 2);
  }

  /** One step on one sequence; returns its negative log likelihood. */
  learn(sequence: TrainingSequence): number {
    const { lattice } = this;
    lattice.setTransitions(this.transitions);
    const gold = this.score(sequence);
    const logPartition = lattice.run();
    this.updateWeights(sequence);
    this.updateTransitions(sequence);
    return logPartition - gold;
  }

  /** Fills the lattice with emission scores; returns the score of the gold labels. */
  private score({ features, offsets, labels: gold }: TrainingSequence): number {
    const { labels } = this.options;
    const { lattice, weights } = this;
    lattice.reset(gold.length);
    const { emissions } = lattice;
    let total = 0;
    for (let token = 0; token < gold.length; token += 1) {
      const row = token * labels;
      for (let at = offsets[token] as number; at < (offsets[token + 1] as number); at += 1) {
        const base = (features[at] as number) * labels;
        for (let label = 0; label < labels; label += 1)
          emissions[row + label] = (emissions[row + label] as number) + (weights[base + label] as number);
      }
      total += emissions[row + (gold[token] as number)] as number;
      if (token > 0) total += this.transitions[(gold[token - 1] as number) * labels + (gold[token] as number)] as number;
    }
    return total;
  }

  private updateWeights({ features, offsets, labels: gold }: TrainingSequence): void {
    const { labels } = this.options;
    const gradient = new Float64Array(labels);
    for (let token = 0; token < gold.length; token += 1) {
      for (let label = 0; label < labels; label += 1) {
        const value = this.lattice.marginal(token, label) - (gold[token] === label ? 1 : 0);
        gradient[label] = Math.abs(value) < 1e-4 ? 0 : value;
      }
      for (let at = offsets[token] as number; at < (offsets[token + 1] as number); at += 1)
        this.step((features[at] as number) * labels, gradient);
    }
  }

  private step(base: number, gradient: Float64Array): void {
    const { alpha, l1, l2, labels } = this.options;
    const { z, n, weights } = this;
    for (let label = 0; label < labels; label += 1) {
      const g = gradient[label] as number;
      if (g === 0) continue;
      const at = base + label;
      const before = n[at] as number;
      const after = before + g * g;
      const sigma = (Math.sqrt(after) - Math.sqrt(before)) / alpha;
      const moved = (z[at] as number) + g - sigma * (weights[at] as number);
      z[at] = moved;
      n[at] = after;
      weights[at] = Math.abs(moved) <= l1 ? 0 : -(moved - Math.sign(moved) * l1) / ((1 + Math.sqrt(after)) / alpha + l2);
    }
  }

  private updateTransitions({ labels: gold }: TrainingSequence): void {
    const { labels } = this.options;
    const { lattice, expected, transitions, transitionSquares } = this;
    const { forward, backward, emissions, scales } = lattice;
    expected.fill(0);
    for (let token = 1; token < gold.length; token += 1) {
      const row = token * labels;
      const scale = scales[token] as number;
      for (let from = 0; from < labels; from += 1) {
        const left = (forward[row - labels + from] as number) / scale;
        if (left < 1e-9) continue;
        for (let to = 0; to < labels; to += 1) {
          const cell = from * labels + to;
          const mass =
            left * (lattice.transitions[cell] as number) * (emissions[row + to] as number) * (backward[row + to] as number);
          expected[cell] = (expected[cell] as number) + mass;
        }
      }
      const cell = (gold[token - 1] as number) * labels + (gold[token] as number);
      expected[cell] = (expected[cell] as number) - 1;
    }
    for (let cell = 0; cell < expected.length; cell += 1) {
      const g = (expected[cell] as number) + 0.01 * (transitions[cell] as number);
      transitionSquares[cell] = (transitionSquares[cell] as number) + g * g;
      transitions[cell] = (transitions[cell] as number) - (0.3 * g) / Math.sqrt(transitionSquares[cell] as number);
    }
  }
}
