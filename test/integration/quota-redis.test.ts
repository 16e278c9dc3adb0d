import { Redis } from 'ioredis';
import { type Accounts, connectAccounts } from '../../src/access/accounts';
import type { UsageReport } from '../../src/access/usage/usage-report';
import { type FakeUpstream, jsonReply, startFakeUpstream } from '../support/fake-upstream';
import { type MeteredProxy, planNamed, startMeteredProxy, statusesOf } from '../support/metered-proxy';
import { needs } from '../support/needs';
import { hasRedisServer, type RedisServer, startRedisServer } from '../support/redis-server';
import { PATIENT } from '../support/stand-in-session';

const available = needs(hasRedisServer(), 'two instances on one Redis', 'redis-server (apt-get install redis-server)');

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 25, 12, 0, 0);
const ASK = { model: 'gpt-4o', messages: [{ role: 'user', content: 'a' }] };

(available ? describe : describe.skip)('two instances on one Redis', () => {
  let time = START;
  let redis: RedisServer;
  let upstream: FakeUpstream;
  let accounts: Accounts[];
  let events: string[];
  let first: MeteredProxy;
  let second: MeteredProxy;

  const connect = (): Promise<Accounts> =>
    connectAccounts(redis.url, { onAway: () => events.push('away'), onBack: () => events.push('back') }, () => time);
  beforeAll(async () => {
    upstream = await startFakeUpstream();
  });
  beforeEach(async () => {
    events = [];
    time = START;
    redis = await startRedisServer();
    upstream.script(
      jsonReply({
        choices: [{ index: 0, message: { role: 'assistant', content: 'yes' }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 1, completion_tokens: 999 },
      }),
    );
    accounts = [await connect(), await connect()];
    const start = (one: Accounts | undefined) =>
      startMeteredProxy(upstream.url, {
        ...(one === undefined ? {} : { accounts: one }),
        record: { plan: planNamed('bastiongpt-202403') },
      });
    first = await start(accounts[0]);
    second = await start(accounts[1]);
  });
  afterEach(async () => {
    await Promise.all([first.close(), second.close()]);
    await Promise.all(accounts.map((one) => one.close()));
    await redis.stop();
  });
  afterAll(() => upstream.close());

  const reportOf = async (proxy: MeteredProxy): Promise<UsageReport> => (await (await proxy.usage()).json()) as UsageReport;

  test('160 requests a minute are 160 for both together', async () => {
    upstream.script(jsonReply({ choices: [], usage: { prompt_tokens: 0, completion_tokens: 0 } }));
    const either = (index: number) => (index % 2 === 0 ? first : second).chat(ASK);
    expect(await statusesOf(160, either)).toEqual(Array(160).fill(200));
    expect([(await first.chat(ASK)).status, (await second.chat(ASK)).status]).toEqual([429, 429]);
    time = START + MINUTE;
    expect((await second.chat(ASK)).headers.get('x-ratelimit-remaining-requests')).toBe('159');
    expect((await first.chat(ASK)).headers.get('x-ratelimit-remaining-requests')).toBe('158');
  });

  test('10,000 tokens a minute are 10,000 for both together, to the last', async () => {
    for (let round = 0; round < 5; round += 1) {
      expect((await first.chat({ ...ASK, max_tokens: 999 })).status).toBe(200);
      expect((await second.chat({ ...ASK, max_tokens: 999 })).status).toBe(200);
    }
    const refused = await first.chat(ASK);
    expect([refused.status, refused.headers.get('x-ratelimit-remaining-tokens'), refused.headers.get('retry-after')]).toEqual([
      429,
      '0',
      '60',
    ]);
    expect((await second.chat(ASK)).status).toBe(429);
    time = START + MINUTE;
    expect((await second.chat(ASK)).status).toBe(200);
  });

  test('usage of both is one sum, and outlives an instance', async () => {
    await first.chat({ ...ASK, user: 'team-a' });
    await first.usage();
    await second.chat(ASK);
    await second.usage();
    await first.close();
    expect(await reportOf(second)).toMatchObject({
      key: 'metered',
      days: [{ date: '2026-11-25', user: null, requests: 2, tokens_in: 2, tokens_out: 1998, entities: 2, cost_usd: 0.089946 }],
    });
  });

  test('while Redis is away each instance counts for itself, says so, and hands its usage in afterwards', async () => {
    await first.chat(ASK);
    expect((await reportOf(first)).days[0]?.requests).toBe(1);
    await redis.stop();
    await until(() => events.filter((event) => event === 'away').length === 2);
    const alone = Array.from({ length: 10 }, () => first.chat({ ...ASK, max_tokens: 999 }));
    expect((await Promise.all(alone)).every(({ status }) => status === 200)).toBe(true);
    expect((await first.chat(ASK)).status).toBe(429);
    expect((await second.chat(ASK)).status).toBe(200);
    const refused = await first.usage();
    expect([refused.status, await refused.json()]).toMatchObject([503, { error: { code: 'usage_unavailable' } }]);
    await redis.start();
    await until(() => events.filter((event) => event === 'back').length === 2);
    // The new Redis is empty: what came in meanwhile is all there is.
    expect((await reportOf(first)).days[0]?.requests).toBe(10);
    expect((await reportOf(second)).days[0]?.requests).toBe(11);
  });

  test('a Redis that has stopped answering is away, and back when it answers', async () => {
    expect((await first.chat(ASK)).status).toBe(200);
    redis.pause();
    const asked = Array.from({ length: 5 }, (_, index) => first.chat({ ...ASK, user: `team-${index}` }));
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(Array(5).fill(200));
    await until(() => events.includes('away'));
    const started = performance.now();
    expect((await first.usage()).status).toBe(503);
    expect(performance.now() - started).toBeLessThan(3000);
    redis.resume();
    await until(() => events.includes('back'));
    // What it received while it stood still and what was sent again, since no answer came, are the same: each is counted once.
    const counted = (await reportOf(first)).days.reduce((sum, { requests }) => sum + requests, 0);
    expect(counted).toBe(6);
  });

  test('usage that Redis refuses within a transaction is not lost', async () => {
    const client = new Redis(redis.url);
    await client.set('phi-proxy:usage:metered:2026-11-25', 'of another kind');
    await first.chat(ASK);
    expect((await first.usage()).status).toBe(503);
    await client.del('phi-proxy:usage:metered:2026-11-25');
    client.disconnect();
    expect((await reportOf(first)).days[0]?.requests).toBe(1);
  });

  test('a Redis that takes nothing is away, and back when it takes what waits', async () => {
    const other = new Redis(redis.url);
    try {
      await other.config('SET', 'maxmemory', '1');
      await first.chat(ASK);
      await first.chat(ASK);
      await until(() => events.length > 0);
      expect(events).toEqual(['away']);
      await other.config('SET', 'maxmemory', '0');
      await first.chat(ASK);
      // An answer does not wait for what was counted to be taken; who asks the same instance does.
      await first.usage();
      expect((await reportOf(second)).days[0]?.requests).toBe(3);
      expect(events).toEqual(['away', 'back']);
    } finally {
      other.disconnect();
    }
  });

  test('canary: Redis holds labels, tags and numbers, no text and no key', async () => {
    await first.chat({ model: 'gpt-4o', messages: [{ role: 'user', content: `Canarytext ${PATIENT}` }], user: 'Canaryuser' });
    await first.usage();
    const client = new Redis(redis.url);
    const names = await client.keys('*');
    const held = await Promise.all(
      names.map(async (name) =>
        (await client.type(name)) === 'hash' ? JSON.stringify(await client.hgetall(name)) : client.get(name),
      ),
    );
    client.disconnect();
    expect(
      names.filter(
        (name) =>
          !/^phi-proxy:(quota:metered:(requests|tokens):\d+|usage:metered:2026-11-25|usage-taken:\{phi-proxy:usage:metered:2026-11-25\}:[0-9a-f-]{36})$/.test(
            name,
          ),
      ),
    ).toEqual([]);
    expect(names.length).toBeGreaterThan(2);
    const all = `${names.join(' ')} ${held.join(' ')}`;
    for (const canary of ['Canary', PATIENT, first.key]) expect(all).not.toContain(canary);
  });

  test('what is settled while an instance leaves is handed in', async () => {
    const leaving = await connect();
    leaving.open.count += 1;
    const left = leaving.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const counters = { requests: 1, tokensIn: 2, tokensOut: 3, nanoDollars: 0, entities: 0 };
    leaving.usage.add({ label: 'metered', user: '', counters });
    leaving.open.count -= 1;
    await left;
    expect((await reportOf(first)).days[0]).toMatchObject({ requests: 1, tokens_in: 2, tokens_out: 3 });
  });

  test('a server starts without Redis, too', async () => {
    await redis.stop();
    const lonely = await connect();
    expect(events).toContain('away');
    const account = { label: 'a', dimension: 'requests', limit: 1 } as const;
    expect((await lonely.quota.take(account, 1)).granted).toBe(true);
    expect((await lonely.quota.take(account, 1)).granted).toBe(false);
    await lonely.close();
  });
});

/** Waits for a connection to be lost or made again, which takes a second or two. */
async function until(condition: () => boolean): Promise<void> {
  for (let round = 0; round < 1500 && !condition(); round += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(condition()).toBe(true);
}
