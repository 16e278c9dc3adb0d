import { constants } from 'node:crypto';
import type { TlsOptions } from 'node:tls';

/**
 * What is spoken on TLS connections: 1.2 and 1.3 only; ephemeral elliptic curves, so that a stolen key opens no recorded connection; and
 * authenticated encryption only (RFC 9325). `SECLEVEL=2` also refuses RSA keys below 2048 bits and SHA-1 signatures.
 */
export const TLS_POLICY = Object.freeze({
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
    '@SECLEVEL=2',
  ].join(':'),
  ecdhCurve: 'X25519:prime256v1:secp384r1',
  honorCipherOrder: true,
  // Without tickets no key lies in memory that would open earlier connections; clients keep connections anyway.
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_COMPRESSION,
} satisfies TlsOptions);
