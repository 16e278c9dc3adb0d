import { generateKey, hashKey } from '../../src/access/key';
import { createKeyStore } from '../../src/access/key-store';
import { jsonReply } from '../support/fake-upstream';
import { planNamed } from '../support/metered-proxy';
import { startProxyUnderTest } from '../support/proxy-under-test';
import { useProxy } from '../support/use-proxy';

const ASK = JSON.stringify({ messages: [{ role: 'user', content: 'a' }] });
const [plain, own, missing, disabled] = [generateKey(), generateKey(), generateKey(), generateKey()];
const keys = createKeyStore([]);
const variables: Record<string, string> = { OWN_OPENAI_KEY: 'sk-own-account' };

const { upstream, proxy } = useProxy(
  (url) =>
    startProxyUnderTest(url, {
      keys,
      defaultOpenaiKey: 'sk-server',
      openaiKeyIn: (variable) => variables[variable],
    }),
  { reply: jsonReply({ choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } }) },
);
beforeEach(() => {
  keys.replace([
    { hash: hashKey(plain), label: 'plain' },
    { hash: hashKey(own), label: 'own', openaiKey: 'OWN_OPENAI_KEY' },
    { hash: hashKey(missing), label: 'missing', openaiKey: 'NO_SUCH_KEY' },
    { hash: hashKey(disabled), label: 'disabled', disabled: true },
  ]);
});

const post = (headers: Record<string, string>): Promise<Response> =>
  fetch(`${proxy.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: ASK,
  });

test('a key that names an OpenAI key has that one; the others have the server’s', async () => {
  expect((await post({ 'x-compliantchatgpt-key': own })).status).toBe(200);
  expect((await post({ 'x-compliantchatgpt-key': plain })).status).toBe(200);
  expect(upstream.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer sk-own-account', 'Bearer sk-server']);
});

test('a key whose variable is not set has none: no other account pays', async () => {
  const response = await post({ 'x-compliantchatgpt-key': missing });
  expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 'missing_openai_key' } }]);
  expect(upstream.requests).toEqual([]);
});

test('a disabled key is answered as an unknown one, and is not sent to OpenAI as a bearer either', async () => {
  const answers = await Promise.all([disabled, generateKey()].map((key) => post({ 'x-compliantchatgpt-key': key })));
  const [one, other] = await Promise.all(answers.map(async (response) => [response.status, await response.text()]));
  expect(one).toEqual(other);
  expect(one?.[0]).toBe(401);
  await post({ 'x-compliantchatgpt-key': plain, authorization: `Bearer ${disabled}` });
  expect(upstream.requests[0]?.headers.authorization).toBe('Bearer sk-server');
});

test('a changed key file changes plan and validity at once', async () => {
  const limited = { hash: hashKey(plain), label: 'plain', plan: { ...planNamed('unlimited'), requestsPerMinute: 1 } };
  keys.replace([limited]);
  expect((await post({ 'x-compliantchatgpt-key': plain })).status).toBe(200);
  expect((await post({ 'x-compliantchatgpt-key': plain })).status).toBe(429);
  expect((await post({ 'x-compliantchatgpt-key': own })).status).toBe(401);
  keys.replace([{ ...limited, plan: undefined }]);
  expect((await post({ 'x-compliantchatgpt-key': plain })).status).toBe(200);
});
