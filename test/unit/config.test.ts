import { inspect } from 'node:util';
import { ConfigError, readClientKey, readConfig, SETTINGS } from '../../src/config';

function problemsOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
  }
  throw new Error('no ConfigError');
}

test('defaults are safe: this machine only, OpenAI over TLS', () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 8787,
    upstreamUrl: 'https://api.openai.com/v1',
    keysFile: undefined,
  });
  expect(config.openaiKey).toBeUndefined();
  expect(config.hashKey.reveal()).toHaveLength(32);
  expect(config.rulesDir).toMatch(/rules$/);
  expect(Object.isFrozen(config)).toBe(true);
});

test('flags win over the environment, and an empty variable is not set', () => {
  const config = readConfig({ PHI_PROXY_PORT: '1', PHI_PROXY_LOG_LEVEL: 'warn', PHI_PROXY_KEYS_FILE: '' }, { port: '2' });
  expect(config).toMatchObject({ port: 2, logLevel: 'warn', keysFile: undefined });
});

test('all problems are reported together, unknown variables by name', () => {
  const problems = problemsOf(() =>
    readConfig({ PHI_PROXY_PROT: '1', PHI_PROXY_PORT: '70000', PHI_PROXY_MAX_BODY: 'big', OTHER: 'x' }),
  );
  expect(problems).toEqual([
    'PHI_PROXY_PROT: no such setting; "phi-proxy serve --help" shows them all',
    'PHI_PROXY_PORT: must be a whole number from 0 to 65535',
    expect.stringMatching(/^PHI_PROXY_MAX_BODY: must be a whole number/),
  ]);
});

test('a problem names the flag where the value came by flag', () => {
  expect(
    problemsOf(() => readConfig({ PHI_PROXY_PORT: '1', PHI_PROXY_LOG_LEVEL: 'loud' }, { port: 'many', maxBody: '1' })),
  ).toEqual([
    '--port: must be a whole number from 0 to 65535',
    expect.stringMatching(/^--max-body: must be a whole number/),
    expect.stringMatching(/^PHI_PROXY_LOG_LEVEL: must be error/),
  ]);
});

test('the highest port is one', () => {
  expect(readConfig({ PHI_PROXY_PORT: '65535', PHI_PROXY_METRICS_PORT: '65535' }, { port: '1' })).toMatchObject({
    metricsPort: 65535,
  });
  expect(readConfig({ PHI_PROXY_PORT: '65535' })).toMatchObject({ port: 65535 });
});

test('the key of a client is read without the space around it; an empty one is none', () => {
  const key = jest.replaceProperty(process, 'env', { PHI_PROXY_KEY: ' canary\n' });
  expect(readClientKey()).toBe('canary');
  key.replaceValue({ PHI_PROXY_KEY: ' ' });
  expect(readClientKey()).toBeUndefined();
  key.restore();
});

test('metrics and the API cannot have one port, but 0 for both', () => {
  expect(problemsOf(() => readConfig({ PHI_PROXY_METRICS_PORT: '8787' }))).toEqual([
    expect.stringMatching(/^PHI_PROXY_METRICS_PORT: must be another port than PHI_PROXY_PORT/),
  ]);
  expect(readConfig({ PHI_PROXY_METRICS_PORT: '0', PHI_PROXY_PORT: '0' })).toMatchObject({ port: 0, metricsPort: 0 });
});

test.each(['redis://:canary%zz@h', 'redis://canary%ff:x@h', 'redis://', 'http://:canary@h'])('%s is no Redis URL', (url) => {
  expect(problemsOf(() => readConfig({ PHI_PROXY_REDIS_URL: url }))).toEqual([
    'PHI_PROXY_REDIS_URL: must be a redis or rediss URL, with % in a password written as %25',
  ]);
});

test('what Kubernetes tells of services named after phi-proxy is no setting', () => {
  const address = 'tcp://10.0.0.7:8787';
  const env = {
    PHI_PROXY_SERVICE_HOST: '10.0.0.7',
    PHI_PROXY_SERVICE_PORT: '8787',
    PHI_PROXY_SERVICE_PORT_HTTPS: '8787',
    PHI_PROXY_PORT: address,
    PHI_PROXY_PORT_8787_TCP: address,
    PHI_PROXY_PORT_8787_TCP_PROTO: 'tcp',
    PHI_PROXY_PORT_8787_TCP_PORT: '8787',
    PHI_PROXY_PORT_8787_TCP_ADDR: '10.0.0.7',
    PHI_PROXY_METRICS_PORT: address,
    PHI_PROXY_METRICS_SERVICE_HOST: '10.0.0.8',
    PHI_PROXY_CANARY_PORT: address,
  };
  expect(readConfig(env)).toMatchObject({ port: 8787, metricsPort: undefined });
  expect(readConfig({ ...env, PHI_PROXY_PORT: '9000' })).toMatchObject({ port: 9000 });
  expect(problemsOf(() => readConfig({ PHI_PROXY_CANARY_PORT: '1' }))).toEqual([expect.stringContaining('no such setting')]);
  expect(problemsOf(() => readConfig({ PHI_PROXY_PORT: `at ${address}` }))).toEqual([expect.stringContaining('PHI_PROXY_PORT')]);
});

test.each([
  ['a public address', { PHI_PROXY_HOST: '0.0.0.0' }, 'PHI_PROXY_HOST'],
  ['plain HTTP to a far upstream', { PHI_PROXY_UPSTREAM_URL: 'http://api.example.org/v1' }, 'PHI_PROXY_UPSTREAM_URL'],
])('%s needs PHI_PROXY_ALLOW_PLAIN_HTTP', (_why, env, name) => {
  expect(problemsOf(() => readConfig(env))).toEqual([expect.stringContaining(`${name}: plain HTTP`)]);
  expect(() => readConfig({ ...env, PHI_PROXY_ALLOW_PLAIN_HTTP: '1' })).not.toThrow();
});

test('TLS takes the place of plain HTTP, and needs both of its files', () => {
  const both = { PHI_PROXY_HOST: '0.0.0.0', PHI_PROXY_TLS_CERT: 'chain.pem', PHI_PROXY_TLS_KEY: 'key.pem' };
  expect(readConfig(both)).toMatchObject({ tlsCert: 'chain.pem', tlsKey: 'key.pem' });
  expect(readConfig({})).toMatchObject({ tlsCert: undefined, tlsKey: undefined });
  for (const name of ['PHI_PROXY_TLS_CERT', 'PHI_PROXY_TLS_KEY'])
    expect(problemsOf(() => readConfig({ ...both, [name]: '' }))).toEqual([`${name}: TLS needs a certificate and its key`]);
  const farUpstream = { ...both, PHI_PROXY_UPSTREAM_URL: 'http://api.example.org/v1' };
  expect(problemsOf(() => readConfig(farUpstream))).toEqual([expect.stringContaining('PHI_PROXY_UPSTREAM_URL: plain HTTP')]);
});

test.each([
  ['user name in the URL', { PHI_PROXY_UPSTREAM_URL: 'https://a:b@api.example.org/v1' }],
  ['password in the URL', { PHI_PROXY_UPSTREAM_URL: 'https://:b@api.example.org/v1' }],
  ['query in the URL', { PHI_PROXY_UPSTREAM_URL: 'https://api.example.org/v1?x=1' }],
  ['not a URL', { PHI_PROXY_UPSTREAM_URL: 'api' }],
  ['short hash key', { PHI_PROXY_HASH_KEY: 'abcd' }],
  ['hash key that is not hexadecimal', { PHI_PROXY_HASH_KEY: 'z'.repeat(64) }],
  ['key with a blank', { PHI_PROXY_OPENAI_KEY: 'a b' }],
  ['host list with a URL', { PHI_PROXY_RESTORE_URL_HOSTS: 'https://example.org' }],
  ['switch', { PHI_PROXY_ALLOW_PLAIN_HTTP: 'maybe' }],
])('refuses: %s', (_why, env) => {
  expect(problemsOf(() => readConfig(env))).toHaveLength(1);
});

test('lists, switches and trailing slashes are normalised', () => {
  const config = readConfig({
    PHI_PROXY_RESTORE_URL_HOSTS: ' Example.org, files.example.org ',
    PHI_PROXY_UPSTREAM_URL: 'http://localhost:1/v1/',
  });
  expect(config.restoreUrlHosts).toEqual(['example.org', 'files.example.org']);
  expect(config.upstreamUrl).toBe('http://localhost:1/v1');
  expect(readConfig({}, { allowPlainHttp: true }).allowPlainHttp).toBe(true);
});

test('secrets and bad values are never printed', () => {
  const config = readConfig({ PHI_PROXY_OPENAI_KEY: 'sk-canary', PHI_PROXY_HASH_KEY: 'c0ffee'.repeat(11) });
  expect(config.openaiKey?.reveal()).toBe('sk-canary');
  expect(`${JSON.stringify(config)}${inspect(config, { depth: 9, showHidden: true })}`).not.toMatch(/sk-canary|c0ffee/);
  const problems = problemsOf(() => readConfig({ PHI_PROXY_PORT: 'sk-canary', PHI_PROXY_HASH_KEY: 'sk-canary' }));
  expect(problems.join()).not.toContain('sk-canary');
});

test('the table of settings is complete and has at most 34 rows', () => {
  expect(SETTINGS.length).toBeLessThanOrEqual(34);
  expect(new Set(SETTINGS.map((setting) => setting.env)).size).toBe(SETTINGS.length);
  for (const setting of SETTINGS) {
    expect(setting.env).toMatch(/^PHI_PROXY_[A-Z_]+$/);
    expect(setting.flag).toMatch(/^--[a-z-]+$/);
    expect(setting.meaning).toMatch(/\.$/);
  }
});
