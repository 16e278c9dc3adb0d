import { connect } from 'node:net';
import { eventually, startProxyUnderTest } from '../support/proxy-under-test';
import { captureOutput } from '../support/sinks';
import { useProxy } from '../support/use-proxy';

const CANARY = 'CanaryPatient';

const { upstream, proxy } = useProxy(
  (url) =>
    startProxyUnderTest(url, {
      deidentify: (body) => Promise.reject(Object.assign(new TypeError(`${CANARY} ${JSON.stringify(body)}`), { cause: CANARY })),
    }),
  { isFresh: true },
);

const sinks = (...more: readonly string[]): string => [...proxy.lines, JSON.stringify(proxy.records), ...more].join('\n');

test.each([
  ['an unexpected error of the engine', `{"messages":[{"role":"user","content":"${CANARY}"}]}`, 500],
  ['broken JSON', `{"messages":"${CANARY}`, 400],
  ['a duplicate key', `{"${CANARY}":1,"${CANARY}":2}`, 400],
  ['no messages', `{"${CANARY}":1}`, 400],
])('%s: no sink holds the value', async (_what, body, status) => {
  let text = '';
  const output = await captureOutput(async () => {
    const response = await proxy.chat(body);
    text = `${JSON.stringify([...response.headers])}${await response.text()}`;
    expect(response.status).toBe(status);
    await eventually(() => proxy.lines.length === 1);
  });
  expect(sinks(text, output)).not.toContain(CANARY);
  expect(upstream.requests).toEqual([]);
});

test('an unexpected error leaves its class name in the log', async () => {
  await proxy.chat('{"messages":[{"role":"user","content":"x"}]}');
  await eventually(() => proxy.lines.length === 1);
  expect(JSON.parse(proxy.lines[0] ?? '')).toMatchObject({ status: 500, code: 'internal_error', errorClass: 'TypeError' });
});

test.each([
  ['path', `/v1/${CANARY}`, {}],
  ['query', `/v1/models?${CANARY}`, {}],
  ['proxy key', '/v1/models', { 'x-compliantchatgpt-key': CANARY }],
  ['bearer', '/v1/models', { authorization: `Bearer ${CANARY}` }],
  ['unlisted header', '/healthz', { 'x-note': CANARY }],
])('a value in the %s is echoed nowhere', async (_what, path, headers) => {
  let text = '';
  const output = await captureOutput(async () => {
    const response = await fetch(`${proxy.url}${path}`, { headers: headers as Record<string, string> });
    text = `${JSON.stringify([...response.headers])}${await response.text()}`;
    await eventually(() => proxy.lines.length === 1);
  });
  expect(sinks(text, output)).not.toContain(CANARY);
});

test('broken HTTP is echoed nowhere', async () => {
  let text = '';
  const output = await captureOutput(async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(proxy.port, '127.0.0.1', () => socket.write(`${CANARY} / HTTP/9.9\r\n${CANARY}\r\n\r\n`));
      socket.on('data', (bytes) => {
        text += bytes.toString();
      });
      socket.on('close', () => resolve());
    });
  });
  expect(text).toContain('400');
  expect(sinks(text, output)).not.toContain(CANARY);
});
