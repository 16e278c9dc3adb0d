import { createHash, timingSafeEqual } from 'node:crypto';

/** One line of the key file. */
export interface KeyEntry {
  /** `sha256:` and 64 lower-case hexadecimal digits. */
  readonly hash: string;
  /** Name for logs and usage counts; not secret. */
  readonly label: string;
  readonly disabled?: boolean | undefined;
  /** Milliseconds since 1970 from which the key is no longer valid. */
  readonly expiresAt?: number | undefined;
}

export interface KeyStore {
  /** The key's label, or undefined: unknown, disabled and expired look the same, also in time. */
  check(key: string): { readonly label: string } | undefined;
  /** Takes the entries of a new key file; keys that are not in it stop working at once. */
  replace(entries: readonly KeyEntry[]): void;
  readonly size: number;
}

interface StoredKey {
  readonly digest: Buffer;
  readonly entry: KeyEntry;
}

const toStored = (entry: KeyEntry): StoredKey => ({ digest: Buffer.from(entry.hash.slice('sha256:'.length), 'hex'), entry });

/** Keys held in memory as hashes. `now` is the clock, in milliseconds since 1970. */
export function createKeyStore(entries: readonly KeyEntry[], now: () => number = Date.now): KeyStore {
  let stored = entries.map(toStored);
  return {
    check(key) {
      const digest = createHash('sha256').update(key, 'utf8').digest();
      let found: KeyEntry | undefined;
      // Always compares with every key: the time taken must not say where, or whether, a key was found.
      for (const { digest: known, entry } of stored) {
        if (timingSafeEqual(digest, known)) found = entry;
      }
      if (found === undefined || found.disabled === true) return undefined;
      return found.expiresAt !== undefined && found.expiresAt <= now() ? undefined : { label: found.label };
    },
    replace(next) {
      stored = next.map(toStored);
    },
    get size() {
      return stored.length;
    },
  };
}
