import { createQuota, type Quota } from './quota';
import { connectRedis, firstAttempt, type RedisEvents } from './redis';
import { createMemoryUsage } from './usage/memory-usage';
import { createRedisUsage } from './usage/redis-usage';
import type { UsageStore } from './usage/usage';

/** What is counted of every key: this minute's allowance, and usage by day. */
export interface Accounts {
  readonly quota: Quota;
  readonly usage: UsageStore;
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number;
  close(): void;
}

/** Counts in this process's memory. */
export function createMemoryAccounts(now: () => number = Date.now): Accounts {
  return { quota: createQuota({ now }), usage: createMemoryUsage(now), now, close: () => undefined };
}

/** Counts in Redis, shared by all instances that use it. Resolves when the connection stands, or has failed for the first time. */
export async function connectAccounts(url: string, events: RedisEvents, now: () => number = Date.now): Promise<Accounts> {
  const { redis, close } = connectRedis(url, events);
  await firstAttempt(redis);
  return {
    quota: createQuota({ now, redis }),
    usage: createRedisUsage(redis, now),
    now,
    close,
  };
}
