import type { Redis } from 'ioredis';
import { READY_MADE_PLANS } from '../../../src/access/plans';
import { createMemoryUsage } from '../../../src/access/usage/memory-usage';
import { createRedisUsage } from '../../../src/access/usage/redis-usage';
import { firstKeptDay, MAX_USERS, NOTHING, OTHER_USERS, USAGE_DAYS } from '../../../src/access/usage/usage';
import { usageCsv, usageReport } from '../../../src/access/usage/usage-report';

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 25, 23, 59, 59, 999);
const one = { requests: 1, tokensIn: 10, tokensOut: 5, nanoDollars: 405_000, entities: 2 };
const plan = READY_MADE_PLANS.find(({ name }) => name === 'bastiongpt-202403');

test('counts by day (UTC) and user, each key for itself', async () => {
  let time = START;
  const usage = createMemoryUsage(() => time);
  usage.add({ label: 'app', user: '', counters: one });
  usage.add({ label: 'app', user: 'team-a', counters: one });
  usage.add({ label: 'app', user: 'team-a', counters: one });
  usage.add({ label: 'other', user: '', counters: one });
  time += 1;
  usage.add({ label: 'app', user: '', counters: one });
  expect(await usage.read('app')).toEqual([
    { day: '2026-11-25', user: '', ...one },
    { day: '2026-11-25', user: 'team-a', requests: 2, tokensIn: 20, tokensOut: 10, nanoDollars: 810_000, entities: 4 },
    { day: '2026-11-26', user: '', ...one },
  ]);
  expect(await usage.read('nobody')).toEqual([]);
});

test('old days go, and invented tags are counted together', async () => {
  let time = START;
  const usage = createMemoryUsage(() => time);
  for (let index = 0; index < MAX_USERS + 50; index += 1) usage.add({ label: 'app', user: `u${index}`, counters: one });
  const rows = await usage.read('app');
  expect(rows).toHaveLength(MAX_USERS + 1);
  expect(rows.find(({ user }) => user === OTHER_USERS)?.requests).toBe(50);
  time += USAGE_DAYS * DAY;
  usage.add({ label: 'other', user: '', counters: one });
  expect(await usage.read('app')).toEqual([]);
});

test('a day that is too old is shown no more, also where nothing has been counted since', async () => {
  let time = START;
  const usage = createMemoryUsage(() => time);
  usage.add({ label: 'app', user: '', counters: one });
  time += (USAGE_DAYS - 1) * DAY;
  expect(await usage.read('app')).toHaveLength(1);
  time += DAY;
  expect(await usage.read('app')).toEqual([]);
});

test('a clock that is set back over midnight, and the end of a month, loses no count', async () => {
  let time = Date.UTC(2026, 10, 30, 23, 59, 59, 900);
  const usage = createMemoryUsage(() => time);
  for (const step of [0, 200, -150, 150]) {
    time += step;
    usage.add({ label: 'app', user: '', counters: one });
  }
  const { months } = usageReport({ label: 'app' }, await usage.read('app'), firstKeptDay(time));
  expect(months.map(({ month, requests }) => [month, requests])).toEqual([
    ['2026-11', 2],
    ['2026-12', 2],
  ]);
});

/** A Redis that keeps what it is sent and answers when the test says so. */
class StubRedis {
  status = 'ready';
  answers = true;
  readonly sent: { hash: string; number: number; user: string }[] = [];

  async eval(_script: string, _keys: number, hash: string, _taken: string, number: number, user: string): Promise<void> {
    this.sent.push({ hash, number, user });
    if (!this.answers) throw new Error('no answer');
  }
}

const usageOf = (redis: StubRedis) =>
  createRedisUsage(
    redis as unknown as Redis,
    () => START,
    () => undefined,
  );

test('while Redis is away nothing is sent, and what waits is not tried with each request', async () => {
  const redis = new StubRedis();
  redis.status = 'reconnecting';
  const usage = usageOf(redis);
  for (let index = 0; index < 50; index += 1) usage.add({ label: 'app', user: `u${index}`, counters: one });
  await usage.flush();
  expect(redis.sent).toEqual([]);
  redis.status = 'ready';
  await usage.flush();
  expect(redis.sent.map(({ user }) => user)).toEqual(Array.from({ length: 50 }, (_, index) => `u${index}`));
});

test('a row without an answer is sent again under its number, before any further row of its hash and not at the cost of others', async () => {
  const redis = new StubRedis();
  redis.answers = false;
  const usage = usageOf(redis);
  usage.add({ label: 'app', user: 'u1', counters: one });
  await usage.flush();
  usage.add({ label: 'app', user: 'u2', counters: one });
  usage.add({ label: 'other', user: 'u3', counters: one });
  await usage.flush();
  const tried = redis.sent.map(({ user, number }) => `${user}:${number}`);
  expect([...new Set(tried)]).toEqual(['u1:1', 'u3:2']);
  redis.answers = true;
  redis.sent.length = 0;
  await usage.flush();
  expect(redis.sent.map(({ user, number }) => `${user}:${number}`)).toEqual(['u1:1', 'u3:2', 'u2:3']);
  await usage.flush();
  expect(redis.sent).toHaveLength(3);
});

test('what Redis has not taken is sent again after a while, without any further request', async () => {
  jest.useFakeTimers();
  try {
    const redis = new StubRedis();
    redis.status = 'reconnecting';
    const usage = usageOf(redis);
    usage.add({ label: 'app', user: 'u1', counters: one });
    await usage.flush();
    redis.status = 'ready';
    redis.answers = false;
    await jest.advanceTimersByTimeAsync(5000);
    expect(redis.sent).toHaveLength(1);
    redis.answers = true;
    await jest.advanceTimersByTimeAsync(5000);
    expect(redis.sent.map(({ number }) => number)).toEqual([1, 1]);
    // Nothing is left to send, and nothing waits for its time.
    expect(jest.getTimerCount()).toBe(0);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(redis.sent).toHaveLength(2);
  } finally {
    jest.useRealTimers();
  }
});

test('a month is billed with its access charge, and its credit covers tokens only', () => {
  const rows = [
    { day: '2026-10-31', user: '', ...NOTHING, requests: 1, nanoDollars: 5e9 },
    { day: '2026-11-01', user: '', ...NOTHING, requests: 2, nanoDollars: 12.5e9 },
    { day: '2026-11-02', user: 'team-a', ...NOTHING, requests: 3, nanoDollars: 12.5e9 },
  ];
  expect(usageReport({ label: 'app', plan }, rows, '2026-08-18').months).toMatchObject([
    { month: '2026-10', requests: 1, cost_usd: 5, access_charge_usd: 100, credit_usd: 5, due_usd: 100 },
    { month: '2026-11', requests: 5, cost_usd: 25, access_charge_usd: 100, credit_usd: 20, due_usd: 105 },
  ]);
});

test('a month of which days are kept no more has no bill', async () => {
  let time = Date.UTC(2026, 7, 1);
  const usage = createMemoryUsage(() => time);
  for (; time < START; time += DAY) usage.add({ label: 'app', user: '', counters: one });
  time = START;
  const { days, months } = usageReport({ label: 'app', plan }, await usage.read('app'), firstKeptDay(START));
  expect(days[0]?.date).toBe('2026-08-18');
  expect(months.map(({ month, requests }) => [month, requests])).toEqual([
    ['2026-09', 30],
    ['2026-10', 31],
    ['2026-11', 25],
  ]);
});

test('CSV has a line for each day and user', () => {
  const report = usageReport(
    { label: 'app' },
    [
      { day: '2026-11-25', user: '', ...one },
      { day: '2026-11-25', user: 'team-a', ...one },
    ],
    '2026-08-18',
  );
  expect(report.plan).toMatchObject({ name: 'unlimited', requests_per_minute: null });
  expect(usageCsv(report)).toBe(
    'date,user,requests,tokens_in,tokens_out,cost_usd,entities\r\n' +
      '2026-11-25,,1,10,5,0.000405,2\r\n2026-11-25,team-a,1,10,5,0.000405,2\r\n',
  );
});
