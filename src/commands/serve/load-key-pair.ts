import type { Config } from '../../config';
import { type KeyPair, type KeyPairFiles, readKeyPair } from '../../http/tls/key-pair';
import { type KeyPairEvents, watchKeyPair } from '../../http/tls/watch-key-pair';
import type { Logger } from '../../log';

export interface LoadedKeyPair {
  readonly files: KeyPairFiles;
  readonly pair: KeyPair;
}

/**
 * Reads the certificate and key for TLS; undefined if none are set.
 * @throws KeyPairError if they cannot be used
 */
export function loadKeyPair({ tlsCert, tlsKey }: Pick<Config, 'tlsCert' | 'tlsKey'>): LoadedKeyPair | undefined {
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  const files = { certificate: tlsCert, key: tlsKey };
  return { files, pair: readKeyPair(files) };
}

/** Gives each new pair to `use`, and says so in the log, also where a bad pair leaves the old one in force. */
export function followKeyPair(
  loaded: LoadedKeyPair | undefined,
  use: (pair: KeyPair) => void,
  logger: Logger,
  intervalMs?: number,
): () => void {
  if (loaded === undefined) return () => undefined;
  const events: KeyPairEvents = {
    onChange: (pair) => {
      use(pair);
      logger.info('tls_loaded');
    },
    onProblem: ({ problem }) => logger.error('tls_reload_failed', { code: problem }),
  };
  return watchKeyPair(loaded.files, loaded.pair, events, intervalMs);
}
