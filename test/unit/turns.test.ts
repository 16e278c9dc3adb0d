import { createTurns, inTurns } from '../../src/turns';
import { turnsDuring } from '../support/turns-during';

/** Holds the thread for some milliseconds. */
function hold(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

function* work(rounds: number, milliseconds: number): Generator<undefined, number> {
  for (let round = 0; round < rounds; round += 1) {
    hold(milliseconds);
    yield;
  }
  return rounds;
}

test('long work leaves others their turns', async () => {
  expect(await turnsDuring(() => inTurns(work(20, 12), createTurns()))).toBeGreaterThanOrEqual(20);
});

test('short work goes through in one', async () => {
  jest.spyOn(performance, 'now').mockReturnValue(0);
  expect(await turnsDuring(() => inTurns(work(0, 0), createTurns()))).toBe(0);
  const many = (function* () {
    for (let round = 0; round < 1000; round += 1) yield;
  })();
  expect(await turnsDuring(() => inTurns(many, createTurns()))).toBe(0);
  jest.restoreAllMocks();
});

test('work that nobody wants any more ends behind the next turn', async () => {
  const gone = new AbortController();
  const reason = new Error('gone');
  setImmediate(() => gone.abort(reason));
  let rounds = 0;
  const wasted = (function* () {
    for (; rounds < 20; rounds += 1) yield* work(1, 12);
  })();
  await expect(inTurns(wasted, createTurns(gone.signal))).rejects.toBe(reason);
  expect(rounds).toBeLessThan(3);
});
