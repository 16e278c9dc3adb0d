import type { Redis } from 'ioredis';
import { PhiProxyError } from '../../errors';
import { createMemoryUsage } from './memory-usage';
import {
  COUNTER_NAMES,
  type Counters,
  keptDays,
  MAX_USERS,
  NOTHING,
  OTHER_USERS,
  sortRows,
  sumOf,
  USAGE_DAYS,
  type UsageRow,
  type UsageStore,
} from './usage';

const KEPT_SECONDS = USAGE_DAYS * 86_400;

/** A hash for each key and day; its fields are `user|counter`. */
const hashName = (label: string, day: string): string => `phi-proxy:usage:${label}:${day}`;

/**
 * Counters that several instances share. What Redis has not taken yet waits in memory and is sent with the next call.
 *
 * @param noteWrite hears of each row whether Redis has taken it
 */
export function createRedisUsage(redis: Redis, now: () => number, noteWrite: (isTaken: boolean) => void): UsageStore {
  const waiting = createMemoryUsage(now);
  let sending: Promise<void> = Promise.resolve();

  const sendAll = async (): Promise<void> => {
    // While Redis is away every row would fail: with many users that is many failures for each request.
    if (redis.status !== 'ready') return;
    for (const { label, row } of waiting.drain()) {
      const isTaken = await send(redis, label, row).then(
        () => true,
        () => false,
      );
      if (!isTaken) waiting.restore(label, row);
      noteWrite(isTaken);
    }
  };
  const schedule = (): Promise<void> => {
    sending = sending.then(sendAll);
    return sending;
  };
  return {
    add(entry) {
      waiting.add(entry);
      void schedule();
    },
    flush: schedule,
    async read(label) {
      await schedule();
      try {
        return sortRows(merge([...(await readRows(redis, label, keptDays(now()))), ...waiting.rowsOf(label)]));
      } catch {
        throw new PhiProxyError('usage_unavailable');
      }
    },
  };
}

async function send(redis: Redis, label: string, row: UsageRow): Promise<void> {
  const hash = hashName(label, row.day);
  const user = (await hasRoom(redis, hash, row.user)) ? row.user : OTHER_USERS;
  const transaction = redis.multi();
  for (const name of COUNTER_NAMES) transaction.hincrby(hash, `${user}|${name}`, row[name]);
  const results = await transaction.expire(hash, KEPT_SECONDS).exec();
  // What fails within a transaction is told in its result alone.
  for (const [error] of results ?? []) if (error !== null) throw error;
}

async function hasRoom(redis: Redis, hash: string, user: string): Promise<boolean> {
  if (user === '' || (await redis.hexists(hash, `${user}|requests`)) === 1) return true;
  return (await redis.hlen(hash)) < MAX_USERS * COUNTER_NAMES.length;
}

async function readRows(redis: Redis, label: string, days: readonly string[]): Promise<UsageRow[]> {
  const hashes = await Promise.all(days.map((day) => redis.hgetall(hashName(label, day))));
  return days.flatMap((day, index) => rowsOfHash(day, hashes[index] ?? {}));
}

function rowsOfHash(day: string, hash: Readonly<Record<string, string>>): UsageRow[] {
  const users = new Set(Object.keys(hash).map((field) => field.slice(0, field.lastIndexOf('|'))));
  return [...users].map((user) => {
    const counters = Object.fromEntries(COUNTER_NAMES.map((name) => [name, Number(hash[`${user}|${name}`] ?? 0)]));
    return { day, user, ...(counters as unknown as Counters) };
  });
}

/** One row for each day and user. */
function merge(rows: readonly UsageRow[]): UsageRow[] {
  const merged = new Map<string, UsageRow>();
  for (const row of rows) {
    const { day, user, ...counters } = row;
    const place = `${day}|${user}`;
    merged.set(place, { day, user, ...sumOf(merged.get(place) ?? NOTHING, counters) });
  }
  return [...merged.values()];
}
