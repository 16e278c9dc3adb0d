import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long a request may hold the main thread before others have their turn, in milliseconds. */
const TURN_MS = 10;

/** Lets others have their turn, if this request's has been long. */
export type GiveTurn = () => Promise<void>;

/**
 * For the steps of one request: long texts take seconds, and health checks and streams of other requests wait meanwhile.
 *
 * @param signal aborted when nobody wants the result any more; behind the next turn its reason is thrown
 */
export function createTurns(signal?: AbortSignal): GiveTurn {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < TURN_MS) return;
    await nextTurn();
    signal?.throwIfAborted();
    began = performance.now();
  };
}

/** Runs such work to its end at once. Throws what it throws. */
export function atOnce<T>(work: Generator<undefined, T>): T {
  for (let step = work.next(); ; step = work.next()) if (step.done === true) return step.value;
}

/** Runs work that says where it can be interrupted, by `yield`. Throws what it throws. */
export async function inTurns<T>(work: Generator<undefined, T>, giveTurn: GiveTurn = createTurns()): Promise<T> {
  for (let step = work.next(); ; step = work.next()) {
    if (step.done === true) return step.value;
    await giveTurn();
  }
}

/**
 * Runs pieces of work one after another, between which a request waits: the events of a stream. Only the work counts, not the waiting, so that a piece
 * that comes late goes through at once.
 */
export function createTurnsOfPieces(): <T>(work: Generator<undefined, T>) => Promise<T> {
  let held = 0;
  return async (work) => {
    if (held >= TURN_MS) {
      await nextTurn();
      held = 0;
    }
    const began = performance.now();
    try {
      return await inTurns(work);
    } finally {
      held += performance.now() - began;
    }
  };
}
