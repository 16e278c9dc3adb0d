import { type Launch, type LineChild, startLineChild } from './line-child';

const MOST_STARTS = 20;

/** One child at a time, started when it is needed. */
export interface Children {
  /** Throws Error if it cannot be started, or was too often. */
  current(): Promise<LineChild>;
  /** To be called when it is gone, so that the next text goes to a new one, and at the end. */
  drop(): void;
}

/** Children that are started in one way; each says a first line when it is ready, within the time given in milliseconds. */
export function createChildren(launch: Launch, startTimeout: number): Children {
  let child: LineChild | undefined;
  let starts = 0;

  async function current(): Promise<LineChild> {
    if (child) return child;
    if (starts === MOST_STARTS) throw new Error(`gave up after ${MOST_STARTS} starts`);
    starts += 1;
    child = startLineChild(launch);
    const { lastWords } = child;
    const reply = await child.ask(undefined, startTimeout);
    if ('gone' in reply) throw new Error(['did not start', reply.gone, lastWords()].filter((words) => words !== '').join(', '));
    return child;
  }

  function drop(): void {
    child?.close();
    child = undefined;
  }

  return { current, drop };
}
