/**
 * The arithmetic of a linear-chain conditional random field (Lafferty, McCallum, Pereira 2001): exact marginals by the forward and
 * backward passes, in probabilities scaled at every step.
 */

/** Room for one sequence; reused from one to the next. */
export class CrfLattice {
  readonly labels: number;
  /** `exp` of the transition scores, row = label before. */
  readonly transitions: Float64Array;
  emissions = new Float64Array(0);
  forward = new Float64Array(0);
  backward = new Float64Array(0);
  scales = new Float64Array(0);
  length = 0;

  /** @param transitionScores scores, `labels × labels` */
  constructor(labels: number, transitionScores: ArrayLike<number>) {
    this.labels = labels;
    this.transitions = new Float64Array(labels * labels);
    this.setTransitions(transitionScores);
  }

  setTransitions(scores: ArrayLike<number>): void {
    for (let index = 0; index < this.transitions.length; index += 1) this.transitions[index] = Math.exp(scores[index] ?? 0);
  }

  /** Makes room for a sequence; `emissions` must then be filled with scores, `length × labels`. */
  reset(length: number): void {
    const size = length * this.labels;
    if (this.emissions.length < size) {
      this.emissions = new Float64Array(size);
      this.forward = new Float64Array(size);
      this.backward = new Float64Array(size);
      this.scales = new Float64Array(length);
    }
    this.emissions.fill(0, 0, size);
    this.length = length;
  }

  /** Turns emission scores into probabilities up to a factor, runs both passes; returns the log of the partition function. */
  run(): number {
    const logShift = this.exponentiate();
    const logScales = this.runForward();
    this.runBackward();
    return logShift + logScales;
  }

  /** Probability of a label at a token, after `run`. */
  marginal(index: number, label: number): number {
    const at = index * this.labels + label;
    return (this.forward[at] ?? 0) * (this.backward[at] ?? 0);
  }

  private exponentiate(): number {
    const { labels, emissions, length } = this;
    let shift = 0;
    for (let index = 0; index < length; index += 1) {
      const row = index * labels;
      let most = Number.NEGATIVE_INFINITY;
      for (let label = 0; label < labels; label += 1) most = Math.max(most, emissions[row + label] as number);
      for (let label = 0; label < labels; label += 1)
        emissions[row + label] = Math.exp((emissions[row + label] as number) - most);
      shift += most;
    }
    return shift;
  }

  private runForward(): number {
    const { labels, forward, scales, length } = this;
    let logScales = 0;
    for (let index = 0; index < length; index += 1) {
      const row = index * labels;
      const total = index === 0 ? this.startForward() : this.stepForward(row);
      scales[index] = total;
      logScales += Math.log(total);
      for (let label = 0; label < labels; label += 1) forward[row + label] = (forward[row + label] as number) / total;
    }
    return logScales;
  }

  private startForward(): number {
    let total = 0;
    for (let label = 0; label < this.labels; label += 1) {
      const mass = this.emissions[label] as number;
      this.forward[label] = mass;
      total += mass;
    }
    return total;
  }

  private stepForward(row: number): number {
    const { labels, emissions, forward, transitions } = this;
    forward.fill(0, row, row + labels);
    for (let from = 0; from < labels; from += 1) {
      const weight = forward[row - labels + from] as number;
      if (weight === 0) continue;
      const base = from * labels;
      for (let label = 0; label < labels; label += 1) {
        forward[row + label] = (forward[row + label] as number) + weight * (transitions[base + label] as number);
      }
    }
    let total = 0;
    for (let label = 0; label < labels; label += 1) {
      const mass = (forward[row + label] as number) * (emissions[row + label] as number);
      forward[row + label] = mass;
      total += mass;
    }
    return total;
  }

  private runBackward(): void {
    const { labels, emissions, backward, transitions, scales, length } = this;
    backward.fill(1, (length - 1) * labels, length * labels);
    const next = new Float64Array(labels);
    for (let index = length - 2; index >= 0; index -= 1) {
      const row = index * labels;
      const scale = scales[index + 1] as number;
      for (let label = 0; label < labels; label += 1) {
        next[label] = ((emissions[row + labels + label] as number) * (backward[row + labels + label] as number)) / scale;
      }
      for (let from = 0; from < labels; from += 1) {
        const base = from * labels;
        let total = 0;
        for (let label = 0; label < labels; label += 1) total += (transitions[base + label] as number) * (next[label] as number);
        backward[row + from] = total;
      }
    }
  }
}
