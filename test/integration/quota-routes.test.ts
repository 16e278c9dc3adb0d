import { createMemoryAccounts } from '../../src/access/accounts';
import type { UsageReport } from '../../src/access/usage/usage-report';
import { type FakeUpstream, jsonReply, startFakeUpstream } from '../support/fake-upstream';
import { type MeteredProxy, planNamed, startMeteredProxy } from '../support/metered-proxy';

const MESSAGES = { messages: [{ role: 'user', content: 'a' }] };
const ROUTES: readonly (readonly [string, object, number])[] = [
  ['/v1/chat/completions', { ...MESSAGES, user: 'teama' }, 30],
  ['/v1/ChatCompletion', { ...MESSAGES, user: 'teama' }, 30],
  ['/pro;rev=2/deployments/bastionapi/chat/completions', { ...MESSAGES, user: 'teama' }, 30],
  ['/v1/anonymize', { text: 'a' }, 0],
];

let upstream: FakeUpstream;
beforeAll(async () => {
  upstream = await startFakeUpstream();
  upstream.script(
    jsonReply({
      id: 'c',
      created: 1,
      choices: [{ index: 0, message: { role: 'assistant', content: 'yes' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 },
    }),
  );
});
afterAll(() => upstream.close());

describe.each(ROUTES)('%s', (path, body, tokens) => {
  let proxy: MeteredProxy;
  beforeEach(async () => {
    proxy = await startMeteredProxy(upstream.url, {
      accounts: createMemoryAccounts(() => Date.UTC(2026, 10, 25, 12, 0, 0)),
      record: { plan: { ...planNamed('bastiongpt-202403'), requestsPerMinute: 1 } },
      overrides: { defaultOpenaiKey: 'sk-server', tagUser: async (user) => user },
    });
  });
  afterEach(() => proxy.close());

  const post = () =>
    fetch(`${proxy.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-compliantchatgpt-key': proxy.key, key: proxy.key },
      body: JSON.stringify(body),
    });

  test('is limited and counted', async () => {
    const first = await post();
    expect([first.status, first.headers.get('x-ratelimit-remaining-requests')]).toEqual([200, '0']);
    if (tokens > 0) expect(first.headers.get('x-ratelimit-remaining-tokens')).toBe(String(10_000 - tokens));
    const second = await post();
    expect([second.status, await second.json()]).toMatchObject([429, { error: { code: 'rate_limit_exceeded' } }]);
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
    const { days } = (await (await proxy.usage()).json()) as UsageReport;
    expect(days.map(({ user, requests, tokens_in, tokens_out }) => [user, requests, tokens_in + tokens_out])).toEqual([
      [tokens > 0 ? 'teama' : null, 1, tokens],
    ]);
  });
});
