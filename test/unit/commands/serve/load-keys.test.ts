import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countTokens } from '../../../../src/access/count-tokens';
import { generateKey, hashKey } from '../../../../src/access/key';
import { loadKeys } from '../../../../src/commands/serve/load-keys';
import { readConfig } from '../../../../src/config';
import { createLogger } from '../../../../src/log';

jest.mock('../../../../src/access/count-tokens');

test('a key that is taken out of the file while the tokenizer loads is valid no more', () => {
  jest.useFakeTimers();
  const folder = mkdtempSync(join(tmpdir(), 'phi-proxy-'));
  const keysFile = join(folder, 'keys.yaml');
  const key = generateKey();
  writeFileSync(keysFile, `keys: [{ hash: '${hashKey(key)}', label: app, plan: bastiongpt-2026 }]`);
  jest.mocked(countTokens).mockImplementation(() => {
    writeFileSync(keysFile, 'keys: []');
    return 1;
  });
  const logger = createLogger('silent', { write: () => undefined });
  const loaded = loadKeys(readConfig({}, { keysFile }), { policies: new Set(), regions: new Set() }, logger);
  try {
    expect(loaded.keys.check(key)).toBeDefined();
    jest.advanceTimersByTime(2200);
    expect(loaded.keys.check(key)).toBeUndefined();
  } finally {
    loaded.stopWatching();
    jest.useRealTimers();
    rmSync(folder, { recursive: true });
  }
});
