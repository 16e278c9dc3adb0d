import { createTurns, createTurnsOfPieces, inTurns } from '../../src/turns';
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

test('many short pieces in a row leave others their turns', async () => {
  const inTurn = createTurnsOfPieces();
  const turns = await turnsDuring(async () => {
    for (let piece = 0; piece < 20; piece += 1) await inTurn(work(1, 6));
  });
  expect(turns).toBeGreaterThanOrEqual(9);
});

test('a piece that was waited for goes through at once', async () => {
  const inTurn = createTurnsOfPieces();
  let now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  const turns = await turnsDuring(async () => {
    for (let piece = 0; piece < 100; piece += 1) {
      await inTurn(work(0, 0));
      now += 50;
    }
  });
  jest.restoreAllMocks();
  expect(turns).toBe(0);
});
