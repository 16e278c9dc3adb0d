import Ajv2020 from 'ajv/dist/2020';
import { API_SCHEMAS } from '../../src/dialects/api-schemas';
import type { JsonSchema } from '../../src/dialects/json-schema';
import { ERRORS, type ErrorCode } from '../../src/errors';
import type { OpenapiDocument, OperationObject } from '../../src/http/openapi/document';
import { OPERATIONS } from '../../src/http/openapi/operations';
import { SERVER_SCHEMAS } from '../../src/http/openapi/server-schemas';
import { jsonReply, streamReply } from '../support/fake-upstream';
import { validateOpenapi } from '../support/openapi-validator';
import { startProxyUnderTest } from '../support/proxy-under-test';
import { PATIENT, TOKEN } from '../support/stand-in-session';
import { useProxy } from '../support/use-proxy';

const METRICS_KEY = 'metrics-canary-key';
const METRICS = { source: { render: async () => 'up 1\n', contentType: 'text/plain' }, key: METRICS_KEY };

const { upstream, proxy } = useProxy((url) => startProxyUnderTest(url, { defaultOpenaiKey: 'sk-canary', metrics: METRICS }));
let document: OpenapiDocument;
beforeAll(async () => {
  document = (await (await fetch(`${proxy.url}/openapi.json`)).json()) as OpenapiDocument;
});

const documented = (): [string, string, OperationObject][] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, string, OperationObject] => [path, method, operation]),
  );
const askable = (path: string): string => `${proxy.url}${path.replace('{id}', 'gpt-4o')}`;

describe('the document', () => {
  test('is valid OpenAPI 3.1', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(validateOpenapi(document)).toBe('valid');
    expect(validateOpenapi({ ...document, paths: { '/x': { get: {} } }, info: {} })).not.toBe('valid');
  });

  test('every mounted route is in it, with its methods, and the other way round', async () => {
    const stack = proxy.app.router.stack as { route?: { path: string } }[];
    const mounted = stack.flatMap(({ route }) => (route === undefined ? [] : [route.path.replace(/:(\w+)/g, '{$1}')]));
    expect(Object.keys(document.paths).sort()).toEqual([...mounted].sort());
    for (const path of mounted) {
      const refused = await fetch(askable(path), { method: 'DELETE' });
      expect(refused.status).toBe(405);
      const methods = refused.headers.get('allow')?.toLowerCase().split(', ');
      expect({ path, methods: Object.keys(document.paths[path] ?? {}).sort() }).toEqual({ path, methods: methods?.sort() });
    }
  });

  test('every row of the table is mounted somewhere', () => {
    expect(documented()).toHaveLength(OPERATIONS.length);
    expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
  });

  test('says which endpoints are open: those without a key answer, the others do not', async () => {
    for (const [path, method, { security }] of documented()) {
      const { status, body } = await fetch(askable(path), { method: method.toUpperCase() });
      // An answer that is not read keeps its connection, also when the server has gone.
      await body?.cancel();
      const refused = path === '/metrics' ? 404 : 401;
      expect({ path, method, status }).toEqual({ path, method, status: security.length === 0 ? 200 : refused });
    }
  });

  test('leaves out what this server does not serve', async () => {
    const other = await startProxyUnderTest(upstream.url);
    const { paths } = (await (await fetch(`${other.url}/openapi.json`)).json()) as OpenapiDocument;
    expect(Object.keys(paths)).not.toContain('/metrics');
    await other.close();
  });

  test('shows every error of the catalogue, in both forms', () => {
    const shown = Object.keys(document.components.examples);
    const codes = Object.keys(ERRORS);
    expect(shown.sort()).toEqual(['openai', 'bastiongpt'].flatMap((form) => codes.map((code) => `${form}.${code}`)).sort());
    const used = JSON.stringify(document.paths);
    // These answer requests that no endpoint gets.
    const nowhere = codes.filter(
      (code) => !used.includes(`"#/components/examples/openai.${code}"`) && !used.includes(`.${code}"`),
    );
    expect(nowhere).toEqual(['method_not_allowed', 'websocket_refused']);
  });
});

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false, strictTypes: false });
ajv.addKeyword('x-phi-action');
const SCHEMAS: Readonly<Record<string, JsonSchema>> = { ...API_SCHEMAS, ...SERVER_SCHEMAS };
const fits = (name: string, value: unknown): unknown => {
  const validate = ajv.compile(SCHEMAS[name] ?? false);
  return validate(value) ? 'fits' : validate.errors;
};

test('the example bodies fit their schemas', () => {
  for (const { request, path } of OPERATIONS) {
    if (request !== undefined) expect({ path, result: fits(request.schema, request.example) }).toEqual({ path, result: 'fits' });
  }
});

const COMPLETION = {
  id: 'c1',
  object: 'chat.completion',
  created: 1,
  choices: [{ index: 0, message: { role: 'assistant', content: `Hello ${TOKEN}` }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
};

/** Asks an endpoint as its row says, with all keys. */
async function ask({ method, path, request }: (typeof OPERATIONS)[number]): Promise<Response> {
  const key = path === '/metrics' ? METRICS_KEY : proxy.key;
  const headers = { authorization: `Bearer ${key}`, 'x-openai-key': 'sk-test', 'content-type': 'application/json' };
  const body = request === undefined ? {} : { body: JSON.stringify(request.example) };
  return fetch(askable(path), { method: method.toUpperCase(), headers, ...body });
}

test.each(OPERATIONS.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
  '%s replies what the document says',
  async (_name, operation) => {
    upstream.script(jsonReply(COMPLETION, 200, { 'x-request-id': 'req_1', 'x-ratelimit-remaining-tokens': '9' }));
    const response = await ask(operation);
    expect(response.status).toBe(200);
    const described = document.paths[operation.path]?.[operation.method]?.responses['200'];
    const type = response.headers.get('content-type')?.split(';')[0] ?? '';
    expect(Object.keys(described?.content ?? {})).toContain(type);
    const ours = [...response.headers.keys()].filter((name) => /^x-(?:phi-|ratelimit-|request-id$)/.test(name));
    expect(Object.keys(described?.headers ?? {})).toEqual(expect.arrayContaining(ours));
    const text = await response.text();
    if (operation.reply.schema !== undefined && operation.method !== 'head')
      expect(fits(operation.reply.schema, JSON.parse(text))).toBe('fits');
  },
);

test.each([
  ['/v1/chat/completions', 'ChatEvent'],
  ['/v1/ChatCompletion', 'BastionGptEvent'],
] as const)('events of %s fit %s', async (path, schema) => {
  const event = (delta: object, finish: string | null): string =>
    `data: ${JSON.stringify({ id: 'c', created: 1, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  upstream.script(streamReply(event({ content: TOKEN }, null), event({}, 'stop'), 'data: [DONE]\n\n'));
  const response = await fetch(`${proxy.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${proxy.key}`, 'x-openai-key': 'sk-test', 'content-type': 'application/json' },
    body: JSON.stringify({ stream: true, messages: [{ role: 'user', content: 'x' }] }),
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const data = [...(await response.text()).matchAll(/^data: (\{.*)$/gm)].map(([, json]) => JSON.parse(json ?? '') as unknown);
  expect(data).toHaveLength(2);
  for (const value of data) expect(fits(schema, value)).toBe('fits');
});

const bad = { 'content-type': 'application/json' };
test.each([
  ['/v1/chat/completions', 'invalid_json', '{', bad],
  ['/v1/chat/completions', 'missing_required_parameter', '{}', bad],
  ['/v1/chat/completions', 'unsupported_content_type', '{}', { 'content-type': 'text/plain' }],
  ['/v1/chat/completions', 'request_too_large', 'x'.repeat(200_000), bad],
  ['/v1/chat/completions', 'policy_not_allowed', '{}', { ...bad, 'x-phi-policy': 'none' }],
  ['/v1/anonymize', 'missing_required_parameter', '{}', bad],
  ['/v1/anonymize', 'missing_proxy_key', '{}', { ...bad, authorization: '' }],
  ['/v1/ChatCompletion', 'invalid_value', '{"messages":[]}', bad],
  ['/v1/ChatCompletion', 'invalid_proxy_key', '{}', { ...bad, authorization: 'Bearer no' }],
  ['/pro;rev=2/deployments/bastionapi/chat/completions', 'unsupported_api_version', '{}', { ...bad, 'api-version': '1' }],
] as const)('the error of %s with the code %s is documented there', async (path, code, body, headers) => {
  const authorization = `Bearer ${proxy.key}`;
  const response = await fetch(`${proxy.url}${path}`, {
    method: 'POST',
    headers: { authorization, 'x-openai-key': 'sk', ...headers },
    body,
  });
  const json = (await response.json()) as { error: { code: ErrorCode } };
  expect(json.error.code).toBe(code);
  const described = document.paths[path]?.['post']?.responses[String(response.status)];
  expect(described?.description.split(', ')).toContain(code);
  const content = described?.content['application/json'] as { schema: { $ref: string } };
  expect(fits(content.schema.$ref.split('/').at(-1) ?? '', json)).toBe('fits');
});

test('no text of requests, replies, keys or settings reaches the document or the page', async () => {
  const read = async (): Promise<string> =>
    (await Promise.all(['/openapi.json', '/docs'].map(async (path) => (await fetch(proxy.url + path)).text()))).join('\n');
  const before = await read();
  upstream.script(jsonReply(COMPLETION));
  await proxy.chat({ messages: [{ role: 'user', content: `I am ${PATIENT}` }], user: 'canary-user' });
  await proxy.chat(`{"${PATIENT}`);
  await (await fetch(`${proxy.url}/docs`, { headers: { referer: PATIENT, host: 'canary-host' } })).text();
  await (await fetch(`${proxy.url}/docs?name=${PATIENT}`)).text();
  const after = await read();
  expect(after).toBe(before);
  expect(after).not.toMatch(new RegExp(['Canarysmith', 'canary', proxy.key, 'test-app', new URL(upstream.url).host].join('|')));
});
