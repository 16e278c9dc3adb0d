import type { Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import { setImmediate } from 'node:timers/promises';
import type { OpenResponses } from './connection-limits';

/** How often connections that have become idle are looked for, in milliseconds. */
const SWEEP_MS = 50;

/**
 * How long connections may still bring their first request, in milliseconds. While a text was read here, requests have come that nobody has
 * looked at yet; they can be answered like those that run.
 */
const LATE_MS = 250;
/** Looks at what has come that are due all the same: timers go first when the thread was busy. One takes a connection, the next reads of it. */
const LATE_LOOKS = 3;
/** Most connections that are taken although the end has come. */
const MOST_LATE = 256;

async function lookAround(times: number): Promise<void> {
  for (let look = 0; look < times; look += 1) await setImmediate();
}

/** Takes the connections that wait to be taken, one at each look: they would be reset. */
async function takeWaiting(server: Server | TlsServer): Promise<void> {
  let isTaken = true;
  const note = (): void => {
    isTaken = true;
  };
  server.on('connection', note);
  for (let look = 0; isTaken && look < MOST_LATE; look += 1) {
    isTaken = false;
    // The first may end in the round that has begun.
    await lookAround(2);
  }
  server.off('connection', note);
}

/**
 * Takes no new connections and waits until the running requests, streams too, have been answered, but for `drainMs` milliseconds at
 * most; then it cuts the rest off. Clients that keep their connection are told to leave it after the answer.
 */
export function drain(server: Server | TlsServer, responses: OpenResponses, drainMs: number): Promise<void> {
  return new Promise((resolve) => {
    responses.closeAfterAnswer();
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    const taken = takeWaiting(server);
    const late = setTimeout(() => void lookAround(LATE_LOOKS).then(() => responses.cutUnused()), Math.min(LATE_MS, drainMs));
    const cutOff = (): void => {
      responses.cutUnused();
      server.closeAllConnections();
    };
    const cut = setTimeout(() => void taken.then(cutOff), drainMs);
    void taken.then(() =>
      server.close(() => {
        clearInterval(sweep);
        clearTimeout(late);
        clearTimeout(cut);
        resolve();
      }),
    );
  });
}
