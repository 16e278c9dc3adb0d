import {
  decodeModel,
  encodeModel,
  findRow,
  type TaggerModel,
  WEIGHT_BITS,
  WEIGHT_STEP,
  WEIGHT_ZERO,
} from '../../../src/rules/tagger-model';

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
];

function encoded(): Buffer {
  return encodeModel(['O', 'NAME'], [0, 1, 2, 3], ROWS);
}

/** The first two labels' weights of a row. */
function readRow({ rows }: TaggerModel, row: number): number[] {
  const weights = [0, 0];
  for (const packed of rows.slice(row + 1, row + 1 + (rows[row] ?? 0)))
    weights[packed >>> WEIGHT_BITS] = ((packed & ((1 << WEIGHT_BITS) - 1)) - WEIGHT_ZERO) * WEIGHT_STEP;
  return weights;
}

test('what is written is read again', () => {
  const model = decodeModel(encoded());
  expect(model.labels).toEqual(['O', 'NAME']);
  expect([...model.transitions]).toEqual([0, 1, 2, 3]);
  for (const { feature, weights } of ROWS) {
    const row = findRow(model, feature);
    const read = readRow(model, row);
    expect(read).toEqual([0, 1].map((label) => weights.find((weight) => weight.label === label)?.weight ?? 0));
  }
});

test.each([1, -1, 123_456_789])('feature %i has no row', (feature) => {
  expect(findRow(decodeModel(encoded()), feature)).toBe(-1);
});

test('the same rows in another order give the same bytes', () => {
  expect(encodeModel(['O', 'NAME'], [0, 1, 2, 3], [...ROWS].reverse())).toEqual(encoded());
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['another file', Buffer.from('# rules of some other kind, long enough')],
  ['cut off', encoded().subarray(0, -1)],
  ['too long', Buffer.concat([encoded(), Buffer.alloc(1)])],
])('%s is refused', (_what, bytes) => {
  expect(() => decodeModel(bytes)).toThrow(/tagger model/);
});
