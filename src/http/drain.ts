import type { Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { OpenResponses } from './connection-limits';

/** How often connections that have become idle are looked for, in milliseconds. */
const SWEEP_MS = 50;

/**
 * How long connections may still bring their first request, in milliseconds. While a text was read here, requests have come that nobody has
 * looked at yet; they can be answered like those that run.
 */
const LATE_MS = 250;

/**
 * Takes no new connections and waits until the running requests, streams too, have been answered, but for `drainMs` milliseconds at
 * most; then it cuts the rest off. Clients that keep their connection are told to leave it after the answer.
 */
export function drain(server: Server | TlsServer, responses: OpenResponses, drainMs: number): Promise<void> {
  return new Promise((resolve) => {
    responses.closeAfterAnswer();
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    const late = setTimeout(() => responses.cutUnused(), Math.min(LATE_MS, drainMs));
    const cut = setTimeout(() => server.closeAllConnections(), drainMs);
    // Behind one look at what has come: connections that wait to be taken would be reset.
    setImmediate(() => {
      server.close(() => {
        clearInterval(sweep);
        clearTimeout(late);
        clearTimeout(cut);
        resolve();
      });
    });
  });
}
