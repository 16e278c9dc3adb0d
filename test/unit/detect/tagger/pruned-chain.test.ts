import { PrunedChain } from '../../../../src/detect/tagger/pruned-chain';
import { WEIGHT_STEP } from '../../../../src/rules/learned/tagger-model';
import { CrfLattice } from '../../../../src/training/crf';
import { SeededRandom } from '../../../../src/training/random';

const LABELS = 6;
const LENGTH = 40;

function both(seed: number, spread: number): { exact: CrfLattice; pruned: PrunedChain } {
  const random = new SeededRandom(seed);
  const transitions = Array.from({ length: LABELS * LABELS }, () => random.next() * 4 - 2);
  const scores = Array.from({ length: LENGTH }, () =>
    Int16Array.from({ length: LABELS }, () => Math.round((random.next() * spread) / WEIGHT_STEP)),
  );
  const exact = new CrfLattice(LABELS, transitions);
  exact.reset(LENGTH);
  exact.emissions.set(scores.flatMap((row) => Array.from(row, (score) => score * WEIGHT_STEP)));
  exact.run();
  const pruned = new PrunedChain(LABELS, transitions, LENGTH);
  for (const row of scores) pruned.add(row);
  pruned.run();
  return { exact, pruned };
}

test.each([
  [1, 2],
  [2, 8],
  [3, 20],
  [4, 60],
])('marginals are those of the whole chain, but for what is negligible (seed %i, spread %i)', (seed, spread) => {
  const { exact, pruned } = both(seed, spread);
  for (let token = 0; token < LENGTH; token += 1) {
    for (let label = 0; label < LABELS; label += 1)
      expect(Math.abs(pruned.marginal(token, label) - exact.marginal(token, label))).toBeLessThan(2e-3);
  }
});

test('the likeliest label from a given one on', () => {
  const { exact, pruned } = both(5, 3);
  for (let token = 0; token < LENGTH; token += 1) {
    const shares = Array.from({ length: LABELS }, (_, label) => (label < 2 ? 0 : exact.marginal(token, label)));
    expect(pruned.likeliest(token, 2)).toBe(shares.indexOf(Math.max(...shares)));
  }
});

test('a label that is left out has no probability, and the first one asked for stands in for it', () => {
  const pruned = new PrunedChain(3, new Float32Array(9), 1);
  pruned.add(Int16Array.from([30_000, 0, 0]));
  pruned.run();
  expect(pruned.marginal(0, 0)).toBe(1);
  expect(pruned.marginal(0, 2)).toBe(0);
  expect(pruned.likeliest(0, 1)).toBe(1);
});

test('many labels at many tokens find room', () => {
  const pruned = new PrunedChain(26, new Float32Array(26 * 26), 50);
  for (let token = 0; token < 50; token += 1) pruned.add(new Int16Array(26));
  pruned.run();
  expect(pruned.marginal(49, 25)).toBeCloseTo(1 / 26, 6);
});
