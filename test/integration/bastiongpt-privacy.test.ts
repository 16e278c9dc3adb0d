import { post } from '../support/call';
import { streamOf } from '../support/chat-wire';
import { jsonReply, streamReply } from '../support/fake-upstream';
import { eventually } from '../support/proxy-under-test';
import { captureOutput } from '../support/sinks';
import { useProxy } from '../support/use-proxy';
import { startWholeProxy } from '../support/whole-proxy';

const CANARY = 'Canarysmith';
const PATHS = ['/v1/ChatCompletion', '/pro;rev=2/deployments/bastionapi/chat/completions', '/v1/anonymize'];

const { upstream, proxy } = useProxy((url) => startWholeProxy(url, { flags: { openaiKey: 'sk-server' } }));

const BAD: readonly [string, string, Record<string, string>][] = [
  ['broken JSON', `{"messages":"${CANARY}`, {}],
  ['one key twice', `{"${CANARY}":1,"${CANARY}":2}`, {}],
  ['a name as key and nothing else', `{"${CANARY}":1}`, {}],
  ['a name as user', `{"Content":"Hi","user":"Mary ${CANARY}","text":5}`, {}],
  ['a name as function', `{"Content":"Hi","function":"${CANARY}","text":[]}`, {}],
  ['a name as temperature', `{"Content":"Hi","temperature":"${CANARY}","text":null}`, {}],
  ['a name as key of a message', `{"messages":[{"${CANARY}":"x"}],"text":{}}`, {}],
  ['a name as key header', '{"Content":"Hi","text":"Hi"}', { Key: CANARY, 'x-compliantchatgpt-key': CANARY }],
];

for (const path of PATHS)
  test.each(BAD)(`${path}: %s: no sink holds the value`, async (_what, body, headers) => {
    const before = proxy.lines.length;
    let answer = '';
    const output = await captureOutput(async () => {
      const keys = { Key: proxy.key, 'x-compliantchatgpt-key': proxy.key };
      const { text, headers: returned, status } = await post(`${proxy.url}${path}`, { ...keys, ...headers }, body);
      answer = `${text}${JSON.stringify([...returned])}`;
      expect(status).toBeGreaterThanOrEqual(400);
      await eventually(() => proxy.lines.length > before);
    });
    expect([answer, output, ...proxy.lines].join('\n')).not.toContain(CANARY);
    expect(upstream.requests).toEqual([]);
  });

test('a version in the header is not echoed', async () => {
  const headers = { Key: proxy.key, 'API-Version': CANARY };
  const answer = await post(`${proxy.url}${PATHS[1]}`, headers, { Content: 'Hi' });
  expect(answer.status).toBe(400);
  expect(answer.text).not.toContain(CANARY);
});

test.each([
  ['whole', false],
  ['streamed', true],
])('what upstream says beyond the documented fields stays here (%s)', async (_kind, stream) => {
  const extra = { system_fingerprint: CANARY, service_tier: CANARY, note: CANARY };
  const choice = { index: 0, finish_reason: 'stop', logprobs: { note: CANARY } };
  upstream.script(
    stream
      ? streamReply(
          `data: ${JSON.stringify({ ...extra, id: 'c', choices: [{ ...choice, delta: { content: 'ok', note: CANARY } }] })}\n\n`,
          ...streamOf([]).slice(-1),
        )
      : jsonReply({ ...extra, id: 'c', choices: [{ ...choice, message: { content: 'ok', note: CANARY } }] }),
  );
  const answer = await post(`${proxy.url}${PATHS[0]}`, { Key: proxy.key }, { Content: 'Hi', stream });
  expect(answer.status).toBe(200);
  expect(answer.text).toContain('ok');
  expect(answer.text).not.toContain(CANARY);
  upstream.requests.length = 0;
});
