import { setTimeout as sleep } from 'node:timers/promises';
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
  /** Requests whose account is open: admitted, and not settled yet. */
  readonly open: { count: number };
  /** Waits for open accounts to be settled and usage to be handed in, for two seconds at most; then leaves. */
  close(): Promise<void>;
}

/** Requests that were cut off settle within milliseconds; Redis answers within a second, or not at all. */
const CLOSING_MS = 2000;
const LOOK_EVERY_MS = 10;

async function settleAll({ open, usage }: Pick<Accounts, 'open' | 'usage'>): Promise<void> {
  const latest = performance.now() + CLOSING_MS;
  while (open.count > 0 && performance.now() < latest) await sleep(LOOK_EVERY_MS);
  await Promise.race([usage.flush(), sleep(Math.max(0, latest - performance.now()), undefined, { ref: false })]);
}

/** Counts in this process's memory. */
export function createMemoryAccounts(now: () => number = Date.now): Accounts {
  return { quota: createQuota({ now }), usage: createMemoryUsage(now), now, open: { count: 0 }, close: () => Promise.resolve() };
}

/** Counts in Redis, shared by all instances that use it. Resolves when the connection stands, or has failed for the first time. */
export async function connectAccounts(url: string, events: RedisEvents, now: () => number = Date.now): Promise<Accounts> {
  const { redis, noteWrite, close } = connectRedis(url, events);
  await firstAttempt(redis);
  const open = { count: 0 };
  const usage = createRedisUsage(redis, now, noteWrite);
  return {
    quota: createQuota({ now, redis }),
    usage,
    now,
    open,
    async close() {
      await settleAll({ open, usage });
      close();
    },
  };
}
