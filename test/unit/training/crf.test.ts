import { CrfLattice } from '../../../src/training/crf';
import { SeededRandom } from '../../../src/training/random';

/** All label sequences of a length. */
function sequences(labels: number, length: number): number[][] {
  if (length === 0) return [[]];
  return sequences(labels, length - 1).flatMap((start) => Array.from({ length: labels }, (_, label) => [...start, label]));
}

const LABELS = 3;
const LENGTH = 4;

function randomScores(random: SeededRandom, count: number): number[] {
  return Array.from({ length: count }, () => random.next() * 6 - 3);
}

test.each([1, 2, 3, 4, 5])('marginals and partition agree with the sum over all sequences (seed %i)', (seed) => {
  const random = new SeededRandom(seed);
  const emissions = randomScores(random, LABELS * LENGTH);
  const transitions = randomScores(random, LABELS * LABELS);
  const scores = sequences(LABELS, LENGTH).map((sequence) => ({
    sequence,
    weight: Math.exp(
      sequence.reduce(
        (sum, label, index) =>
          sum +
          (emissions[index * LABELS + label] ?? 0) +
          (index > 0 ? (transitions[(sequence[index - 1] ?? 0) * LABELS + label] ?? 0) : 0),
        0,
      ),
    ),
  }));
  const total = scores.reduce((sum, { weight }) => sum + weight, 0);
  const lattice = new CrfLattice(LABELS, transitions);
  lattice.reset(LENGTH);
  lattice.emissions.set(emissions);
  expect(lattice.run()).toBeCloseTo(Math.log(total), 8);
  for (let index = 0; index < LENGTH; index += 1) {
    for (let label = 0; label < LABELS; label += 1) {
      const mass = scores.filter(({ sequence }) => sequence[index] === label).reduce((sum, { weight }) => sum + weight, 0);
      expect(lattice.marginal(index, label)).toBeCloseTo(mass / total, 8);
    }
  }
});

test('a lattice can be used again for a shorter sequence', () => {
  const lattice = new CrfLattice(2, [0, 0, 0, 0]);
  lattice.reset(3);
  lattice.emissions.set([5, 0, 5, 0, 5, 0]);
  lattice.run();
  lattice.reset(1);
  lattice.run();
  expect(lattice.marginal(0, 0)).toBeCloseTo(0.5, 8);
});
