import { join } from 'node:path';
import threads from 'node:worker_threads';
import { generateKey, hashKey } from '../../src/access/key';
import { createKeyStore } from '../../src/access/key-store';
import type { startProxy as startHere } from '../../src/commands/serve/start-proxy';
import { readConfig } from '../../src/config';
import { createLogger } from '../../src/log';
import { compiledProgram } from '../support/compiled-program';
import { startFakeUpstream } from '../support/fake-upstream';
import { eventually } from '../support/proxy-under-test';
import { ruleSetOf, SIMPLE_RULES } from '../support/rule-set';

/** Threads need the compiled engine. */
const { startProxy } = require(join(compiledProgram(), 'commands/serve/start-proxy.js')) as {
  startProxy: typeof startHere;
};

test('the proxy starts threads for short texts once a request comes while another is answered', async () => {
  const { Worker } = threads;
  const started = jest.spyOn(threads, 'Worker').mockImplementation((...options) => new Worker(...options));
  const upstream = await startFakeUpstream();
  upstream.script({ headers: { 'content-type': 'application/json' }, steps: ['hang'] });
  const key = generateKey();
  const proxy = await startProxy({
    config: readConfig({}, { upstreamUrl: upstream.url, port: '0', drainMs: '0' }),
    ruleSet: ruleSetOf(SIMPLE_RULES),
    keys: createKeyStore([{ hash: hashKey(key), label: 'test-app' }]),
    logger: createLogger('silent', { write: () => undefined }),
  });
  const ask = (): void => {
    const content = 'Patient Canarysmith came and went. '.repeat(50);
    const headers = { 'content-type': 'application/json', 'x-compliantchatgpt-key': key, 'x-openai-key': 'sk-test' };
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content }] });
    fetch(`${proxy.url}/v1/chat/completions`, { method: 'POST', headers, body }).catch(() => undefined);
  };
  ask();
  await eventually(() => upstream.requests.length === 1);
  expect(started).not.toHaveBeenCalled();
  ask();
  await eventually(() => upstream.requests.length === 2);
  expect(started).toHaveBeenCalled();
  await proxy.close();
  await upstream.close();
  started.mockRestore();
});
