import { type ReplyStep, streamReply } from '../support/fake-upstream';
import { eventually, startProxyUnderTest } from '../support/proxy-under-test';
import { captureOutput } from '../support/sinks';
import { useProxy } from '../support/use-proxy';

const CHAT = { stream: true, messages: [{ role: 'user', content: 'Hello' }] };
const CANARY = 'FrameCanary';

const { upstream, proxy } = useProxy(startProxyUnderTest, { isFresh: true });

const cases: readonly [string, readonly ReplyStep[]][] = [
  ['broken JSON', [`data: {"${CANARY}\n\n`]],
  ['text', [`data: ${CANARY}\n\n`]],
  ['a string', [`data: "${CANARY}"\n\n`]],
  ['a comment', [`: ${CANARY}\n\n`]],
  ['an unknown field', [`${CANARY}: x\n\n`]],
  ['an error without a message', [`data: {"error":{"cause":"${CANARY}"}}\n\n`]],
  ['invalid UTF-8', [Buffer.concat([Buffer.from(`data: ${CANARY}`), Buffer.from([0xff])])]],
  ['a frame that breaks off', [`data: {"${CANARY}`, { delayMs: 10 }, 'break']],
];

test.each(cases)('%s is quoted nowhere', async (_what, steps) => {
  upstream.script(streamReply(...steps));
  let text = '';
  const output = await captureOutput(async () => {
    text = await (await proxy.chat(CHAT)).text();
    await eventually(() => proxy.lines.length === 1);
  });
  expect(text).toContain('"error"');
  expect(`${text}${proxy.lines.join('')}${JSON.stringify(proxy.records)}${output}`).not.toContain(CANARY);
});
