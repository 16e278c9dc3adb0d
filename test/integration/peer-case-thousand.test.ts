import { Agent, type IncomingMessage, request } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { echo } from '../support/chat-wire';
import { eventually } from '../support/proxy-under-test';
import { useProxy } from '../support/use-proxy';
import { startWholeProxy } from '../support/whole-proxy';

/** Many at once, by a client of its own: its sockets are closed and waited for, so that no later test of this process finds them. */

const connections = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
const before = connections();
const agent = new Agent({ keepAlive: true });
afterAll(() => agent.destroy());
const { upstream, proxy } = useProxy((url) => startWholeProxy(url, { flags: { maxConcurrency: '2000' } }), { reply: echo() });
afterAll(() => eventually(() => connections() <= before));

async function contentOf(content: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json', 'x-compliantchatgpt-key': proxy.key, 'x-openai-key': 'sk-test' };
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(`${proxy.url}/v1/chat/completions`, { method: 'POST', headers, agent }, resolve).once('error', reject);
    sent.end(JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content }] }));
  });
  let text = '';
  for await (const part of reply.setEncoding('utf8')) text += part;
  const { content: answer, error } = JSON.parse(text) as { content?: string; error?: { code: string } };
  return answer ?? error?.code;
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

test('peer case 45: a thousand requests at once do not mix, and the heap falls back', async () => {
  const texts = Array.from({ length: 1000 }, (_, index) => `Chart MRN ${48_000_000 + index * 37} please`);
  const send = async (sent: readonly string[]): Promise<void> => {
    expect(await Promise.all(sent.map(contentOf))).toEqual(sent);
  };
  await send(texts.slice(0, 100));
  upstream.requests.splice(0);
  const atFirst = heapUsed();
  await send(texts);
  expect(upstream.requests).toHaveLength(1000);
  expect(upstream.requests.every(({ body }) => body.includes('[MRN_1]') && !body.includes('[MRN_2]'))).toBe(true);
  upstream.requests.splice(0);
  agent.destroy();
  // What holds them, such as their connections, ends in its own time.
  await eventually(() => heapUsed() - atFirst < 20 * 1024 * 1024);
}, 900_000);
