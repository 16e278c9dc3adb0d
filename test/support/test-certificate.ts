import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyPair, KeyPairFiles } from '../../src/http/tls/key-pair';

export type KeyKind = 'ec' | 'rsa';

export interface MadeCertificate extends KeyPairFiles {
  /** The files as they are read. */
  readonly pair: KeyPair;
}

const KEY_OPTIONS: Readonly<Record<KeyKind | 'weak', readonly string[]>> = {
  ec: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  rsa: ['-newkey', 'rsa:2048'],
  weak: ['-newkey', 'rsa:1024'],
};

/** A folder with self-signed certificates for this machine, made by openssl; `remove` deletes it. */
export function certificateFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'phi-proxy-tls-'));
  return {
    folder,
    make: (name: string, kind: KeyKind | 'weak' = 'ec'): MadeCertificate => makeCertificate(folder, name, kind),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function makeCertificate(folder: string, name: string, kind: KeyKind | 'weak'): MadeCertificate {
  const certificate = join(folder, `${name}.crt`);
  const key = join(folder, `${name}.key`);
  const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const files = ['-keyout', key, '-out', certificate];
  execFileSync('openssl', ['req', '-x509', '-nodes', '-days', '2', ...KEY_OPTIONS[kind], ...names, ...files], {
    stdio: 'ignore',
  });
  return { certificate, key, pair: { cert: readFileSync(certificate), key: readFileSync(key) } };
}

/** Puts one certificate's files in the place of another's. */
export function replaceFiles(target: KeyPairFiles, source: KeyPairFiles): void {
  copyFileSync(source.certificate, target.certificate);
  copyFileSync(source.key, target.key);
}
