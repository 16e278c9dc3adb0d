import { findNamedLines } from '../../../../src/detect/tagger/document-marks';
import { tokenise } from '../../../../src/detect/tagger/tokens';
import { ENTITIES } from '../../../../src/rules/types';

const OF_NAMES = 1 + 3 * ENTITIES.indexOf('NAME');
const OF_DATES = 1 + 3 * ENTITIES.indexOf('DATE');

/** The buckets of the first of so many lines, of which so many have this mark at one of their tokens. */
function buckets(lines: number, marked: number, { mark = OF_NAMES, at = 0 } = {}): number[] {
  const tokens = tokenise('Ann rests: eats and walks well\n'.repeat(lines).trimEnd());
  const places = new Uint8Array(tokens.count);
  const marks = new Uint8Array(tokens.count);
  const perLine = Math.ceil(tokens.count / lines);
  for (let index = 0; index < tokens.count; index += 1) {
    places[index] = index % perLine;
    if (places[index] === at && index < marked * perLine) marks[index] = mark;
  }
  return [...findNamedLines(tokens, places, marks)].slice(0, perLine);
}

test.each([
  [20, 0, 1],
  [20, 1, 1],
  [40, 2, 2],
  [20, 2, 3],
  [20, 4, 3],
  [20, 5, 4],
  [20, 9, 4],
  [20, 10, 5],
  [20, 20, 5],
])('of %i lines %i begin with a name: bucket %i', (lines, named, bucket) => {
  expect(buckets(lines, named)[0]).toBe(bucket);
});

test('only names count, and only at the head of a line', () => {
  expect(buckets(20, 10, { mark: OF_DATES })[0]).toBe(1);
  expect(buckets(20, 10, { at: 3 })[0]).toBe(5);
  expect(buckets(20, 10, { at: 4 })[0]).toBe(1);
});

test('the bucket stands at words of the head alone', () => {
  expect(buckets(20, 10)).toEqual([5, 5, 0, 5, 0, 0, 0, 0]);
});
