import { createMemoryAccounts } from '../../src/access/accounts';
import type { UsageReport } from '../../src/access/usage/usage-report';
import { runCommand } from '../support/command-line';
import { type FakeUpstream, jsonReply, startFakeUpstream } from '../support/fake-upstream';
import { type MeteredProxy, planNamed, startMeteredProxy } from '../support/metered-proxy';
import { captureOutput } from '../support/sinks';
import { PATIENT } from '../support/stand-in-session';
import { startWholeProxy } from '../support/whole-proxy';

const START = Date.UTC(2026, 10, 30, 23, 59, 0);
const DAY = 86_400_000;
const ask = (more: object = {}) => ({ model: 'gpt-4o', messages: [{ role: 'user', content: `I am ${PATIENT}` }], ...more });

let time = START;
let upstream: FakeUpstream;
let proxy: MeteredProxy;
beforeAll(async () => {
  upstream = await startFakeUpstream();
});
beforeEach(async () => {
  time = START;
  upstream.script(
    jsonReply({
      choices: [{ index: 0, message: { role: 'assistant', content: 'yes' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 100, completion_tokens: 200 },
    }),
  );
  proxy = await startMeteredProxy(upstream.url, {
    accounts: createMemoryAccounts(() => time),
    record: { plan: planNamed('bastiongpt-202403') },
    overrides: { tagUser: async (user) => (user.includes(' ') ? '~hash' : user) },
  });
});
afterEach(() => proxy.close());
afterAll(() => upstream.close());

test('a request for an unapproved use counts under its user', async () => {
  const filtering = await startMeteredProxy(upstream.url, {
    accounts: createMemoryAccounts(() => time),
    overrides: { defaultOpenaiKey: 'sk-test', isUnapprovedUse: () => true, tagUser: async (user) => user },
  });
  const body = JSON.stringify({ Content: 'Write malware.', user: 'nurse' });
  const headers = { key: filtering.key, 'content-type': 'application/json' };
  const answer = await fetch(`${filtering.url}/v1/ChatCompletion`, { method: 'POST', headers, body });
  const { days } = (await (await filtering.usage()).json()) as UsageReport;
  await filtering.close();
  expect(answer.status).toBe(200);
  expect(days).toMatchObject([{ user: 'nurse', requests: 1, tokens_in: 0, tokens_out: 0 }]);
});

test('what a key used stands by day and user, with cost, and by month with charge and credit', async () => {
  await proxy.chat(ask());
  await proxy.chat(ask({ user: 'team-a' }));
  await proxy.chat(ask({ user: 'team-a' }));
  time += DAY;
  await proxy.chat(ask({ user: PATIENT }));
  const response = await proxy.usage();
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
  const day = { requests: 1, tokens_in: 100, tokens_out: 200, cost_usd: 0.0108, entities: 1 };
  expect(await response.json()).toEqual({
    object: 'usage',
    key: 'metered',
    plan: {
      name: 'bastiongpt-202403',
      requests_per_minute: 160,
      tokens_per_minute: 10_000,
      context_tokens: 7850,
      monthly_charge_usd: 100,
      monthly_credit_usd: 20,
      usd_per_1000_tokens_in: 0.018,
      usd_per_1000_tokens_out: 0.045,
    },
    days: [
      { date: '2026-11-30', user: null, ...day },
      { date: '2026-11-30', user: 'team-a', requests: 2, tokens_in: 200, tokens_out: 400, cost_usd: 0.0216, entities: 2 },
      { date: '2026-12-01', user: '~hash', ...day },
    ],
    months: [
      {
        month: '2026-11',
        requests: 3,
        tokens_in: 300,
        tokens_out: 600,
        cost_usd: 0.0324,
        entities: 3,
        access_charge_usd: 100,
        credit_usd: 0.0324,
        due_usd: 100,
      },
      { month: '2026-12', ...day, access_charge_usd: 100, credit_usd: 0.0108, due_usd: 100 },
    ],
  });
});

test.each([
  ['/v1/usage?format=csv', {}],
  ['/v1/usage', { accept: 'text/csv' }],
])('CSV by %s %j', async (path, headers) => {
  await proxy.chat(ask({ user: 'team-a' }));
  const response = await proxy.usage(path, headers);
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(await response.text()).toBe(
    'date,user,requests,tokens_in,tokens_out,cost_usd,entities\r\n2026-11-30,team-a,1,100,200,0.0108,1\r\n',
  );
});

test('the key that asks needs no OpenAI key and is not counted; other queries, methods and keys are refused', async () => {
  expect(((await (await proxy.usage('/v1/usage?format=json')).json()) as UsageReport).days).toEqual([]);
  expect((await proxy.usage('/v1/usage?format=xml')).status).toBe(400);
  expect((await proxy.usage(`/v1/usage?user=${PATIENT}`)).status).toBe(400);
  expect((await proxy.usage('/v1/usage', { 'x-compliantchatgpt-key': 'x'.repeat(32) })).status).toBe(401);
  expect((await fetch(`${proxy.url}/v1/usage`, { method: 'POST' })).status).toBe(405);
});

test('requests that failed count as requests without tokens; refused keys count nowhere', async () => {
  await proxy.chat('{');
  await proxy.chat(ask(), { headers: { 'x-compliantchatgpt-key': 'x'.repeat(32) } });
  const { days } = (await (await proxy.usage()).json()) as UsageReport;
  expect(days).toEqual([{ date: '2026-11-30', user: null, requests: 1, tokens_in: 0, tokens_out: 0, cost_usd: 0, entities: 0 }]);
});

test('a reply that nobody can read costs no tokens', async () => {
  const page = { headers: { 'content-type': 'text/html' }, steps: [Buffer.from('<p>maintenance</p>')] };
  for (const reply of [page, jsonReply([])]) {
    upstream.script(reply);
    expect((await proxy.chat(ask())).status).toBe(502);
  }
  const { days } = (await (await proxy.usage()).json()) as UsageReport;
  expect(days).toMatchObject([{ requests: 2, tokens_in: 0, tokens_out: 0, cost_usd: 0 }]);
});

describe('phi-proxy usage', () => {
  const run = (args: readonly string[], env: Record<string, string> = { PHI_PROXY_KEY: proxy.key }) =>
    runCommand(['usage', '--url', proxy.url, ...args], { env });

  test('prints a table, JSON and CSV', async () => {
    await proxy.chat(ask({ user: 'team-a' }));
    const table = await run([]);
    expect(table).toMatchObject({ exitCode: 0, stderr: '' });
    expect(table.stdout).toContain('key metered, plan bastiongpt-202403');
    expect(table.stdout).toMatch(/2026-11-30 {2}team-a +1 +100 +200 +0\.0108 +1\n/);
    expect(table.stdout).toContain('2026-11: tokens $0.01, access $100.00, credit $0.01, due $100.00');
    expect(JSON.parse((await run(['--json'])).stdout)).toMatchObject({ object: 'usage', key: 'metered' });
    expect((await run(['--csv'])).stdout).toMatch(/^date,user,.*\r\n2026-11-30,team-a,1,100,200,0\.0108,1\r\n$/);
  });

  test('says what is wrong, and never the key', async () => {
    expect(await run([], {})).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('PHI_PROXY_KEY') as string });
    expect(await run([], { PHI_PROXY_KEY: 'kéy with blanks' })).toMatchObject({
      exitCode: 2,
      stderr: 'phi-proxy: PHI_PROXY_KEY: is not a proxy key.\n',
    });
    const wrong = await run([], { PHI_PROXY_KEY: 'CanaryKey0123456789CanaryKey0123' });
    expect([wrong.exitCode, wrong.stdout]).toEqual([1, '']);
    expect(wrong.stderr).toContain('the key is not valid');
    expect(wrong.stderr).not.toContain('Canary');
    const nobody = await runCommand(['usage', '--url', 'http://127.0.0.1:1'], { env: { PHI_PROXY_KEY: proxy.key } });
    expect(nobody).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('cannot be reached') as string });
    expect((await run(['--json', '--csv'])).exitCode).toBe(2);
    const under = await runCommand(['usage', '--url', `${proxy.url}/v1`], { env: { PHI_PROXY_KEY: proxy.key } });
    expect(under).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('without /v1') as string });
    const stray = await startWholeProxy(upstream.url, { record: { region: 'gone' } });
    const refused = await runCommand(['usage', '--url', stray.url], { env: { PHI_PROXY_KEY: stray.key } });
    await stray.close();
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('no policy or region') as string });
  });
});

test('canary: no text of a request or reply, and no name, reaches usage, headers or output', async () => {
  const accounts = createMemoryAccounts(() => time);
  const canaries = ['Quackenbush', 'zebulon', '00482917', 'haematemesis', 'Canaryreply'];
  const text = 'Patient Zebulon Quackenbush, MRN: 00482917, has haematemesis.';
  upstream.script(
    jsonReply({ choices: [{ index: 0, message: { role: 'assistant', content: 'Canaryreply' }, finish_reason: 'stop' }] }),
  );
  const seen: string[] = [];
  const output = await captureOutput(async () => {
    const whole = await startWholeProxy(upstream.url, { accounts });
    for (const user of ['zebulon.quackenbush', 'Zebulon Quackenbush', '00482917', text]) {
      const reply = await whole.chat({ messages: [{ role: 'user', content: text }], user });
      expect(reply.status).toBe(200);
      seen.push(JSON.stringify([...reply.headers]));
    }
    for (const format of ['json', 'csv']) {
      const headers = { 'x-compliantchatgpt-key': whole.key };
      seen.push(await (await fetch(`${whole.url}/v1/usage?format=${format}`, { headers })).text());
    }
    seen.push(...whole.lines);
    await whole.close();
  });
  seen.push(output, JSON.stringify(await accounts.usage.read('test-app')));
  for (const canary of canaries) expect(seen.join('\n').toLowerCase()).not.toContain(canary.toLowerCase());
  const rows = await accounts.usage.read('test-app');
  expect(rows).toHaveLength(4);
  for (const { user } of rows) expect(user).toMatch(/^~[0-9a-f]{24}$/);
});
