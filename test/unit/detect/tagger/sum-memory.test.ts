import { SumMemory } from '../../../../src/detect/tagger/sum-memory';

/** What the memory gives for two keys, made anew only where it does not know them. */
function ask(memory: SumMemory, high: number, low: number, make: () => number[]): number[] {
  const place = memory.placeOf(high, low);
  if (!memory.knows(place, high, low)) memory.sums.set(make(), place * memory.length);
  const sum = new Int32Array(memory.length + 1);
  memory.addTo(sum, 1, place);
  return [...sum.subarray(1)];
}

test('a sum is made once for its keys', () => {
  const memory = new SumMemory(16, 2);
  const make = jest.fn(() => [3, -4]);
  expect(ask(memory, 0, 0, make)).toEqual([3, -4]);
  expect(ask(memory, 0, 0, make)).toEqual([3, -4]);
  expect(make).toHaveBeenCalledTimes(1);
});

test('keys that share a place do not share a sum', () => {
  const memory = new SumMemory(1, 1);
  expect(ask(memory, 5, 6, () => [56])).toEqual([56]);
  expect(ask(memory, 6, 5, () => [65])).toEqual([65]);
  expect(ask(memory, 5, 6, () => [56])).toEqual([56]);
});

test('what is not known is 0 when it is asked for', () => {
  const memory = new SumMemory(1, 2);
  ask(memory, 1, 1, () => [7, 7]);
  expect(ask(memory, 2, 2, () => [...memory.sums])).toEqual([0, 0]);
});

test('places are within the memory', () => {
  const memory = new SumMemory(64, 1);
  for (let key = 0; key < 1000; key += 1) {
    const place = memory.placeOf(key * 7919, 0x7fffffff - key);
    expect(place).toBeGreaterThanOrEqual(0);
    expect(place).toBeLessThan(64);
  }
});
