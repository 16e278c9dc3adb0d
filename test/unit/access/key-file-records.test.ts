import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKey, hashKey } from '../../../src/access/key';
import { readKeyFile } from '../../../src/access/key-file';
import { createKeyStore } from '../../../src/access/key-store';
import { readConfig } from '../../../src/config';

const HASH = hashKey('a');
const folder = mkdtempSync(join(tmpdir(), 'records-'));
const path = join(folder, 'keys.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

const read = (source: string) => {
  writeFileSync(path, source);
  return readKeyFile(path);
};

test('a key names its plan, policy, region, upstream, model, environment and OpenAI key', () => {
  const [entry] = read(`
keys:
  - hash: ${HASH}
    label: app
    plan: bastiongpt-202403
    policy: limited-data-set
    policies: [strict, safe-harbor]
    region: us-east
    upstream: https://api.example.org/v1/
    model: gpt-4.1
    environment: staging
    openaiKey: APP_OPENAI_KEY
`);
  expect(entry).toMatchObject({
    plan: { name: 'bastiongpt-202403', tokensPerMinute: 10_000 },
    policy: 'limited-data-set',
    policies: ['strict', 'safe-harbor'],
    region: 'us-east',
    upstream: 'https://api.example.org/v1',
    model: 'gpt-4.1',
    environment: 'staging',
    openaiKey: 'APP_OPENAI_KEY',
  });
});

test('plans of the house stand in the same file; what they leave out is not limited and free', () => {
  const [entry] = read(`
plans:
  night-shift: { requestsPerMinute: 5, pricePer1000Out: 0.1 }
keys:
  - { hash: ${HASH}, label: app, plan: night-shift }
`);
  expect(entry?.plan).toEqual({
    name: 'night-shift',
    requestsPerMinute: 5,
    monthlyCharge: 0,
    monthlyCredit: 0,
    pricePer1000In: 0,
    pricePer1000Out: 0.1,
  });
});

test.each([
  ['https://api.example.org/v1', true],
  ['http://localhost:11434/v1', true],
  ['http://[::1]:11434/v1', true],
  ['http://127.0.0.1:11434/v1', true],
  ['http://127.0.0.1.example.org/v1', false],
  ['http://localhost.example.org/v1', false],
  ['http://192.0.2.7/v1', false],
  ['ftp://localhost/v1', false],
])('upstream %s: without TLS on this machine only: %s', (upstream, isTaken) => {
  const take = (): unknown => read(`keys: [{ hash: "${HASH}", label: app, upstream: "${upstream}" }]`);
  if (isTaken) expect(take()).toEqual([expect.objectContaining({ upstream })]);
  else expect(take).toThrow('must be an https URL');
});

test.each(['gpt-4.1', 'openai/gpt-4o', 'ft:gpt-4o:acme:notes:abc1', '@model'])(
  'model %j: as PHI_PROXY_MODEL takes it',
  (model) => {
    const source = `keys: [{ hash: "${HASH}", label: app, model: "${model}" }]`;
    const isTaken = (run: () => unknown): boolean => {
      try {
        run();
        return true;
      } catch {
        return false;
      }
    };
    expect(isTaken(() => read(source))).toBe(isTaken(() => readConfig({ PHI_PROXY_MODEL: model })));
  },
);

const withField = (field: string) => `keys:\n  - hash: ${HASH}\n    label: app\n    ${field}\n`;

test.each([
  [
    'an unknown plan',
    withField('plan: CanaryPlan'),
    4,
    'keys[0].plan: must be a plan of this file or one of unlimited, bastiongpt-2026',
  ],
  [
    'an OpenAI key itself',
    withField('openaiKey: sk-canary'),
    4,
    'keys[0].openaiKey: must be the name of an environment variable',
  ],
  ['a setting as variable', withField('openaiKey: PHI_PROXY_CANARY'), 4, 'must not begin with PHI_PROXY_'],
  ['plain HTTP upstream', withField('upstream: http://canary.example.org'), 4, 'keys[0].upstream: must be an https URL'],
  ['a secret in the upstream', withField('upstream: https://a:canary@example.org'), 4, 'keys[0].upstream: must be an https URL'],
  [
    'a limit of nothing',
    `plans: { canary: { requestsPerMinute: 0 } }\nkeys: []\n`,
    1,
    'plans.*.requestsPerMinute: must be 1 or more',
  ],
  [
    'half a token',
    `plans: { canary: { tokensPerMinute: 0.5 } }\nkeys: []\n`,
    1,
    'plans.*.tokensPerMinute: must be a whole number',
  ],
  ['a negative price', `plans: { canary: { pricePer1000In: -1 } }\nkeys: []\n`, 1, 'plans.*.pricePer1000In: must be 0 or more'],
  ['an unknown limit', `plans: { canary: { canary: 1 } }\nkeys: []\n`, 1, 'plans.*: holds an unknown key'],
  ['a ready-made plan changed', `plans: { unlimited: {} }\nkeys: []\n`, 1, 'plans.*: is the name of a ready-made plan'],
])('names file and line, and quotes nothing: %s', (_what, source, line, text) => {
  let message = '';
  try {
    read(source);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toContain(`${path}:${line} `);
  expect(message).toContain(text);
  expect(message.toLowerCase()).not.toContain('canary');
});

test('unknown, disabled and expired keys are the same to the caller, and take the same steps', () => {
  const [good, disabled, expired] = [generateKey(), generateKey(), generateKey()];
  let asked = 0;
  const now = (): number => {
    asked += 1;
    return 1000;
  };
  const store = createKeyStore(
    [
      { hash: hashKey(disabled), label: 'disabled', disabled: true },
      { hash: hashKey(expired), label: 'expired', expiresAt: 1000 },
      { hash: hashKey(good), label: 'good', model: 'gpt-4.1' },
    ],
    now,
  );
  expect(store.check(good)).toEqual({ label: 'good', model: 'gpt-4.1' });
  for (const key of [disabled, expired, generateKey()]) expect(store.check(key)).toBeUndefined();
  expect(asked).toBe(4);
  expect([good, disabled, expired, generateKey()].map((key) => store.holds(key))).toEqual([true, true, true, false]);
});

test('the key file of the documents is one', () => {
  const operations = readFileSync(join(__dirname, '../../../docs/operations.md'), 'utf8');
  const sample = /```yaml\n(keys:\n[\s\S]*?)```/.exec(operations)?.[1] ?? '';
  expect(read(sample)).toEqual([expect.objectContaining({ label: 'billing-app', openaiKey: 'BILLING_OPENAI_KEY' })]);
});

test('a key may name only what the server has', () => {
  writeFileSync(
    path,
    `keys:
  - hash: ${HASH}
    label: app
    policy: strict
    policies: [safe-harbor, nope]
    region: eu
`,
  );
  const known = { policies: new Set(['safe-harbor', 'strict']), regions: new Set(['us-east']) };
  expect(() => readKeyFile(path, known)).toThrow(
    `${path}:5 keys[0].policies[1]: must be one of the policies safe-harbor, strict\n${path}:6 keys[0].region: must be a region of the file that PHI_PROXY_REGIONS_FILE names`,
  );
  expect(readKeyFile(path, { ...known, policies: new Set([...known.policies, 'nope']), regions: new Set(['eu']) })).toHaveLength(
    1,
  );
});
