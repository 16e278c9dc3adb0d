import { generateKey, hashKey } from '../../src/access/key';
import { createKeyStore } from '../../src/access/key-store';
import { startProxy } from '../../src/commands/serve/start-proxy';
import { readConfig } from '../../src/config';
import { createLogger } from '../../src/log';
import { completion, echo } from '../support/chat-wire';
import { type FakeUpstream, jsonReply, startFakeUpstream } from '../support/fake-upstream';
import { projectRules } from '../support/project-rules';
import { eventually } from '../support/proxy-under-test';
import { startWholeProxy, type WholeProxy } from '../support/whole-proxy';

const TEXT = 'Patient Hannah Osei, MRN 00482917, call 860-555-0142.';
const TRACES = /Hannah|Osei|00482917|555-0142|test-app/;
const METRICS_KEY = 'metrics-key-of-the-tests';
const ask = (content: string) => ({ model: 'gpt-4o', messages: [{ role: 'user', content }] });
const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });

let upstream: FakeUpstream;
beforeAll(async () => {
  upstream = await startFakeUpstream();
});
afterAll(() => upstream.close());
beforeEach(() => upstream.script(echo()));

describe('on the main port', () => {
  let proxy: WholeProxy;
  beforeAll(async () => {
    proxy = await startWholeProxy(upstream.url, { flags: { metricsKey: METRICS_KEY } });
  });
  afterAll(() => proxy?.close());

  const metrics = async (): Promise<string> => (await fetch(`${proxy.url}/metrics`, bearer(METRICS_KEY))).text();
  async function after(count: number): Promise<string> {
    await eventually(() => proxy.lines.filter((line) => line.includes('chat/completions')).length >= count);
    return metrics();
  }

  test('needs the key; anything else is answered as if nothing were there', async () => {
    for (const init of [{}, bearer('wrong'), bearer(proxy.key)]) {
      const response = await fetch(`${proxy.url}/metrics`, init);
      expect([response.status, await response.json()]).toMatchObject([404, { error: { code: 'not_found' } }]);
    }
    const response = await fetch(`${proxy.url}/metrics`, bearer(METRICS_KEY));
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      expect.stringMatching(/^text\/plain; version=0\.0\.4/),
    ]);
    await response.text();
  });

  test('counts requests, entities, tokens, times and upstream errors, and holds no value', async () => {
    await (await proxy.chat(ask(TEXT))).text();
    upstream.script(jsonReply(completion('[NAME_1] [NAME_9] https://x.example.org/[NAME_1]')));
    await (await proxy.chat(ask(TEXT))).text();
    upstream.script(jsonReply({ error: { message: 'Hannah Osei', type: 'x', param: null, code: 'Hannah' } }, 500));
    await (await proxy.chat(ask(TEXT))).text();
    await (await proxy.chat('{"Hannah')).text();
    const text = await after(4);
    for (const line of [
      'phi_proxy_requests_total{route="/v1/chat/completions",status="200"} 2',
      'phi_proxy_requests_total{route="/v1/chat/completions",status="500"} 1',
      'phi_proxy_requests_total{route="/v1/chat/completions",status="400"} 1',
      'phi_proxy_errors_total{code="invalid_json"} 1',
      'phi_proxy_upstream_errors_total{status="500"} 1',
      'phi_proxy_entities_total{entity="MRN"} 3',
      'phi_proxy_tokens_total{fate="issued"} 9',
      'phi_proxy_tokens_total{fate="restored"} 4',
      'phi_proxy_tokens_total{fate="unknown"} 1',
      'phi_proxy_tokens_total{fate="withheld"} 1',
      'phi_proxy_policy_requests_total{policy="safe-harbor"} 4',
      'phi_proxy_deidentify_duration_seconds_count 3',
      'phi_proxy_upstream_duration_seconds_count 3',
      'phi_proxy_request_duration_seconds_count{route="/v1/chat/completions"} 4',
    ])
      expect(text).toContain(`${line}\n`);
    expect(text).not.toMatch(TRACES);
  });
});

test('without a key and a port of its own it is not served', async () => {
  const proxy = await startWholeProxy(upstream.url);
  expect((await fetch(`${proxy.url}/metrics`)).status).toBe(404);
  await proxy.close();
});

test('on a port of its own it needs no key, and nothing else is there', async () => {
  const key = generateKey();
  const keys = createKeyStore([{ hash: hashKey(key), label: 'test-app' }]);
  const config = readConfig({}, { upstreamUrl: upstream.url, port: '0', metricsPort: '0', detectThreads: '0', drainMs: '100' });
  const logger = createLogger('silent');
  const proxy = await startProxy({ config, ruleSet: projectRules(), keys, logger });
  const url = proxy.metricsUrl ?? '';
  expect((await fetch(`${proxy.url}/metrics`)).status).toBe(404);
  const response = await fetch(`${url}/metrics`);
  expect(await response.text()).toContain('phi_proxy_requests_total{route="none",status="404"} 1');
  for (const path of ['/', '/v1/models', '/healthz', '/metrics/']) expect((await fetch(url + path)).status).toBe(404);
  await proxy.close();
});
