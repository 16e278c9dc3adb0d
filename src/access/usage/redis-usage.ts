import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { PhiProxyError } from '../../errors';
import { type CountedRow, createMemoryUsage } from './memory-usage';
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

/** Name of the hash of a key and a day; its fields are `user|counter`. */
const hashName = (label: string, day: string): string => `phi-proxy:usage:${label}:${day}`;
const hashOf = ({ label, row }: CountedRow): string => hashName(label, row.day);

/** So long a row of which Redis has said nothing may be sent again, in seconds, without being counted twice. */
const REMEMBERED_SECONDS = 86_400;

/** After which rows that Redis has not taken are sent again, in milliseconds: a server without requests must not keep them to itself. */
const RETRY_MS = 5000;

/**
 * Adds a row to the hash, unless it has been added before: a Redis that hangs has perhaps received what got no answer. The sender numbers
 * its rows upwards, and the highest number taken is kept beside the hash. In one script, so that either all of it happens or nothing does.
 *
 * KEYS: the hash, the sender's number for it. ARGV: this row's number, its user, the user for those without room, most fields of the hash,
 * seconds for which the hash is kept, seconds for which the number is, then names of counters each with its amount.
 */
const ADD_ROW = `
if tonumber(ARGV[1]) <= tonumber(redis.call('GET', KEYS[2]) or '0') then return end
local user = ARGV[2]
if user ~= '' and redis.call('HEXISTS', KEYS[1], user .. '|requests') == 0 and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[4]) then
  user = ARGV[3]
end
for index = 7, #ARGV, 2 do redis.call('HINCRBY', KEYS[1], user .. '|' .. ARGV[index], ARGV[index + 1]) end
redis.call('EXPIRE', KEYS[1], ARGV[5])
redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[6])
`;

/** A row on its way. It keeps its number until Redis says that it has it. */
interface NumberedRow extends CountedRow {
  readonly number: number;
}

/**
 * Counters that several instances share. What Redis has not taken yet waits in memory and is sent with the next call, or after five seconds.
 *
 * @param noteWrite hears of each row whether Redis has taken it
 */
export function createRedisUsage(redis: Redis, now: () => number, noteWrite: (isTaken: boolean) => void): UsageStore {
  const waiting = createMemoryUsage(now);
  const sender = randomUUID();
  let lastNumber = 0;
  /** Sent, but Redis has not said that it has them; in the order of their numbers. */
  let underWay: readonly NumberedRow[] = [];
  let work: Promise<unknown> = Promise.resolve();

  /** One thing after the other: what is read must not be on its way at the same time. */
  const inTurn = <T>(next: () => Promise<T>): Promise<T> => {
    const result = work.then(next);
    work = result.catch(() => undefined);
    return result;
  };
  /** Sends them in their order, and of each hash no further one behind one that fails: its number would be too low afterwards. Returns what is left. */
  const send = async (rows: readonly NumberedRow[]): Promise<NumberedRow[]> => {
    const failing = new Set<string>();
    const left: NumberedRow[] = [];
    for (const numbered of rows) {
      const hash = hashOf(numbered);
      if (!failing.has(hash)) {
        const isTaken = await isSent(redis, sender, numbered);
        noteWrite(isTaken);
        if (isTaken) continue;
        failing.add(hash);
      }
      left.push(numbered);
    }
    return left;
  };
  /** Gives numbers to what waits, except where rows of the same hash are under way still: so there is one for each user at most. */
  const numberWaiting = (): NumberedRow[] => {
    const busy = new Set(underWay.map(hashOf));
    const numbered: NumberedRow[] = [];
    for (const counted of waiting.drain()) {
      if (busy.has(hashOf(counted))) waiting.restore(counted.label, counted.row);
      else {
        lastNumber += 1;
        numbered.push({ number: lastNumber, ...counted });
      }
    }
    return numbered;
  };
  const sendAll = async (): Promise<void> => {
    // While Redis is away every row would fail: with many users that is many failures for each request.
    if (redis.status === 'ready') {
      underWay = await send(underWay);
      underWay = [...underWay, ...(await send(numberWaiting()))];
    }
    // A connection that has ended is for ever: the server is closing.
    if (redis.status !== 'end' && underWay.length + waiting.size > 0) retryLater();
  };
  const retryLater = afterAWhile(() => inTurn(sendAll));
  const rowsInMemory = (label: string): UsageRow[] => [
    ...underWay.filter((one) => one.label === label).map(({ row }) => row),
    ...waiting.rowsOf(label),
  ];
  return {
    add(entry) {
      waiting.add(entry);
      void inTurn(sendAll);
    },
    flush: () => inTurn(sendAll),
    read: (label) =>
      inTurn(async () => {
        await sendAll();
        try {
          const shared = await readRows(redis, label, keptDays(now()));
          return sortRows(merge([...shared, ...rowsInMemory(label)]));
        } catch {
          throw new PhiProxyError('usage_unavailable');
        }
      }),
  };
}

/** Has the work done in `RETRY_MS`, once for any number of calls until then. It keeps no process alive. */
function afterAWhile(work: () => Promise<unknown>): () => void {
  let isPlanned = false;
  return () => {
    if (isPlanned) return;
    isPlanned = true;
    setTimeout(() => {
      isPlanned = false;
      void work();
    }, RETRY_MS).unref();
  };
}

/** Whether Redis has said that it has the row. */
async function isSent(redis: Redis, sender: string, numbered: NumberedRow): Promise<boolean> {
  const { number, row } = numbered;
  const hash = hashOf(numbered);
  const bounds = [MAX_USERS * COUNTER_NAMES.length, KEPT_SECONDS, REMEMBERED_SECONDS];
  const amounts = COUNTER_NAMES.flatMap((name) => [name, row[name]]);
  try {
    // The braces put both keys into one slot of a cluster.
    await redis.eval(
      ADD_ROW,
      2,
      hash,
      `phi-proxy:usage-taken:{${hash}}:${sender}`,
      number,
      row.user,
      OTHER_USERS,
      ...bounds,
      ...amounts,
    );
    return true;
  } catch {
    return false;
  }
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
