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

test('unlisted fields and text in listed fields are dropped at run time', () => {
  const { lines, destination } = capture();
  const logger = createLogger('info', destination);
  const smuggled = {
    body: CANARY,
    error: new Error(CANARY),
    requestId: CANARY,
    method: CANARY,
    route: `/v1/${CANARY}`,
    status: CANARY,
    code: CANARY,
    errorClass: CANARY,
    keyLabel: CANARY,
    streaming: CANARY,
    durationMs: CANARY,
    entities: { [CANARY]: 1 },
    rulesSha256: CANARY,
  } as unknown as LogFields;
  logger.info('request', smuggled);
  logger.warn('request', smuggled);
  logger.error('request', { ...smuggled, entities: { NAME: CANARY } } as unknown as LogFields);
  expect(lines).toHaveLength(3);
  expect(lines.join('')).not.toContain('Canary');
});

test('the level is respected', () => {
  const { lines, destination } = capture();
  createLogger('error', destination).info('draining');
  expect(lines).toEqual([]);
});
