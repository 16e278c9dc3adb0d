import { connect } from 'node:net';
import { jsonReply } from '../support/fake-upstream';
import { eventually, startProxyUnderTest } from '../support/proxy-under-test';
import { PATIENT, TOKEN } from '../support/stand-in-session';
import { useProxy } from '../support/use-proxy';

const CHAT = { model: 'gpt-4o', messages: [{ role: 'user', content: `I am ${PATIENT}` }] };
const COMPLETION = {
  id: 'c1',
  choices: [{ index: 0, message: { role: 'assistant', content: `Hello ${TOKEN}` }, finish_reason: 'stop' }],
};

const { upstream, proxy } = useProxy(startProxyUnderTest, { reply: jsonReply(COMPLETION), isFresh: true });

const post = (headers: Record<string, string>, url = proxy.url): Promise<Response> =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(CHAT),
  });

const codeOf = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { error: { code: unknown } }).error.code;

describe('keys', () => {
  test.each([
    ['both headers', (key: string) => ({ 'x-compliantchatgpt-key': key, 'x-openai-key': 'sk-own' })],
    ['bearer as OpenAI key', (key: string) => ({ 'x-compliantchatgpt-key': key, authorization: 'Bearer sk-own' })],
    ['bearer as proxy key', (key: string) => ({ authorization: `Bearer ${key}`, 'x-openai-key': 'sk-own' })],
    [
      'proxy key in both places',
      (key: string) => ({ 'x-compliantchatgpt-key': key, authorization: `Bearer ${key}`, 'x-openai-key': 'sk-own' }),
    ],
  ])('%s', async (_what, headers) => {
    const response = await post(headers(proxy.key));
    expect(response.status).toBe(200);
    expect(upstream.requests[0]?.headers.authorization).toBe('Bearer sk-own');
    expect(JSON.stringify(upstream.requests)).not.toContain(proxy.key);
  });

  test.each([
    ['no key', () => ({}), 401, 'missing_proxy_key'],
    ['OpenAI key only', () => ({ 'x-openai-key': 'sk-own' }), 401, 'missing_proxy_key'],
    ['unknown key', () => ({ 'x-compliantchatgpt-key': 'x'.repeat(32), 'x-openai-key': 'sk-own' }), 401, 'invalid_proxy_key'],
    ['OpenAI key as bearer', () => ({ authorization: 'Bearer sk-own' }), 401, 'invalid_proxy_key'],
    ['no OpenAI key', (key: string) => ({ 'x-compliantchatgpt-key': key }), 400, 'missing_openai_key'],
    [
      'proxy key twice',
      (key: string) => ({ 'x-compliantchatgpt-key': key, authorization: `Bearer ${key}` }),
      400,
      'missing_openai_key',
    ],
    [
      'proxy key as OpenAI key',
      (key: string) => ({ 'x-compliantchatgpt-key': key, 'x-openai-key': key }),
      400,
      'missing_openai_key',
    ],
    [
      'proxy key in quotation marks as OpenAI key',
      (key: string) => ({ 'x-compliantchatgpt-key': key, 'x-openai-key': `"${key}"` }),
      400,
      'invalid_value',
    ],
    [
      'proxy key with a sign too many as bearer',
      (key: string) => ({ 'x-compliantchatgpt-key': key, authorization: `Bearer ${key};` }),
      400,
      'invalid_value',
    ],
    [
      'OpenAI key with a blank',
      (key: string) => ({ 'x-compliantchatgpt-key': key, 'x-openai-key': 'a b' }),
      400,
      'invalid_value',
    ],
  ])('refuses: %s', async (_what, headers, status, code) => {
    const response = await post(headers(proxy.key) as Record<string, string>);
    expect([response.status, await codeOf(response)]).toEqual([status, code]);
    expect(upstream.requests).toEqual([]);
  });

  test('the configured OpenAI key is the last resort', async () => {
    const other = await startProxyUnderTest(upstream.url, { defaultOpenaiKey: 'sk-server' });
    expect((await post({ 'x-compliantchatgpt-key': other.key }, other.url)).status).toBe(200);
    expect(upstream.requests[0]?.headers.authorization).toBe('Bearer sk-server');
    await other.close();
  });
});

describe('paths', () => {
  test.each([
    '/',
    '/v1',
    '/chat/completions',
    '/v1/chat/completions/',
    '//v1/chat/completions',
    '/v1//chat/completions',
    '/V1/chat/completions',
    '/v1/chat/Completions',
    '/v1/chat%2fcompletions',
    '/v1/%63hat/completions',
    '/v1/models/%2e%2e/chat/completions',
    '/v1/embeddings',
    '/v1/responses',
    '/v1/files?purpose=assistants',
    '/v1/responses/resp_1?include[]=x',
    '/v1/models/',
    '/v1/models/a/..',
    '/v1/models/a//b',
    '/v1/models/a/b/',
    '/v1/models/a/b/c/d',
    '/v1/models/a%2F',
    '/v1/models/a%2F..',
    '/v1/models/..%2Fa',
    '/v1/models/a%252Fb',
    '/v1/models/a%2Fb%2Fc%2Fd',
    '/v1/models%2Fa',
    '/v1/models/%2e%2e',
    '/v1/models/..',
  ])('404 for %s', async (path) => {
    expect(await rawStatus(`POST ${path} HTTP/1.1`)).toMatch(/^HTTP\/1\.1 40[45] /);
    expect(await rawStatus(`GET ${path} HTTP/1.1`)).toMatch(/^HTTP\/1\.1 40[45] /);
    expect(upstream.requests).toEqual([]);
  });

  test('who calls the Responses API is told what to set', async () => {
    const response = await fetch(`${proxy.url}/v1/responses`, { method: 'POST', body: '{}' });
    expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining('set to chat completions') } });
  });

  test('an absolute request target is not served', async () => {
    expect(await rawStatus('POST http://api.openai.com/v1/chat/completions HTTP/1.1')).toContain(' 404 ');
  });

  test('other methods are refused, and the log names the route only', async () => {
    const response = await fetch(`${proxy.url}/v1/chat/completions`, { method: 'GET' });
    expect([response.status, response.headers.get('allow'), await codeOf(response)]).toEqual([405, 'POST', 'method_not_allowed']);
    await eventually(() => proxy.records.length === 1);
    expect(proxy.records[0]).toMatchObject({
      route: '/v1/chat/completions',
      method: 'GET',
      status: 405,
      code: 'method_not_allowed',
    });
  });

  test('a query string is refused', async () => {
    const response = await fetch(`${proxy.url}/v1/models?name=${PATIENT}`, {
      headers: { 'x-compliantchatgpt-key': proxy.key, 'x-openai-key': 'a' },
    });
    expect([response.status, await codeOf(response)]).toEqual([400, 'invalid_value']);
    await eventually(() => proxy.records.length === 1);
    expect(proxy.records[0]).toMatchObject({ route: '/v1/models', status: 400 });
  });

  test('WebSocket upgrades are refused', async () => {
    const text = await raw('GET /v1/realtime HTTP/1.1', [
      'connection: Upgrade',
      'upgrade: websocket',
      'sec-websocket-key: eA==',
      'sec-websocket-version: 13',
    ]);
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain('websocket_refused');
  });

  test('an offer of another version of HTTP is passed over, as by any server that does not speak it', async () => {
    const offer = ['connection: Upgrade, HTTP2-Settings', 'upgrade: h2c', 'http2-settings: AAEAAEAAAAIAAAAB'];
    const keys = [`x-compliantchatgpt-key: ${proxy.key}`, 'x-openai-key: sk-test', 'content-type: application/json'];
    const body = JSON.stringify(CHAT);
    const length = `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    expect(await raw('POST /v1/chat/completions HTTP/1.1', [...offer, ...keys, length])).toMatch(/^HTTP\/1\.1 200 /);
  });

  test.each([
    ['openai', 'x-openai-key: sk-one', 'x-openai-key: sk-two', 'x-openai-key'],
    ['bearer', 'authorization: Bearer sk-one', 'authorization: Bearer sk-two', 'authorization'],
    ['bearer and another scheme', 'authorization: Basic eA==', 'Authorization: Bearer sk-two', 'authorization'],
  ])('two keys where one is expected are refused: %s', async (_which, first, second, param) => {
    const answer = await raw('GET /v1/models HTTP/1.1', [`x-compliantchatgpt-key: ${proxy.key}`, first, second]);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain(`"param":"${param}","code":"invalid_value"`);
    expect(upstream.requests).toHaveLength(0);
  });

  test('headers beyond the limit and broken HTTP are answered without echo', async () => {
    expect(await raw('GET / HTTP/1.1', [`x-big: ${'a'.repeat(40_000)}`])).toMatch(/^HTTP\/1\.1 431 [\s\S]*headers_too_large/);
    expect(await raw(`Canary ${PATIENT}`, [])).toBe('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
  });

  test('an odd expectation and a tunnel never become requests', async () => {
    expect(await raw('GET /healthz HTTP/1.1', ['expect: tea'])).toMatch(/^HTTP\/1\.1 417 /);
    expect(await raw('CONNECT api.openai.com:443 HTTP/1.1', [])).toBe('');
    expect(proxy.records).toEqual([]);
  });
});

describe('health and models', () => {
  test('health needs no key and names the rules', async () => {
    const response = await fetch(`${proxy.url}/healthz`);
    expect(await response.json()).toEqual({ status: 'ok', version: '0.0.0', rules_sha256: 'a'.repeat(64) });
    expect((await fetch(`${proxy.url}/readyz`)).status).toBe(200);
    const waiting = await startProxyUnderTest(upstream.url, { health: { version: '0', rulesSha256: '', isReady: () => false } });
    expect((await fetch(`${waiting.url}/readyz`)).status).toBe(503);
    await waiting.close();
  });

  test('models are passed on', async () => {
    upstream.script(jsonReply({ object: 'list', data: [], big: 1 }));
    const headers = { 'x-compliantchatgpt-key': proxy.key, 'x-openai-key': 'sk-own' };
    expect(await (await fetch(`${proxy.url}/v1/models`, { headers })).json()).toMatchObject({ object: 'list' });
    expect((await fetch(`${proxy.url}/v1/models/ft:gpt-4o:org::id`, { headers })).status).toBe(200);
    expect(upstream.requests.map((request) => request.path)).toEqual(['/v1/models', '/v1/models/ft%3Agpt-4o%3Aorg%3A%3Aid']);
    expect((await fetch(`${proxy.url}/v1/models/openai%2fgpt-4o:free`, { headers })).status).toBe(200);
    expect(upstream.requests.at(-1)?.path).toBe('/v1/models/openai%2Fgpt-4o%3Afree');
    expect((await fetch(`${proxy.url}/v1/models/meta-llama/Llama-3:free`, { headers })).status).toBe(200);
    expect(upstream.requests.at(-1)?.path).toBe('/v1/models/meta-llama%2FLlama-3%3Afree');
    await eventually(() => proxy.records.length === 4);
    for (const record of proxy.records) expect(record).toMatchObject({ status: 200, upstreamStatus: 200 });
    expect((await fetch(`${proxy.url}/v1/models/${'x'.repeat(129)}`, { headers })).status).toBe(404);
    upstream.script(
      jsonReply({ error: { message: 'no', type: 'invalid_request_error', param: null, code: 'model_not_found' } }, 404),
    );
    expect(await codeOf(await fetch(`${proxy.url}/v1/models/none`, { headers }))).toBe('model_not_found');
  });
});

/** Sends a request line that no client library would send. */
function raw(requestLine: string, headers: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(proxy.port, '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    socket.on('end', () => resolve(text)).on('error', reject);
    const close = headers.some((header) => header.startsWith('connection')) ? [] : ['connection: close'];
    socket.write([requestLine, 'host: localhost', ...headers, ...close, '', ''].join('\r\n'));
    if (close.length === 0) socket.once('data', () => socket.end());
  });
}

const rawStatus = async (requestLine: string): Promise<string> => (await raw(requestLine, [])).split('\r\n')[0] ?? '';
