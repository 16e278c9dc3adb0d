import { createMemoryAccounts } from '../../src/access/accounts';
import { countTokens } from '../../src/access/count-tokens';
import { type FakeUpstream, jsonReply, startFakeUpstream, streamReply } from '../support/fake-upstream';
import { type MeteredProxy, planNamed, startMeteredProxy, statusesOf } from '../support/metered-proxy';
import { eventually } from '../support/proxy-under-test';
import { TOKEN } from '../support/stand-in-session';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 25, 12, 0, 0);
const PLAN = planNamed('bastiongpt-202403');

let time: number;
let upstream: FakeUpstream;
let proxy: MeteredProxy;

const ask = (content: string, more: object = {}) => ({ model: 'gpt-4o', messages: [{ role: 'user', content }], ...more });
const answer = (usage?: { readonly prompt_tokens: number; readonly completion_tokens: number }) =>
  jsonReply({
    id: 'c1',
    choices: [{ index: 0, message: { role: 'assistant', content: `Hello ${TOKEN}` }, finish_reason: 'stop' }],
    ...(usage === undefined ? {} : { usage }),
  });
const limitsOf = ({ headers }: Response, dimension: string): (string | null)[] =>
  ['limit', 'remaining', 'reset'].map((part) => headers.get(`x-ratelimit-${part}-${dimension}`));
const codeOf = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { error: { code: unknown } }).error.code;

async function start(plan: object = PLAN): Promise<void> {
  await proxy?.close();
  time = START;
  proxy = await startMeteredProxy(upstream.url, {
    accounts: createMemoryAccounts(() => time),
    record: { plan: { ...PLAN, ...plan } },
  });
}
beforeAll(async () => {
  upstream = await startFakeUpstream();
});
beforeEach(async () => {
  upstream.script(answer({ prompt_tokens: 1, completion_tokens: 1 }));
  upstream.requests.length = 0;
  await start();
});
afterAll(async () => {
  await proxy.close();
  await upstream.close();
});

test('160 requests a minute: the 160th passes, the 161st waits, and the next minute is new', async () => {
  expect(await statusesOf(150, () => proxy.chat(ask('a')))).toEqual(Array(150).fill(200));
  time = START + 29_500;
  for (let left = 9; left >= 0; left -= 1) {
    const response = await proxy.chat(ask('a'));
    expect([response.status, ...limitsOf(response, 'requests')]).toEqual([200, '160', String(left), '31s']);
  }
  const refused = await proxy.chat(ask('a'));
  expect([refused.status, refused.headers.get('retry-after'), ...limitsOf(refused, 'requests')]).toEqual([
    429,
    '31',
    '160',
    '0',
    '31s',
  ]);
  expect(await codeOf(refused)).toBe('rate_limit_exceeded');
  time = START + MINUTE - 1;
  expect((await proxy.chat(ask('a'))).status).toBe(429);
  expect(upstream.requests).toHaveLength(160);
  time = START + MINUTE;
  expect(limitsOf(await proxy.chat(ask('a')), 'requests')).toEqual(['160', '159', '60s']);
});

test('10,000 tokens a minute: the last one can be used, one more cannot, whatever was refused before', async () => {
  const input = countTokens('a');
  upstream.script(answer({ prompt_tokens: 3000, completion_tokens: 4000 }));
  expect(limitsOf(await proxy.chat(ask('a', { max_tokens: 5000 })), 'tokens')).toEqual(['10000', '3000', '60s']);
  // 3,000 are left.
  const refused = await proxy.chat(ask('a', { max_tokens: 3000 - input + 1 }));
  expect([refused.status, refused.headers.get('retry-after'), ...limitsOf(refused, 'tokens')]).toEqual([
    429,
    '60',
    '10000',
    '3000',
    '60s',
  ]);
  upstream.script(answer({ prompt_tokens: input, completion_tokens: 3000 - input }));
  const exact = await proxy.chat(ask('a', { max_tokens: 3000 - input }));
  expect([exact.status, ...limitsOf(exact, 'tokens')]).toEqual([200, '10000', '0', '60s']);
  expect((await proxy.chat(ask('a'))).status).toBe(429);
  expect(upstream.requests).toHaveLength(2);
  time = START + MINUTE;
  expect((await proxy.chat(ask('a'))).status).toBe(200);
});

test('many at once share one allowance: 10,000 tokens are ten times 1,000, never eleven', async () => {
  const input = countTokens('a');
  upstream.script(answer({ prompt_tokens: input, completion_tokens: 1000 - input }));
  const all = await Promise.all(Array.from({ length: 12 }, () => proxy.chat(ask('a', { max_tokens: 1000 - input }))));
  expect(all.map(({ status }) => status).sort()).toEqual([...Array(10).fill(200), 429, 429]);
});

test('more output than was reserved is taken from the minute, too', async () => {
  upstream.script(answer({ prompt_tokens: 10, completion_tokens: 12_000 }));
  expect(limitsOf(await proxy.chat(ask('a')), 'tokens')).toEqual(['10000', '0', '60s']);
  expect((await proxy.chat(ask('a'))).status).toBe(429);
});

test('all choices count: n times max_tokens is reserved', async () => {
  const response = await proxy.chat(ask('a', { max_tokens: 4000, n: 2 }));
  expect(response.status).toBe(200);
  upstream.script(
    { headers: { 'content-type': 'application/json' }, steps: ['{', 'hang'] },
    answer({ prompt_tokens: 1, completion_tokens: 1 }),
  );
  void proxy.chat(ask('a', { max_tokens: 2500, n: 2 })).catch(() => undefined);
  await eventually(() => upstream.requests.length === 2);
  expect((await proxy.chat(ask('a', { max_tokens: 5000 }))).status).toBe(429);
});

test('a request that fits the minute is never refused for ever because of max_tokens', async () => {
  expect((await proxy.chat(ask('a', { max_tokens: 1_000_000 }))).status).toBe(200);
});

test('calls that failed cost no tokens', async () => {
  upstream.script(jsonReply({ error: { message: 'no', type: 'server_error', param: null, code: null } }, 500));
  expect((await proxy.chat(ask('a', { max_tokens: 9000 }))).status).toBe(500);
  upstream.script({ headers: { 'content-type': 'text/plain' }, steps: ['break'] });
  expect((await proxy.chat(ask('a', { max_tokens: 9000 }))).status).toBe(502);
  upstream.script(answer({ prompt_tokens: 1, completion_tokens: 1 }));
  expect((await proxy.chat(ask('a', { max_tokens: 9000 }))).status).toBe(200);
});

test('input beyond the context limit is refused as such, not as a matter of time', async () => {
  const long = await proxy.chat(ask('word '.repeat(7850)));
  expect([long.status, await codeOf(long)]).toEqual([400, 'context_length_exceeded']);
  expect(upstream.requests).toEqual([]);
  expect((await proxy.chat(ask('word '.repeat(7800)))).status).toBe(200);
});

test('a stream without usage is counted as it passes; one with usage by upstream', async () => {
  const chunk = (content: string, finish: string | null = null) =>
    `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;
  upstream.script(streamReply(chunk('one'), chunk(' two'), chunk('', 'stop'), 'data: [DONE]\n\n'));
  await (await proxy.chat(ask('a', { stream: true, max_tokens: 900 }))).text();
  const usage = `data: ${JSON.stringify({ id: 'c', choices: [], usage: { prompt_tokens: 100, completion_tokens: 200 } })}\n\n`;
  upstream.script(streamReply(chunk('one', 'stop'), usage, 'data: [DONE]\n\n'));
  await (await proxy.chat(ask('a', { stream: true, max_tokens: 900 }))).text();
  const counted = countTokens('a') + 2 + 300;
  upstream.script(answer({ prompt_tokens: 0, completion_tokens: 0 }));
  expect(limitsOf(await proxy.chat(ask('a')), 'tokens')[1]).toBe(String(10_000 - counted));
});

test('a key sees the limits of its plan, not those of the OpenAI key; without a plan it sees those', async () => {
  const { steps } = answer({ prompt_tokens: 1, completion_tokens: 1 });
  const headers = {
    'content-type': 'application/json',
    'x-ratelimit-limit-requests': '5',
    'x-ratelimit-remaining-tokens': '7',
    'openai-version': '2020-10-01',
  };
  upstream.script({ headers, steps });
  const limited = await proxy.chat(ask('a'));
  expect([limitsOf(limited, 'requests')[0], limitsOf(limited, 'tokens')[1]]).toEqual(['160', '9998']);
  expect(limited.headers.get('openai-version')).toBe('2020-10-01');
  const free = await startMeteredProxy(upstream.url);
  const passed = await free.chat(ask('a'));
  expect([limitsOf(passed, 'requests')[0], limitsOf(passed, 'tokens')[1]]).toEqual(['5', '7']);
  await free.close();
});

test('who has no key uses up nobody’s allowance', async () => {
  await start({ requestsPerMinute: 1 });
  for (let round = 0; round < 5; round += 1) {
    const response = await proxy.chat(ask('a'), { headers: { 'x-compliantchatgpt-key': 'x'.repeat(32) } });
    expect(response.status).toBe(401);
    expect(response.headers.get('x-ratelimit-limit-requests')).toBeNull();
  }
  expect((await proxy.chat(ask('a'))).status).toBe(200);
});

test('what is refused for want of tokens leaves no account open', async () => {
  upstream.script(answer({ prompt_tokens: 3000, completion_tokens: 6000 }));
  expect((await proxy.chat(ask('a'))).status).toBe(200);
  expect((await proxy.chat(ask('a', { max_tokens: 5000 }))).status).toBe(429);
  await eventually(() => proxy.records.length === 2);
  expect(proxy.accounts.open.count).toBe(0);
});

test('a client that leaves before it is admitted leaves no account open', async () => {
  const accounts = createMemoryAccounts(() => time);
  let admit = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    admit = resolve;
  });
  let asked = false;
  const take: typeof accounts.quota.take = async (...account) => {
    asked = true;
    await gate;
    return accounts.quota.take(...account);
  };
  let counted = false;
  const add: typeof accounts.usage.add = (entry) => {
    counted = true;
    accounts.usage.add(entry);
  };
  await proxy.close();
  proxy = await startMeteredProxy(upstream.url, {
    accounts: { ...accounts, usage: { ...accounts.usage, add }, quota: { ...accounts.quota, take } },
    record: { plan: PLAN },
  });
  const leaving = new AbortController();
  const left = proxy.chat(ask('hello'), { signal: leaving.signal }).catch(() => undefined);
  await eventually(() => asked);
  leaving.abort();
  await left;
  await eventually(() => proxy.records.length === 1);
  admit();
  await eventually(() => counted && accounts.open.count === 0);
  expect((await accounts.usage.read('metered'))[0]?.requests).toBe(1);
  expect(upstream.requests).toEqual([]);
});
