import { findRow, rowLength, type TaggerModel, unpackSums, WEIGHT_STEP } from '../../../src/rules/tagger-model';
import { decodeModel, encodeModel } from '../../../src/rules/tagger-model-file';

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

/** The weights of a row, by label. */
function readRow({ rows, labels }: TaggerModel, row: number): number[] {
  const sums = new Int32Array(labels.length);
  unpackSums(rows.slice(row, row + rowLength(labels.length)), sums);
  return Array.from(sums, (sum) => sum * WEIGHT_STEP);
}

test('sums of many rows of the largest weights do not run over', () => {
  const model = decodeModel(
    encodeModel(['O', 'NAME', 'DATE'], new Array(9).fill(0), [
      {
        feature: 1,
        weights: [
          { label: 0, weight: 99 },
          { label: 1, weight: -99 },
        ],
      },
    ]),
  );
  const packed = new Int32Array(rowLength(3));
  for (let round = 0; round < 127; round += 1)
    model.rows.forEach((word, at) => {
      packed[at] = ((packed[at] ?? 0) + word) | 0;
    });
  const sums = new Int32Array(3);
  unpackSums(packed, sums);
  expect([...sums]).toEqual([255 * 127, -255 * 127, 0]);
});

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
