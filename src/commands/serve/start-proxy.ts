import { type Accounts, connectAccounts, createMemoryAccounts } from '../../access/accounts';
import type { KeyStore } from '../../access/key-store';
import { createApp } from '../../app';
import type { Config } from '../../config';
import { createDetector } from '../../deid/detector/detector';
import { createMetricsApp } from '../../http/routes/metrics';
import { type RunningServer, startServer } from '../../http/server';
import type { KeyPair } from '../../http/tls/key-pair';
import type { Logger } from '../../log';
import { createMetrics, type Metrics } from '../../metrics';
import type { RuleSet } from '../../rules/types';
import { createUpstreamClient } from '../../upstream/client';
import { rulesUnder } from '../rule-choice';
import { followKeyPair, loadKeyPair } from './load-key-pair';

export interface StartedProxy {
  readonly url: string;
  /** Where `/metrics` is served by itself. */
  readonly metricsUrl: string | undefined;
  /** Lets running requests finish for as long as the configuration says, then frees everything. */
  close(): Promise<void>;
}

export interface ProxyParts {
  readonly config: Config;
  readonly ruleSet: RuleSet;
  readonly keys: KeyStore;
  readonly logger: Logger;
  /** Base URL of each region's upstream API; none if not given. */
  readonly regions?: ReadonlyMap<string, string> | undefined;
}

/** Puts the proxy together and listens; `serve` and `demo` run the same thing. */
export async function startProxy({ config, ruleSet, keys, logger, regions }: ProxyParts): Promise<StartedProxy> {
  // A policy that does not exist would refuse every request.
  rulesUnder(ruleSet, config.policy);
  const loaded = loadKeyPair(config);
  const load = { running: 0 };
  const detector = createDetector({
    ruleSet,
    budgetMs: config.detectTimeoutMs,
    maxCharacters: config.maxText,
    threads: config.detectThreads,
    hasOtherRequests: () => load.running > 1,
  });
  const upstream = createUpstreamClient(config);
  const accounts = await openAccounts(config, logger);
  const metrics = config.metricsPort === undefined ? undefined : createMetrics();
  const parts = { accounts, config, ruleSet, detector, keys, upstream, logger, load, ...(metrics && { metrics }) };
  const app = createApp(regions === undefined ? parts : { ...parts, regions });
  let metricsServer: RunningServer | undefined;
  try {
    metricsServer = await startMetrics(config, metrics, loaded?.pair);
    const server = await startServer(app, config, loaded?.pair);
    const usePair: RunningServer['useKeyPair'] = (pair) => {
      server.useKeyPair(pair);
      metricsServer?.useKeyPair(pair);
    };
    const stopFollowing = followKeyPair(loaded, usePair, logger);
    return {
      url: server.url,
      metricsUrl: metricsServer?.url,
      close: async () => {
        stopFollowing();
        await server.close(config.drainMs);
        await metricsServer?.close(0);
        // Accounts of requests that were cut off still ask the detector for the user's tag.
        await accounts.close();
        await detector.close();
        upstream.close();
      },
    };
  } catch (error) {
    await metricsServer?.close(0);
    await detector.close();
    await accounts.close();
    throw error;
  }
}

/** Metrics on a port of their own, if one is set; with TLS where the API has it. */
async function startMetrics(
  config: Config,
  metrics: Metrics | undefined,
  pair: KeyPair | undefined,
): Promise<RunningServer | undefined> {
  if (config.metricsPort === undefined || metrics === undefined) return undefined;
  return startServer(createMetricsApp(metrics, config.metricsKey?.reveal()), { ...config, port: config.metricsPort }, pair);
}

/** Quotas and usage in Redis where one is set, else in memory. A Redis that is away at the start is waited for in the background. */
async function openAccounts({ redisUrl }: Config, logger: Logger): Promise<Accounts> {
  if (redisUrl === undefined) return createMemoryAccounts();
  return connectAccounts(redisUrl.reveal(), { onAway: () => logger.warn('redis_away'), onBack: () => logger.info('redis_back') });
}
