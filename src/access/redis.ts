import { once } from 'node:events';
import type { Redis } from 'ioredis';

export interface RedisEvents {
  /** The connection is lost, or could not be made, or Redis takes nothing; said once until it is back. */
  onAway(): void;
  onBack(): void;
}

export interface RedisConnection {
  readonly redis: Redis;
  /** Tells whether Redis has taken what was written: one that answers but takes nothing (a read-only replica, no memory) is as good as away. */
  noteWrite(isTaken: boolean): void;
  close(): void;
}

/** Longest wait for a command or a connection, in milliseconds: a request must not wait for its count. */
const TIMEOUT_MS = 500;
const MAX_RETRY_MS = 1000;
/** Longest silence, in milliseconds, behind a command: more than this process itself may be too busy to listen. */
const SILENCE_MS = 2000;
/** Longest wait, in milliseconds, for a connection to end: it would hold a process that wants to exit. */
const LEAVING_MS = 100;

/**
 * Connects to Redis. Commands fail at once while it is away, so that who sends them can count in memory; the connection is tried again
 * for ever. Errors end here: their messages may hold the URL with its password.
 */
export function connectRedis(url: string, events: RedisEvents): RedisConnection {
  const { Redis: Client } = require('ioredis') as typeof import('ioredis');
  const redis = new Client(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: TIMEOUT_MS,
    connectTimeout: TIMEOUT_MS,
    // One that has stopped answering is away, too: without this each command would wait for its time-out, and nobody would hear of it.
    socketTimeout: SILENCE_MS,
    disconnectTimeout: LEAVING_MS,
    retryStrategy: (tries) => Math.min(tries * 100, MAX_RETRY_MS),
  });
  let away = false;
  let closing = false;
  const noteAway = (): void => {
    if (!away && !closing) events.onAway();
    away = true;
  };
  const noteBack = (): void => {
    if (away) events.onBack();
    away = false;
  };
  redis.on('error', noteAway);
  redis.on('close', noteAway);
  redis.on('ready', noteBack);
  return {
    redis,
    noteWrite: (isTaken) => (isTaken ? noteBack() : noteAway()),
    close() {
      closing = true;
      redis.disconnect();
    },
  };
}

/** Waits until the connection stands, or has failed for the first time; the server starts either way. */
export async function firstAttempt(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return;
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(redis, 'ready', { signal }), once(redis, 'close', { signal })]).catch(() => undefined);
  settled.abort();
}
