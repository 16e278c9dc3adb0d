import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Express } from 'express';
import type { Accounts } from './access/accounts';
import type { KeyStore } from './access/key-store';
import { type Config, readOpenaiKey } from './config';
import { deidentifyRequest } from './deid/deidentify-request';
import { deidentifyTextGuarded } from './deid/deidentify-text';
import type { Detector } from './deid/detector/detector';
import { createUserTagger } from './deid/user-tag';
import { entitiesOfField } from './detect/recognizers/fields/heads';
import { thingReaderOf } from './detect/records/things';
import { messageTexts } from './dialects/message-texts';
import type { RequestLoad } from './http/middleware/concurrency-limit';
import { createRouter } from './http/router';
import type { Logger } from './log';
import { createMetrics, type Metrics } from './metrics';
import { createOrdinaryWordTest } from './rules/ordinary-word';
import { policyNames } from './rules/rule-set-for';
import type { RuleSet } from './rules/types';
import { findUnapprovedUse } from './rules/use-cases/unapproved-use';
import type { Upstream } from './upstream/client';

export interface AppDependencies {
  readonly config: Config;
  readonly ruleSet: RuleSet;
  readonly detector: Detector;
  readonly keys: KeyStore;
  readonly upstream: Upstream;
  readonly logger: Logger;
  /** Quotas and usage; counted in memory if absent. */
  readonly accounts?: Accounts;
  /** Upstreams of the regions that keys may name. */
  readonly regions?: ReadonlyMap<string, string>;
  /** Counters of requests; if absent, the application makes its own where the configuration has it show them. */
  readonly metrics?: Metrics;
  /** Counts the requests that are being answered, if somebody else wants to know. */
  readonly load?: RequestLoad;
}

/** Roles whose messages say what is to be done, in lower case; answers and tool results do not. */
const ASKING_ROLES: ReadonlySet<string> = new Set(['user', 'system', 'developer']);

/** Composition root: puts the application together. It does not listen. */
export function createApp({
  config,
  ruleSet,
  detector,
  keys,
  upstream,
  logger,
  accounts,
  regions,
  metrics: given,
  load,
}: AppDependencies): Express {
  const metricsKey = config.metricsKey?.reveal();
  const metrics = metricsKey === undefined ? given : (given ?? createMetrics());
  const hashKey = config.hashKey.reveal();
  const isOrdinaryWord = createOrdinaryWordTest(ruleSet);
  const urlHosts = new Set(config.restoreUrlHosts);
  const useCases = ruleSet.useCases ?? [];
  return createRouter({
    deidentify: (body, dialect, policy = config.policy, signal = undefined) =>
      deidentifyRequest(body, {
        dialect,
        detector,
        hashKey,
        isOrdinaryWord,
        entitiesOfField: (name) => entitiesOfField(ruleSet.rules, name),
        isOfPeople: (name) => thingReaderOf(ruleSet).isOfPeople(name),
        urlHosts,
        policy: ruleSet.policies?.get(policy),
        signal,
      }),
    anonymize: (text, { record, signal }) =>
      deidentifyTextGuarded(text, { detector, isOrdinaryWord, policy: record.policy, signal }),
    upstream,
    keys,
    defaultOpenaiKey: config.openaiKey?.reveal(),
    openaiKeyIn: (variable) => readOpenaiKey(variable)?.reveal(),
    maxBodyBytes: config.maxBody,
    replyLimits: { maxBytes: config.maxReply, idleMs: config.upstreamTimeoutMs, totalMs: config.replyTimeoutMs },
    wireFacts: { model: config.model, environment: config.environment },
    isUnapprovedUse: (body) => findUnapprovedUse(messageTexts(body, ASKING_ROLES), useCases) !== undefined,
    ...(accounts === undefined ? {} : { accounts }),
    tagUser: createUserTagger({ detector, hashKey }),
    policies: { names: new Set(policyNames(ruleSet)), fallback: config.policy },
    ...(regions === undefined ? {} : { regions }),
    ...(metrics === undefined || metricsKey === undefined ? {} : { metrics: { source: metrics, key: metricsKey } }),
    maxConcurrency: config.maxConcurrency,
    ...(load === undefined ? {} : { load }),
    health: { version: readVersion(), rulesSha256: ruleSet.sha256, isReady: () => keys.size > 0 },
    onRequestDone: (record) => {
      logger.info('request', record);
      metrics?.observe(record);
    },
  });
}

/** The package's own version; the file lies one folder up, both from `src` and from `dist`. */
function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { readonly version: string };
  return version;
}
