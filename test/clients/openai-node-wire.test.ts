import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import OpenAI from 'openai';
import { chunk, completion, DONE } from '../support/chat-wire';
import { jsonReply, streamReply } from '../support/fake-upstream';
import { eventually } from '../support/proxy-under-test';
import { useProxy } from '../support/use-proxy';
import { startWholeProxy } from '../support/whole-proxy';

/** OpenAI's own client where the reply must be scripted frame by frame, or the client configured from outside. */

const ASK = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'Patient Hannah Osei feels dizzy.' }] };

const { upstream, proxy } = useProxy(startWholeProxy);
let client: OpenAI;
beforeAll(async () => {
  client = new OpenAI({
    baseURL: `${proxy.url}/v1`,
    apiKey: 'sk-own',
    maxRetries: 0,
    defaultHeaders: { 'x-compliantchatgpt-key': proxy.key },
  });
});

test('n = 2', async () => {
  upstream.script(jsonReply(completion('Dear [NAME_1]', 'Hello [NAME_1]')));
  const { choices } = await client.chat.completions.create({ ...ASK, n: 2 });
  expect(choices.map(({ message }) => message.content)).toEqual(['Dear Hannah Osei', 'Hello Hannah Osei']);
});

test('n = 2, streamed and interleaved, through the .stream() helper', async () => {
  const parts: [number, string][] = [
    [0, 'Dear [NA'],
    [1, '[NAM'],
    [0, 'ME_1]'],
    [1, 'E_1], hello'],
  ];
  const opening = [0, 1].map((index) => chunk({ role: 'assistant', content: '' }, null, index));
  const frames = parts.map(([index, content]) => chunk({ content }, null, index));
  upstream.script(streamReply(...opening, ...frames, chunk({}, 'stop', 0), chunk({}, 'stop', 1), DONE));
  const reply = await client.chat.completions.stream({ ...ASK, n: 2 }).finalChatCompletion();
  expect(reply.choices.map(({ message }) => message.content)).toEqual(['Dear Hannah Osei', 'Hannah Osei, hello']);
});

test('a refusal, streamed', async () => {
  upstream.script(
    streamReply(chunk({ role: 'assistant', refusal: 'Not about [NA' }), chunk({ refusal: 'ME_1].' }), chunk({}, 'stop'), DONE),
  );
  const message = await client.chat.completions.stream(ASK).finalMessage();
  expect(message.refusal).toBe('Not about Hannah Osei.');
});

test('leaving a stream ends the connection to OpenAI', async () => {
  upstream.script(streamReply(chunk({ content: 'Dear [NAME_1]' }), 'hang'));
  const before = upstream.abandoned;
  for await (const part of await client.chat.completions.create({ ...ASK, stream: true })) {
    expect(part.choices[0]?.delta.content).toBe('Dear Hannah Osei');
    break;
  }
  await eventually(() => upstream.abandoned === before + 1);
});

test('aborting a request ends the connection to OpenAI', async () => {
  upstream.script({ headers: { 'content-type': 'application/json' }, steps: ['{', 'hang'] });
  const before = upstream.abandoned;
  const controller = new AbortController();
  const answer = client.chat.completions.create(ASK, { signal: controller.signal });
  await eventually(() => upstream.requests.length === 1);
  controller.abort();
  await expect(answer).rejects.toThrow(OpenAI.APIUserAbortError);
  await eventually(() => upstream.abandoned === before + 1);
});

test('a broken stream is an error, never a short answer', async () => {
  upstream.script(streamReply(chunk({ content: 'Dear [NAME_1], take' }), { delayMs: 20 }, 'break'));
  await expect(client.chat.completions.stream(ASK).finalContent()).rejects.toMatchObject({ code: 'upstream_stream_interrupted' });
});

test('an application that is configured by its environment alone', async () => {
  upstream.script(jsonReply(completion('Dear [NAME_1]')));
  const program = `
    const { default: OpenAI } = require('openai');
    new OpenAI().chat.completions.create(${JSON.stringify(ASK)}).then((reply) => console.log(reply.choices[0].message.content));`;
  const env = {
    PATH: process.env['PATH'],
    OPENAI_BASE_URL: `${proxy.url}/v1`,
    OPENAI_API_KEY: 'sk-own',
    OPENAI_CUSTOM_HEADERS: `x-compliantchatgpt-key: ${proxy.key}`,
  };
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], { env, cwd: join(__dirname, '..', '..') });
  expect(stdout).toBe('Dear Hannah Osei\n');
  expect(upstream.requests[0]?.headers.authorization).toBe('Bearer sk-own');
  expect(JSON.stringify(upstream.requests)).not.toMatch(/Hannah|Osei/);
});
