import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { readRegularFile } from '../../regular-file';
import { TLS_POLICY } from './tls-policy';

/** Paths of a certificate chain and its private key, both PEM. */
export interface KeyPairFiles {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate and key that belong together, checked. */
export interface KeyPair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** What may be wrong with the files, in words for people; the names stand in the log. */
const PROBLEMS = {
  file_unreadable: 'cannot be read: there is no such regular file of at most 1 MiB, or the right to read it is missing',
  certificate_invalid: 'is not a PEM certificate',
  key_invalid: 'is not a PEM private key without a passphrase',
  key_of_another_certificate: 'is not the key of the certificate',
  certificate_expired: 'has expired',
  certificate_unusable: 'cannot be used: a key that is too weak, or a broken chain',
} as const;

/** Files that cannot be used for TLS. The message names the file and says why, and never quotes it. */
export class KeyPairError extends Error {
  readonly problem: keyof typeof PROBLEMS;

  constructor(path: string, problem: keyof typeof PROBLEMS) {
    super(`${path}: ${PROBLEMS[problem]}`);
    this.name = 'KeyPairError';
    this.problem = problem;
  }
}

/**
 * Reads a certificate and its key. `now` is the clock, in milliseconds since 1970.
 *
 * @throws KeyPairError if a file cannot be read or is no PEM, the key is not the certificate's, or the certificate has expired
 */
export function readKeyPair({ certificate, key }: KeyPairFiles, now: () => number = Date.now): KeyPair {
  const pair: KeyPair = { cert: readBytes(certificate), key: readBytes(key) };
  const parsed = attempt(certificate, 'certificate_invalid', () => new X509Certificate(pair.cert));
  const privateKey = attempt<KeyObject>(key, 'key_invalid', () => createPrivateKey(pair.key));
  if (!parsed.checkPrivateKey(privateKey)) throw new KeyPairError(key, 'key_of_another_certificate');
  if (Date.parse(parsed.validTo) <= now()) throw new KeyPairError(certificate, 'certificate_expired');
  attempt(certificate, 'certificate_unusable', () => createSecureContext({ ...TLS_POLICY, ...pair }));
  return pair;
}

const LARGEST = 1024 * 1024;

/** @throws Error where there is no regular file of that size */
export function readPemFile(path: string): Buffer {
  return readRegularFile(path, LARGEST);
}

function readBytes(path: string): Buffer {
  return attempt(path, 'file_unreadable', () => readPemFile(path));
}

/** The cause is dropped: nobody has checked what it may quote. */
function attempt<T>(path: string, problem: keyof typeof PROBLEMS, run: () => T): T {
  try {
    return run();
  } catch {
    throw new KeyPairError(path, problem);
  }
}
