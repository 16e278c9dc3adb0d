import { type Accounts, connectAccounts, createMemoryAccounts } from '../../access/accounts';
import type { KeyStore } from '../../access/key-store';
import { createApp } from '../../app';
import type { Config } from '../../config';
import { createDetector } from '../../deid/detector';
import { startServer } from '../../http/server';
import type { Logger } from '../../log';
import type { RuleSet } from '../../rules/types';
import { createUpstreamClient } from '../../upstream/client';
import { followKeyPair, loadKeyPair } from './load-key-pair';

export interface StartedProxy {
  readonly url: string;
  /** Lets running requests finish for as long as the configuration says, then frees everything. */
  close(): Promise<void>;
}

export interface ProxyParts {
  readonly config: Config;
  readonly ruleSet: RuleSet;
  readonly keys: KeyStore;
  readonly logger: Logger;
}

/** Puts the proxy together and listens; `serve` and `demo` run the same thing. */
export async function startProxy({ config, ruleSet, keys, logger }: ProxyParts): Promise<StartedProxy> {
  const loaded = loadKeyPair(config);
  const detector = createDetector({
    ruleSet,
    budgetMs: config.detectTimeoutMs,
    maxCharacters: config.maxText,
    threads: config.detectThreads,
  });
  const upstream = createUpstreamClient(config);
  const accounts = await openAccounts(config, logger);
  const app = createApp({ accounts, config, ruleSet, detector, keys, upstream, logger });
  try {
    const server = await startServer(app, config, loaded?.pair);
    const stopFollowing = followKeyPair(loaded, server.useKeyPair, logger);
    return {
      url: server.url,
      close: async () => {
        stopFollowing();
        await server.close(config.drainMs);
        await detector.close();
        upstream.close();
        accounts.close();
      },
    };
  } catch (error) {
    await detector.close();
    accounts.close();
    throw error;
  }
}

/** Quotas and usage in Redis where one is set, else in memory. A Redis that is away at the start is waited for in the background. */
async function openAccounts({ redisUrl }: Config, logger: Logger): Promise<Accounts> {
  if (redisUrl === undefined) return createMemoryAccounts();
  return connectAccounts(redisUrl.reveal(), { onAway: () => logger.warn('redis_away'), onBack: () => logger.info('redis_back') });
}
