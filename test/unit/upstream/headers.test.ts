import { forwardedHeaders } from '../../../src/upstream/request-headers';
import { returnedHeaders } from '../../../src/upstream/response-headers';

const CANARY = 'Canary Patientname';
const ID = '0b9f6a3c-1111-4222-8333-444455556666';
const FORWARDED = {
  'openai-organization': 'org-Ab1',
  'openai-project': 'proj_Ab1',
  'openai-beta': 'assistants=v2, realtime=v1',
  'idempotency-key': `stainless-node-retry-${ID}`,
  'x-client-request-id': ID,
};

test('the listed headers of a client go upstream, and no others', () => {
  expect(forwardedHeaders({ ...FORWARDED, cookie: 'a=b', referer: CANARY, 'x-patient': CANARY })).toEqual(FORWARDED);
  expect(forwardedHeaders({ 'openai-organization': '' })).toEqual({});
});

const withText = (value: string): string[] => [`${value} ${CANARY}`, `${CANARY} ${value}`, CANARY];

test.each(['openai-organization', 'openai-project', 'openai-beta'] as const)('%s with text in it is refused', (name) => {
  for (const value of withText(FORWARDED[name]))
    expect(() => forwardedHeaders({ [name]: value })).toThrow(expect.objectContaining({ code: 'invalid_value', param: name }));
});

test.each(['idempotency-key', 'x-client-request-id'] as const)('%s with text in it is left out', (name) => {
  for (const value of withText(FORWARDED[name])) expect(forwardedHeaders({ [name]: value })).toEqual({});
});

test('the listed headers of upstream come back, in lower case, and no others', () => {
  const listed = {
    'retry-after': '20',
    'retry-after-ms': '20000',
    'x-should-retry': 'true',
    'x-request-id': 'req_1',
    'openai-processing-ms': '7',
    'openai-version': '2020-10-01',
    'openai-organization': 'org-1',
    'openai-project': 'proj_1',
    ...Object.fromEntries(
      ['limit', 'remaining', 'reset'].flatMap((what) =>
        ['requests', 'tokens', 'project-tokens', 'tokens_usage_based'].map((unit) => [`x-ratelimit-${what}-${unit}`, '9']),
      ),
    ),
  };
  const sent = Object.fromEntries(Object.entries(listed).map(([name, value]) => [name.toUpperCase(), value]));
  expect(returnedHeaders({ ...sent, 'set-cookie': ['a=b'], 'content-encoding': 'gzip', server: 'x' })).toEqual(listed);
});

test.each([
  ['a line break', 'req_1\r\nset-cookie: a=b'],
  ['a letter beyond ASCII', 'req_é'],
  ['more than 200 characters', 'a'.repeat(201)],
  ['nothing', ''],
  ['a list', ['req_1', 'req_2']],
])('a header of upstream with %s stays here', (_what, value) => {
  expect(returnedHeaders({ 'x-request-id': value })).toEqual({});
});
