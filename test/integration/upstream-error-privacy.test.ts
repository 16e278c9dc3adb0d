import { jsonReply, type ScriptedReply } from '../support/fake-upstream';
import { eventually, startProxyUnderTest } from '../support/proxy-under-test';
import { captureOutput } from '../support/sinks';
import { PATIENT } from '../support/stand-in-session';
import { useProxy } from '../support/use-proxy';

const CHAT = { messages: [{ role: 'user', content: `I am ${PATIENT}` }] };
const REPLY_CANARY = 'ReplyCanary';

const { upstream, proxy } = useProxy(startProxyUnderTest, { isFresh: true });

const cases: readonly [string, ScriptedReply][] = [
  [
    'an error that quotes the request',
    jsonReply({ error: { message: `quote ${REPLY_CANARY}`, code: REPLY_CANARY, param: 'a' } }, 400),
  ],
  ['a refused key', jsonReply({ error: { message: REPLY_CANARY } }, 401)],
  ['a page', { status: 500, headers: { 'content-type': 'text/html' }, steps: [REPLY_CANARY] }],
  ['broken JSON', jsonReply(`{"${REPLY_CANARY}`)],
  [
    'a body that breaks off',
    { headers: { 'content-type': 'application/json' }, steps: [`{"${REPLY_CANARY}`, { delayMs: 10 }, 'break'] },
  ],
  ['headers', jsonReply({}, 500, { 'x-canary': REPLY_CANARY, 'set-cookie': REPLY_CANARY })],
];

test.each(cases)('%s reaches neither the log nor the process output', async (_what, reply) => {
  upstream.script(reply);
  const output = await captureOutput(async () => {
    await (await proxy.chat(CHAT)).text();
    await eventually(() => proxy.lines.length === 1);
  });
  expect(`${proxy.lines.join('')}${JSON.stringify(proxy.records)}${output}`).not.toMatch(/canary/i);
});

test.each(cases.slice(1))('of %s nothing reaches the client', async (_what, reply) => {
  upstream.script(reply);
  const response = await proxy.chat(CHAT);
  expect(`${JSON.stringify([...response.headers])}${await response.text()}`).not.toMatch(/canary/i);
});
