import { type Accounts, createMemoryAccounts } from '../../src/access/accounts';
import { hashKey } from '../../src/access/key';
import { createKeyStore, type KeyRecord } from '../../src/access/key-store';
import { type Plan, READY_MADE_PLANS } from '../../src/access/plans';
import type { RouterDependencies } from '../../src/http/router';
import { type ProxyUnderTest, startProxyUnderTest } from './proxy-under-test';

export interface MeteredProxy extends ProxyUnderTest {
  readonly accounts: Accounts;
  /** Asks for usage with the proxy's key. */
  usage(path?: string, headers?: Record<string, string>): Promise<Response>;
}

export interface Metering {
  readonly accounts?: Accounts;
  /** The key's record; its label is `metered`. */
  readonly record?: Omit<KeyRecord, 'label'>;
  readonly overrides?: Partial<RouterDependencies>;
}

/** A key for all metered proxies: two instances of one server know the same keys. */
const KEY = 'K'.repeat(32);

/** The HTTP side with a key that has a plan. */
export async function startMeteredProxy(upstreamUrl: string, metering: Metering = {}): Promise<MeteredProxy> {
  const { accounts = createMemoryAccounts(), record = {}, overrides = {} } = metering;
  const keys = createKeyStore([{ hash: hashKey(KEY), label: 'metered', ...record }]);
  const proxy = await startProxyUnderTest(upstreamUrl, { keys, accounts, maxConcurrency: 1000, ...overrides });
  return {
    ...proxy,
    accounts,
    key: KEY,
    chat: (body, init = {}) => proxy.chat(body, { ...init, headers: { 'x-compliantchatgpt-key': KEY, ...init.headers } }),
    usage: (path = '/v1/usage', headers = {}) =>
      fetch(`${proxy.url}${path}`, { headers: { 'x-compliantchatgpt-key': KEY, ...headers } }),
  };
}

/** Sends `count` requests, a few at a time, and gives their statuses, sorted. */
export async function statusesOf(count: number, send: (index: number) => Promise<Response>): Promise<number[]> {
  const statuses: number[] = [];
  for (let from = 0; from < count; from += 10) {
    const wave = Array.from({ length: Math.min(10, count - from) }, (_, index) => send(from + index));
    statuses.push(...(await Promise.all(wave)).map(({ status }) => status));
  }
  return statuses.sort((one, other) => one - other);
}

/** A ready-made plan by its name. */
export function planNamed(name: string): Plan {
  const plan = READY_MADE_PLANS.find((candidate) => candidate.name === name);
  if (plan === undefined) throw new Error(`no plan ${name}`);
  return plan;
}
