import { createHash, timingSafeEqual } from 'node:crypto';
import type { Plan } from './plans';

/** What a key may do, and with what: everything of its line in the key file but the hash and whether it is valid. */
export interface KeyRecord {
  /** Name for logs and usage counts; not secret, unique within the file. */
  readonly label: string;
  /** Limits and prices; no limits if absent. */
  readonly plan?: Plan | undefined;
  /** Name of the policy by which the key's requests are de-identified. */
  readonly policy?: string | undefined;
  /** Policies that the key's requests may ask for by header. */
  readonly policies?: readonly string[] | undefined;
  /** Region whose upstream the key's requests go to. */
  readonly region?: string | undefined;
  /** Base URL of the upstream API of this key. */
  readonly upstream?: string | undefined;
  /** Model for APIs whose clients name none. */
  readonly model?: string | undefined;
  /** Environment that BastionGPT replies name. */
  readonly environment?: string | undefined;
  /** Name of the environment variable that holds the OpenAI key; never that key itself. */
  readonly openaiKey?: string | undefined;
}

/** One line of the key file. */
export interface KeyEntry extends KeyRecord {
  /** `sha256:` and 64 lower-case hexadecimal digits. */
  readonly hash: string;
  readonly disabled?: boolean | undefined;
  /** Milliseconds since 1970 from which the key is no longer valid. */
  readonly expiresAt?: number | undefined;
}

export interface KeyStore {
  /** What the key may do, or undefined: unknown, disabled and expired look the same, also in time. */
  check(key: string): KeyRecord | undefined;
  /** Whether the file holds the key at all, valid or not: such a key must not travel on as if it were an OpenAI key. */
  holds(key: string): boolean;
  /** Takes the entries of a new key file; keys that are not in it stop working at once. */
  replace(entries: readonly KeyEntry[]): void;
  readonly size: number;
}

interface StoredKey {
  readonly digest: Buffer;
  readonly record: KeyRecord;
  readonly disabled: boolean;
  /** Milliseconds since 1970; infinite if the key does not expire. */
  readonly expiresAt: number;
}

function toStored({ hash, disabled, expiresAt, ...record }: KeyEntry): StoredKey {
  return {
    digest: Buffer.from(hash.slice('sha256:'.length), 'hex'),
    record: Object.freeze(record),
    disabled: disabled === true,
    expiresAt: expiresAt ?? Number.POSITIVE_INFINITY,
  };
}

/** Keys held in memory as hashes. `now` is the clock, in milliseconds since 1970. */
export function createKeyStore(entries: readonly KeyEntry[], now: () => number = Date.now): KeyStore {
  let stored = entries.map(toStored);
  const digestOf = (key: string): Buffer => createHash('sha256').update(key, 'utf8').digest();
  return {
    check(key) {
      const digest = digestOf(key);
      const time = now();
      let found: KeyRecord | undefined;
      // Does the same work for every key: the time taken must not say whether a key was found, or found disabled.
      for (const { digest: known, record, disabled, expiresAt } of stored) {
        const matches = timingSafeEqual(digest, known);
        const valid = !disabled && expiresAt > time;
        if (matches && valid) found = record;
      }
      return found;
    },
    holds(key) {
      const digest = digestOf(key);
      return stored.reduce((found, { digest: known }) => timingSafeEqual(digest, known) || found, false);
    },
    replace(next) {
      stored = next.map(toStored);
    },
    get size() {
      return stored.length;
    },
  };
}
