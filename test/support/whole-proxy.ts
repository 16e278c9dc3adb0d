import type { Accounts } from '../../src/access/accounts';
import { generateKey, hashKey } from '../../src/access/key';
import { createKeyStore, type KeyRecord } from '../../src/access/key-store';
import { createApp } from '../../src/app';
import { type Flags, readConfig } from '../../src/config';
import { createDetector, type Detector } from '../../src/deid/detector/detector';
import { startServer } from '../../src/http/server';
import { createLogger } from '../../src/log';
import type { RuleSet } from '../../src/rules/types';
import { createUpstreamClient } from '../../src/upstream/client';
import { type ChatInit, postChat } from './call';
import { projectRules } from './project-rules';

export interface WholeProxy {
  readonly url: string;
  readonly key: string;
  /** Log lines as written. */
  readonly lines: readonly string[];
  /** Posts a chat request with both keys; `body` may be text. */
  chat(body: unknown, init?: ChatInit): Promise<Response>;
  close(): Promise<void>;
}

export interface WholeProxyOptions {
  readonly flags?: Flags;
  /** What the key's line in the key file says besides. */
  readonly record?: Omit<KeyRecord, 'label'>;
  readonly ruleSet?: RuleSet;
  /** In place of the detector made from the rules. */
  readonly detector?: Detector;
  /** Quotas and usage, in place of the application's own. */
  readonly accounts?: Accounts;
  /** Upstreams of the regions that keys may name. */
  readonly regions?: ReadonlyMap<string, string>;
}

/** The application as it is served, with its real rules, on a free loopback port. Texts of any length are read on this thread. */
export async function startWholeProxy(upstreamUrl: string, options: WholeProxyOptions = {}): Promise<WholeProxy> {
  const config = readConfig({}, { upstreamUrl, port: '0', hashKey: '0'.repeat(64), detectThreads: '0', ...options.flags });
  const ruleSet = options.ruleSet ?? projectRules();
  const detector =
    options.detector ??
    createDetector({ ruleSet, budgetMs: config.detectTimeoutMs, maxCharacters: config.maxText, threads: config.detectThreads });
  const key = generateKey();
  const keys = createKeyStore([{ hash: hashKey(key), label: 'test-app', ...options.record }]);
  const lines: string[] = [];
  const logger = createLogger(config.logLevel, { write: (line) => void lines.push(line) });
  const upstream = createUpstreamClient(config);
  const { accounts, regions } = options;
  const more = { ...(accounts === undefined ? {} : { accounts }), ...(regions === undefined ? {} : { regions }) };
  const server = await startServer(createApp({ config, ruleSet, detector, keys, upstream, logger, ...more }), config);
  return {
    url: server.url,
    key,
    lines,
    chat: (body, init) => postChat(server.url, key, body, init),
    close: async () => {
      await server.close(100);
      await detector.close();
      upstream.close();
    },
  };
}
