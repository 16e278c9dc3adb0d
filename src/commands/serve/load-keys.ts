import { existsSync } from 'node:fs';
import { countTokens } from '../../access/count-tokens';
import { generateKey, hashKey } from '../../access/key';
import { readKeyFile, watchKeyFile } from '../../access/key-file';
import { createKeyStore, type KeyStore } from '../../access/key-store';
import { UNLIMITED } from '../../access/plans';
import { type Config, SETTINGS } from '../../config';
import type { Logger } from '../../log';

export interface LoadedKeys {
  readonly keys: KeyStore;
  /** The key that was made because there is no key file; to be shown once. */
  readonly made: string | undefined;
  stopWatching(): void;
}

/** A key store with one fresh key, for a proxy without a key file. */
export function temporaryKey(): { readonly keys: KeyStore; readonly key: string } {
  const key = generateKey();
  return { keys: createKeyStore([{ hash: hashKey(key), label: 'temporary' }]), key };
}

/** Reads the key file and follows its changes. A file that was asked for must exist; only the default one may be missing. */
export function loadKeys(config: Config, logger: Logger): LoadedKeys {
  const fallback = SETTINGS.find(({ name }) => name === 'keysFile')?.default;
  if (config.keysFile === fallback && !existsSync(config.keysFile)) {
    const { keys, key } = temporaryKey();
    return { keys, made: key, stopWatching: () => undefined };
  }
  const entries = readKeyFile(config.keysFile);
  const keys = createKeyStore(entries);
  // The tokenizer takes half a second to load: better now than within the first request that is counted.
  if (entries.some(({ plan }) => plan !== undefined && plan !== UNLIMITED)) countTokens(' ');
  const stopWatching = watchKeyFile(config.keysFile, {
    onChange: (entries) => {
      keys.replace(entries);
      logger.info('keys_loaded', { keys: entries.length });
    },
    onProblem: ({ line, problems }) => logger.error('keys_reload_failed', { line, problems: problems.length }),
  });
  return { keys, made: undefined, stopWatching };
}
