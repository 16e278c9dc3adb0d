import { createLogger, type LogFields } from '../../src/log';

const CANARY = 'Canary Patientname';

function capture(): { readonly lines: string[]; readonly destination: { write(line: string): void } } {
  const lines: string[] = [];
  return { lines, destination: { write: (line) => void lines.push(line) } };
}

test('a line holds the listed fields', () => {
  const { lines, destination } = capture();
  const logger = createLogger('info', destination);
  logger.info('request', {
    status: 200,
    route: '/v1/models/{id}',
    method: 'GET',
    keyLabel: 'billing-app',
    entities: { NAME: 2 },
  });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    msg: 'request',
    status: 200,
    route: '/v1/models/{id}',
    entities: { NAME: 2 },
  });
  expect(lines[0]).not.toMatch(/hostname|pid/);
});

/** Of each field that may hold a word, one that may be logged. */
const WORDS: Required<Pick<LogFields, WordField>> = {
  requestId: '0b9f6a3c-1111-4222-8333-444455556666',
  method: 'GET',
  route: '/v1/models/{id}',
  code: 'invalid_json',
  errorClass: 'TypeError',
  keyLabel: 'billing-app',
  policy: 'safe-harbor',
  region: 'eu-1',
  rulesSha256: 'a'.repeat(64),
};
type WordField = keyof { [Name in keyof LogFields as string extends LogFields[Name] ? Name : never]: true };
const NUMBERS = ['status', 'durationMs', 'deidentifyMs', 'upstreamMs', 'upstreamStatus', 'tokensIssued', 'tokensRestored'].concat(
  ['tokensUnknown', 'tokensWithheld', 'keys', 'problems', 'line'],
);

/** What stands in a line besides what each has. */
function logged(fields: object): object {
  const { lines, destination } = capture();
  createLogger('info', destination).info('request', fields as LogFields);
  const { level, time, msg, ...rest } = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
  expect([typeof level, typeof time, msg]).toEqual(['number', 'string', 'request']);
  return rest;
}

test.each(Object.entries(WORDS))('%s: %s is logged, and nothing with text before or behind it', (name, word) => {
  expect(logged({ [name]: word })).toEqual({ [name]: word });
  for (const text of [CANARY, `${word} ${CANARY}`, `${CANARY} ${word}`, `${word}\n${CANARY}`, `${CANARY}\n${word}`, [CANARY]])
    expect(logged({ [name]: text })).toEqual({});
});

test.each(NUMBERS)('%s: a number is logged, text is not', (name) => {
  expect(logged({ [name]: 7 })).toEqual({ [name]: 7 });
  for (const value of [CANARY, '7', Number.NaN, { [CANARY]: 1 }]) expect(logged({ [name]: value })).toEqual({});
});

test.each(['streaming', 'aborted'])('%s: yes or no is logged, text is not', (name) => {
  expect(logged({ [name]: false })).toEqual({ [name]: false });
  expect(logged({ [name]: CANARY })).toEqual({});
});

test('counts are logged by entity, and not at all where one holds text', () => {
  expect(logged({ entities: { NAME: 2 } })).toEqual({ entities: { NAME: 2 } });
  for (const entities of [{ NAME: CANARY }, { [CANARY]: 1 }, { NAME: 1, [`NAME ${CANARY}`]: 1 }, CANARY, null])
    expect(logged({ entities })).toEqual({});
});

test.each(['info', 'warn', 'error'] as const)('%s drops fields that are not listed', (severity) => {
  const { lines, destination } = capture();
  const smuggled = { body: CANARY, error: new Error(CANARY), [CANARY]: 1 } as unknown as LogFields;
  createLogger('info', destination)[severity]('request', smuggled);
  expect(lines).toHaveLength(1);
  expect(lines.join('')).not.toContain('Canary');
});

test('the level is respected', () => {
  const { lines, destination } = capture();
  createLogger('error', destination).info('draining');
  expect(lines).toEqual([]);
});
