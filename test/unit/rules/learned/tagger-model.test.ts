import { findFeature, type TaggerModel, WEIGHT_STEP } from '../../../../src/rules/learned/tagger-model';
import { decodeModel, encodeModel } from '../../../../src/rules/learned/tagger-model-file';
import { plainSums } from '../../../support/plain-sums';

const ROWS = [
  { feature: -7, weights: [{ label: 1, weight: 0.5 }] },
  {
    feature: 2_000_000_000,
    weights: [
      { label: 0, weight: -1.25 },
      { label: 1, weight: 2 },
    ],
  },
  { feature: 0, weights: [{ label: 0, weight: 1 }] },
  {
    feature: 5,
    weights: [
      { label: 0, weight: -2 },
      { label: 1, weight: 0.25 },
      { label: 2, weight: -3 },
      { label: 3, weight: 3.5 },
    ],
  },
];
const TRANSITIONS = Array.from({ length: 16 }, (_, index) => index);

function encoded(rows = ROWS): Buffer {
  return encodeModel(['O', 'NAME', 'DATE', 'AGE'], TRANSITIONS, rows);
}

/** The weights of features added up, by label. */
function sumOf(model: TaggerModel, ...features: number[]): number[] {
  return plainSums(model, features).map((sum) => sum * WEIGHT_STEP);
}

test('what is written is read again', () => {
  const model = decodeModel(encoded());
  expect(model.labels).toEqual(['O', 'NAME', 'DATE', 'AGE']);
  expect([...model.transitions]).toEqual(TRANSITIONS);
  for (const { feature, weights } of ROWS)
    expect(sumOf(model, feature)).toEqual([0, 1, 2, 3].map((label) => weights.find((one) => one.label === label)?.weight ?? 0));
});

test('weights of features are added, in the table or in a row of their own', () => {
  expect(sumOf(decodeModel(encoded()), -7, 0, 5, 2_000_000_000)).toEqual([-0.25 - 2, 2.5 + 0.25, -3, 3.5]);
});

test('a feature whose weights are all too small to count has no place', () => {
  const model = decodeModel(encodeModel(['O'], [0], [{ feature: 3, weights: [{ label: 0, weight: 1 / 256 }] }]));
  expect(findFeature(model.table, 3)).toBe(0);
});

test.each([1, -1, 123_456_789])('feature %i has no weights', (feature) => {
  const model = decodeModel(encoded());
  expect(findFeature(model.table, feature)).toBe(0);
  expect(sumOf(model, feature)).toEqual([0, 0, 0, 0]);
});

test('the same rows in another order give the same bytes', () => {
  expect(encoded([...ROWS].reverse())).toEqual(encoded());
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['another file', Buffer.from('# rules of some other kind, long enough')],
  ['cut off', encoded().subarray(0, -1)],
  ['too long', Buffer.concat([encoded(), Buffer.alloc(1)])],
])('%s is refused', (_what, bytes) => {
  expect(() => decodeModel(bytes)).toThrow(/tagger model/);
});
