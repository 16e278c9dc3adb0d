import OpenAI, { AuthenticationError, BadRequestError, RateLimitError } from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { type MockOpenai, startMockOpenai } from '../support/mock-openai';
import { startWholeProxy, type WholeProxy } from '../support/whole-proxy';

/** OpenAI's own client with nothing changed but its base URL and one header. What "OpenAI" got is read from aimock's journal. */

const PATIENT = 'Hannah Osei';
const VALUES = /Hannah|Osei|00482917|555-0142/;
const messages = [{ role: 'user' as const, content: `Patient ${PATIENT}, MRN 00482917, call 860-555-0142.` }];
const ASK = { model: 'gpt-4o', messages };

let openai: MockOpenai;
let proxy: WholeProxy;
let client: OpenAI;
beforeAll(async () => {
  openai = await startMockOpenai(3);
  proxy = await startWholeProxy(openai.url);
  client = new OpenAI({
    baseURL: `${proxy.url}/v1`,
    apiKey: 'sk-own',
    maxRetries: 0,
    defaultHeaders: { 'x-compliantchatgpt-key': proxy.key },
  });
});
afterAll(async () => {
  await proxy?.close();
  await openai.close();
});
beforeEach(() => openai.mock.reset());
afterEach(() => {
  expect(openai.journal()).not.toMatch(VALUES);
});

const TEXT = 'Call [NAME_1] (chart [MRN_1]) at [PHONE_1].';
const RESTORED = `Call ${PATIENT} (chart 00482917) at 860-555-0142.`;
const TOOLS = [
  {
    type: 'function' as const,
    function: { name: 'dial', parameters: { type: 'object', properties: { to: { type: 'string' } } } },
  },
];
const TOOL_CALL = { toolCalls: [{ name: 'dial', arguments: '{"to":"[PHONE_1]","who":"[NAME_1]"}' }] };
const ARGUMENTS = { to: '860-555-0142', who: PATIENT };

test('chat', async () => {
  openai.mock.onMessage(/./, { content: TEXT });
  const reply = await client.chat.completions.create(ASK);
  expect(reply.choices[0]?.message.content).toBe(RESTORED);
  expect((reply as unknown as { content: string }).content).toBe(RESTORED);
  expect(openai.mock.getLastRequest()?.body).toMatchObject({
    messages: [{ content: 'Patient [NAME_1], MRN [MRN_1], call [PHONE_1].' }],
  });
});

test('a stream, read chunk by chunk', async () => {
  openai.mock.onMessage(/./, { content: TEXT });
  let text = '';
  for await (const part of await client.chat.completions.create({
    ...ASK,
    stream: true,
    stream_options: { include_usage: true },
  })) {
    text += part.choices[0]?.delta.content ?? '';
  }
  expect(text).toBe(RESTORED);
});

test('the .stream() helper', async () => {
  openai.mock.onMessage(/./, { content: TEXT });
  const deltas: string[] = [];
  const stream = client.chat.completions.stream(ASK).on('content', (delta) => void deltas.push(delta));
  expect(await stream.finalContent()).toBe(RESTORED);
  expect(deltas.join('')).toBe(RESTORED);
});

test('tools', async () => {
  openai.mock.onMessage(/./, TOOL_CALL);
  const reply = await client.chat.completions.create({ ...ASK, tools: TOOLS });
  const [call] = reply.choices[0]?.message.tool_calls ?? [];
  expect(call?.type === 'function' && JSON.parse(call.function.arguments)).toEqual(ARGUMENTS);
});

test('tools, streamed', async () => {
  openai.mock.onMessage(/./, TOOL_CALL);
  const message = await client.chat.completions.stream({ ...ASK, tools: TOOLS }).finalMessage();
  const [call] = message.tool_calls ?? [];
  expect(call?.type === 'function' && JSON.parse(call.function.arguments)).toEqual(ARGUMENTS);
});

test('the tool loop: runTools calls the function with the originals and sends its result masked', async () => {
  openai.mock.on({ hasToolResult: true }, { content: 'Done with [NAME_1].' });
  openai.mock.onMessage(/./, TOOL_CALL);
  const calls: unknown[] = [];
  const dial = {
    ...TOOLS[0]?.function,
    name: 'dial',
    description: 'Dials.',
    parameters: { type: 'object', properties: {} },
    parse: JSON.parse as (text: string) => object,
    function: (given: object) => {
      calls.push(given);
      return `${PATIENT} answered`;
    },
  };
  const runner = client.chat.completions.runTools({ ...ASK, tools: [{ type: 'function', function: dial }] });
  expect(await runner.finalContent()).toBe(`Done with ${PATIENT}.`);
  expect(calls).toEqual([ARGUMENTS]);
});

test('structured output by zod', async () => {
  const Contact = z.object({ name: z.string(), phone: z.string() });
  openai.mock.onMessage(/./, { content: '{"name":"[NAME_1]","phone":"[PHONE_1]"}' });
  const reply = await client.chat.completions.parse({ ...ASK, response_format: zodResponseFormat(Contact, 'contact') });
  expect(reply.choices[0]?.message.parsed).toEqual({ name: PATIENT, phone: '860-555-0142' });
});

test('structured output with dates and UUIDs, whose patterns look like some', async () => {
  const Visit = z.object({ id: z.uuid(), on: z.iso.date(), at: z.iso.datetime({ offset: true }), name: z.string() });
  const visit = { id: 'c56a4180-65aa-42ec-a945-5fd21dec0538', on: '2024-02-29', at: '2024-02-29T08:00:00Z' };
  openai.mock.onMessage(/./, { content: JSON.stringify({ ...visit, name: '[NAME_1]' }) });
  const reply = await client.chat.completions.parse({ ...ASK, response_format: zodResponseFormat(Visit, 'visit') });
  expect(reply.choices[0]?.message.parsed).toEqual({ ...visit, name: PATIENT });
});

test.each([
  [401, 'authentication_error', BadRequestError, 'invalid_openai_key'],
  [400, 'invalid_request_error', BadRequestError, 'some_code'],
  [429, 'rate_limit_error', RateLimitError, 'some_code'],
] as const)('an upstream %i becomes the right class of error', async (status, type, errorClass, code) => {
  openai.mock.nextRequestError(status, { message: 'no [NAME_1]', type, code: 'some_code' });
  const failure = await client.chat.completions.create(ASK).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(errorClass);
  expect(failure).toMatchObject({ code });
});

test("an upstream error's message is restored", async () => {
  openai.mock.nextRequestError(400, { message: "bad value '[NAME_1]'", type: 'invalid_request_error' });
  await expect(client.chat.completions.create(ASK)).rejects.toThrow(`bad value '${PATIENT}'`);
});

test('a wrong proxy key is an AuthenticationError', async () => {
  const stranger = client.withOptions({ defaultHeaders: { 'x-compliantchatgpt-key': 'wrong' } });
  await expect(stranger.chat.completions.create(ASK)).rejects.toThrow(AuthenticationError);
  expect(openai.mock.getRequests()).toEqual([]);
});

test('a refusal is not retried', async () => {
  const patient = client.withOptions({ maxRetries: 2 });
  const image = [
    { role: 'user' as const, content: [{ type: 'image_url' as const, image_url: { url: 'https://example.org/x.png' } }] },
  ];
  await expect(patient.chat.completions.create({ model: 'gpt-4o', messages: image })).rejects.toMatchObject({
    status: 400,
    code: 'unsupported_content_part',
    param: 'messages[0].content[0]',
  });
  expect(proxy.lines.filter((line) => line.includes('unsupported_content_part'))).toHaveLength(1);
});
