import { existsSync } from 'node:fs';
import { countTokens } from '../../access/count-tokens';
import { generateKey, hashKey } from '../../access/key';
import { readKeyFile, watchKeyFile } from '../../access/key-file';
import type { KnownNames } from '../../access/key-file-schema';
import { createKeyStore, type KeyStore } from '../../access/key-store';
import { UNLIMITED } from '../../access/plans';
import type { Config } from '../../config';
import type { Logger } from '../../log';

export interface LoadedKeys {
  readonly keys: KeyStore;
  /** The key file, if there is one. */
  readonly file: string | undefined;
  /** The key that was made because there is no key file; to be shown once. */
  readonly made: string | undefined;
  stopWatching(): void;
}

/** A key store with one fresh key, for a proxy without a key file. */
export function temporaryKey(): { readonly keys: KeyStore; readonly key: string } {
  const key = generateKey();
  return { keys: createKeyStore([{ hash: hashKey(key), label: 'temporary' }]), key };
}

/** Taken if it is there and no other was asked for. */
const USUAL_FILE = 'keys.yaml';

/**
 * Reads the key file and follows its changes. A file that was asked for must exist.
 *
 * @param known what the proxy has that keys may name
 * @throws AccessFileError
 */
export function loadKeys({ keysFile }: Config, known: KnownNames, logger: Logger): LoadedKeys {
  const file = keysFile ?? (existsSync(USUAL_FILE) ? USUAL_FILE : undefined);
  if (file === undefined) {
    const { keys, key } = temporaryKey();
    return { keys, file, made: key, stopWatching: () => undefined };
  }
  const entries = readKeyFile(file, known);
  const keys = createKeyStore(entries);
  const stopWatching = watchKeyFile(file, {
    known,
    onChange: (entries) => {
      keys.replace(entries);
      logger.info('keys_loaded', { keys: entries.length });
    },
    onProblem: ({ line, problems }) => logger.error('keys_reload_failed', { line, problems: problems.length }),
  });
  // The tokenizer takes half a second to load: better now than within the first request that is counted. Not before the file is watched,
  // which would take what was written meanwhile for what was read.
  if (entries.some(({ plan }) => plan !== undefined && plan !== UNLIMITED)) countTokens(' ');
  return { keys, file, made: undefined, stopWatching };
}
