import { readFileSync } from 'node:fs';
import { CommandError, describeError, exitCodeOf } from '../../../src/commands/command-error';
import { ConfigError } from '../../../src/config';
import { PhiProxyError } from '../../../src/errors';

const CANARY = 'Zebulon Quackenbush';

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('describeError', () => {
  test('says which file and what is wrong with it', () => {
    expect(describeError(thrownBy(() => readFileSync('/no/such/file')))).toBe('/no/such/file: no such file or folder');
    expect(describeError(thrownBy(() => readFileSync('/')))).toContain('is a folder, a file is expected');
  });

  test('passes on errors whose messages are made of our own words', () => {
    expect(describeError(new CommandError('do this'))).toBe('do this');
    expect(describeError(new ConfigError(['PHI_PROXY_PORT: must be a number']))).toContain('PHI_PROXY_PORT: must be a number');
    expect(describeError(new PhiProxyError('deidentification_failed'))).toBe('De-identification failed, so nothing was sent.');
  });

  test.each([
    ['an error that quotes text', new Error(`at position 3: ${CANARY}`)],
    ['a JSON error, which quotes its input', thrownBy(() => JSON.parse(`{"name": ${CANARY}}`))],
    ['a thrown string', CANARY],
    ['an error with a cause', new TypeError('bad', { cause: new Error(CANARY) })],
  ])('keeps quiet about %s', (_, error) => {
    expect(describeError(error)).not.toContain('Zebulon');
    expect(describeError(error)).toContain('internal error');
  });
});

test.each([
  ['a problem', new CommandError('x'), 1],
  ['wrong usage', new CommandError('x', 2), 2],
  ['wrong settings', new ConfigError(['x']), 2],
  ['anything else', new Error('x'), 1],
])('exit status of %s', (_, error, exitCode) => {
  expect(exitCodeOf(error)).toBe(exitCode);
});
