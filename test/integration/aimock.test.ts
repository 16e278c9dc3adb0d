import { assemble } from '../support/chat-wire';
import { type MockOpenai, startMockOpenai } from '../support/mock-openai';
import { eventually } from '../support/proxy-under-test';
import { startWholeProxy, type WholeProxy } from '../support/whole-proxy';

/** aimock in OpenAI's place, well and unwell: whatever it does, its journal holds no value, and a broken answer never looks whole. */

const ASK = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Patient Hannah Osei, MRN 00482917.' }] };
const VALUES = /Hannah|Osei|00482917/;
const LONG = 'Dear [NAME_1], your chart [MRN_1] is ready. '.repeat(20);

let openai: MockOpenai;
let proxy: WholeProxy;
beforeAll(async () => {
  openai = await startMockOpenai(4);
  proxy = await startWholeProxy(openai.url);
});
afterAll(async () => {
  await proxy?.close();
  await openai.close();
});
beforeEach(() => {
  openai.mock.reset().clearChaos();
  openai.mock.onMessage(/./, { content: LONG });
});
afterEach(() => {
  expect(openai.journal()).not.toMatch(VALUES);
  expect(openai.journal()).toContain('[NAME_1]');
  expect(proxy.lines.join('')).not.toMatch(VALUES);
});

const restored = LONG.replaceAll('[NAME_1]', 'Hannah Osei').replaceAll('[MRN_1]', '00482917');
const errorOf = async (response: Response): Promise<unknown> => ((await response.json()) as { error: unknown }).error;

test('well: whole and streamed in pieces of four characters', async () => {
  expect(await (await proxy.chat(ASK)).json()).toMatchObject({ content: restored });
  expect(assemble(await (await proxy.chat({ ...ASK, stream: true })).text())[0]?.content).toBe(restored);
});

test('the journal holds what the log says was sent, and no header of the client but those that may pass', async () => {
  await proxy.chat(ASK, { headers: { 'x-note': 'Hannah Osei', cookie: 'patient=Hannah', 'user-agent': 'Hannah/1.0' } });
  const { headers } = openai.mock.getLastRequest() ?? { headers: {} };
  expect(headers).toMatchObject({ 'user-agent': 'phi-proxy', 'accept-encoding': 'identity' });
  expect(Object.keys(headers)).not.toContain('x-compliantchatgpt-key');
});

test.each([false, true])('500 (stream: %s)', async (stream) => {
  openai.mock.setChaos({ dropRate: 1 });
  const response = await proxy.chat({ ...ASK, stream });
  expect([response.status, await errorOf(response)]).toMatchObject([
    500,
    { type: expect.any(String), message: expect.any(String) },
  ]);
});

test.each([false, true])('malformed JSON (stream: %s)', async (stream) => {
  openai.mock.setChaos({ malformedRate: 1 });
  const response = await proxy.chat({ ...ASK, stream });
  expect([response.status, await errorOf(response)]).toMatchObject([502, { code: 'upstream_invalid_response' }]);
});

test.each([false, true])('429 says when to come back (stream: %s)', async (stream) => {
  openai.mock.setChaos({ rateLimitRate: 1 });
  const response = await proxy.chat({ ...ASK, stream });
  expect([response.status, Number(response.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
  expect(await errorOf(response)).toMatchObject({ message: expect.any(String) });
});

test('disconnected at once', async () => {
  openai.mock.setChaos({ disconnectRate: 1 });
  const response = await proxy.chat(ASK);
  expect([response.status, await errorOf(response)]).toMatchObject([502, { code: expect.stringMatching(/^upstream_/) }]);
});

test('disconnected in the middle of a stream: an error comes last', async () => {
  openai.mock.clearFixtures();
  // aimock puts a listener on its signal for each chunk that it delays: with more than ten Node warns of a leak.
  openai.mock.onMessage(/./, { content: LONG }, { truncateAfterChunks: 9, latency: 10 });
  const text = await (await proxy.chat({ ...ASK, stream: true })).text();
  expect(text).toContain('Hannah Osei');
  expect(text).toMatch(/data: \{"error":\{[^\n]*"code":"upstream_stream_interrupted"\}\}\n\n$/);
  expect(text).not.toContain('[DONE]');
});

test('one log line for each request, whatever happened', async () => {
  const before = proxy.lines.length;
  openai.mock.setChaos({ dropRate: 0.5, malformedRate: 0.5 });
  await Promise.all(
    Array.from({ length: 20 }, async (_, index) => (await proxy.chat({ ...ASK, stream: index % 2 === 0 })).text()),
  );
  await eventually(() => proxy.lines.length === before + 20);
});
