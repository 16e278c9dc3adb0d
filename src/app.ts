import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Express } from 'express';
import type { KeyStore } from './access/key-store';
import { type Config, readOpenaiKey } from './config';
import { deidentifyRequest } from './deid/deidentify-request';
import type { Detector } from './deid/detector';
import { chatDialect } from './dialects/chat';
import { createRouter } from './http/router';
import type { Logger } from './log';
import { createOrdinaryWordTest } from './rules/ordinary-word';
import type { RuleSet } from './rules/types';
import type { Upstream } from './upstream/client';

export interface AppDependencies {
  readonly config: Config;
  readonly ruleSet: RuleSet;
  readonly detector: Detector;
  readonly keys: KeyStore;
  readonly upstream: Upstream;
  readonly logger: Logger;
}

/** Composition root: puts the application together. It does not listen. */
export function createApp({ config, ruleSet, detector, keys, upstream, logger }: AppDependencies): Express {
  const hashKey = config.hashKey.reveal();
  const isOrdinaryWord = createOrdinaryWordTest(ruleSet);
  const urlHosts = new Set(config.restoreUrlHosts);
  return createRouter({
    deidentify: (body) => deidentifyRequest(body, { dialect: chatDialect, detector, hashKey, isOrdinaryWord, urlHosts }),
    upstream,
    keys,
    defaultOpenaiKey: config.openaiKey?.reveal(),
    openaiKeyIn: (variable) => readOpenaiKey(variable)?.reveal(),
    maxBodyBytes: config.maxBody,
    replyLimits: { maxBytes: config.maxReply, idleMs: config.upstreamTimeoutMs },
    maxConcurrency: config.maxConcurrency,
    health: { version: readVersion(), rulesSha256: ruleSet.sha256, isReady: () => keys.size > 0 },
    onRequestDone: (record) => logger.info('request', record),
  });
}

/** The package's own version; the file lies one folder up, both from `src` and from `dist`. */
function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { readonly version: string };
  return version;
}
