import { firstIndex } from '../../../src/detect/first-index';

test.each([
  [0, 0, 0],
  [5, 0, 0],
  [5, 3, 3],
  [5, 4, 4],
  [5, 9, 5],
])('among %i the first from %i on is %i', (count, from, first) => {
  expect(firstIndex(count, (index) => index >= from)).toBe(first);
});

test('few are asked', () => {
  const asked: number[] = [];
  firstIndex(1024, (index) => asked.push(index) > 0 && index >= 700);
  expect(asked.length).toBeLessThanOrEqual(11);
});
