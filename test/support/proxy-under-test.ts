import type { Express } from 'express';
import { generateKey, hashKey } from '../../src/access/key';
import { createKeyStore } from '../../src/access/key-store';
import type { ServerLimits } from '../../src/http/connection-limits';
import { createRouter, type RouterDependencies } from '../../src/http/router';
import { startServer } from '../../src/http/server';
import { createLogger } from '../../src/log';
import type { RequestRecord } from '../../src/request-record';
import { createUpstreamClient } from '../../src/upstream/client';
import { type ChatInit, postChat } from './call';
import { standInSession } from './stand-in-session';

export interface ProxyUnderTest {
  readonly app: Express;
  readonly url: string;
  readonly port: number;
  readonly key: string;
  readonly records: readonly RequestRecord[];
  /** Log lines as written. */
  readonly lines: readonly string[];
  /** Posts a chat request with both keys; `body` may be text. */
  chat(body: unknown, init?: ChatInit): Promise<Response>;
  close(drainMs?: number): Promise<void>;
}

/** Time allowed for upstream, in milliseconds: longer than any machine stands still, so that tests of other things do not fail by it. */
const PATIENT_MS = 60_000;

/** The HTTP side on a free loopback port, with a stand-in for the engine. */
export async function startProxyUnderTest(
  upstreamUrl: string,
  overrides: Partial<RouterDependencies> = {},
  limits: Partial<ServerLimits> = {},
): Promise<ProxyUnderTest> {
  const key = generateKey();
  const records: RequestRecord[] = [];
  const lines: string[] = [];
  const logger = createLogger('info', { write: (line) => void lines.push(line) });
  const app = createRouter({
    deidentify: standInSession,
    upstream: createUpstreamClient({ upstreamUrl, upstreamTimeoutMs: PATIENT_MS }),
    keys: createKeyStore([{ hash: hashKey(key), label: 'test-app' }]),
    defaultOpenaiKey: undefined,
    maxBodyBytes: 100_000,
    replyLimits: { maxBytes: 100_000, idleMs: PATIENT_MS, totalMs: PATIENT_MS },
    wireFacts: { model: 'gpt-4.1', environment: 'production' },
    isUnapprovedUse: () => false,
    anonymize: async (text) => ({ text, spans: [] }),
    maxConcurrency: 50,
    health: { version: '0.0.0', rulesSha256: 'a'.repeat(64), isReady: () => true },
    onRequestDone: (record) => {
      records.push(record);
      logger.info('request', record);
    },
    ...overrides,
  });
  const server = await startServer(app, { host: '127.0.0.1', port: 0, ...limits });
  return {
    app,
    url: server.url,
    port: server.port,
    key,
    records,
    lines,
    chat: (body, init) => postChat(server.url, key, body, init),
    close: (drainMs = 100) => server.close(drainMs),
  };
}

/** Waits, at most twenty seconds (machines of continuous integration stall), until something holds that happens on the other side of a connection. */
export async function eventually(condition: () => boolean): Promise<void> {
  for (let round = 0; round < 2000; round += 1) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('waited too long');
}
