import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type RunningServer, startServer } from '../../src/http/server';
import { type ClientRun, connectWithOpenssl } from '../support/openssl-client';
import { certificateFolder } from '../support/test-certificate';

const certificates = certificateFolder();
afterAll(certificates.remove);

/** The client offers all that it knows, so that it is the server that refuses. */
const WEAK = ['-cipher', 'ALL:@SECLEVEL=0'];
const RENEGOTIATE = { text: 'R\n', until: /RENEGOTIATING[\s\S]*(verify return:1|no renegotiation)/ };

describe.each(['rsa', 'ec'] as const)('with an %s certificate', (kind) => {
  let ours: RunningServer;
  let lax: Server;
  let laxPort: number;
  beforeAll(async () => {
    const { pair } = certificates.make(kind, kind);
    const answer: Parameters<typeof startServer>[0] = (_request, response) => response.end('ok');
    ours = await startServer(answer, { host: '127.0.0.1', port: 0 }, pair);
    // What the same Node does when it is asked to take anything: shows that the client's offers are real ones.
    const anything = { minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0', dhparam: 'auto' } as const;
    lax = createServer({ ...pair, ...anything }, answer).listen(0, '127.0.0.1');
    await new Promise((resolve) => lax.once('listening', resolve));
    laxPort = (lax.address() as AddressInfo).port;
  });
  afterAll(async () => {
    await ours.close(0);
    lax.closeAllConnections();
    lax.close();
  });

  const authentication = kind === 'rsa' ? 'RSA' : 'ECDSA';
  test.each([
    ['-tls1_3', '-ciphersuites', 'TLS_AES_256_GCM_SHA384'],
    ['-tls1_3', '-ciphersuites', 'TLS_CHACHA20_POLY1305_SHA256'],
    ['-tls1_3', '-ciphersuites', 'TLS_AES_128_GCM_SHA256'],
    ['-tls1_2', '-cipher', `ECDHE-${authentication}-AES256-GCM-SHA384`],
    ['-tls1_2', '-cipher', `ECDHE-${authentication}-CHACHA20-POLY1305`],
    ['-tls1_2', '-cipher', `ECDHE-${authentication}-AES128-GCM-SHA256`],
  ])('takes %s %s %s', async (version, option, cipher) => {
    const run = await connectWithOpenssl(ours.port, [version, option, cipher]);
    expect(run).toMatchObject({ isConnected: true, protocol: version.replace('-tls1_', 'TLSv1.'), cipher });
  });

  test.each([
    ['TLS 1.0', ['-tls1', ...WEAK]],
    ['TLS 1.1', ['-tls1_1', ...WEAK]],
    ['CBC with ECDHE', ['-tls1_2', '-cipher', `ECDHE-${authentication}-AES256-SHA384:@SECLEVEL=0`]],
    ['CBC with SHA-1', ['-tls1_2', '-cipher', `ECDHE-${authentication}-AES128-SHA:@SECLEVEL=0`]],
    ['CCM', ['-tls1_3', '-ciphersuites', 'TLS_AES_128_CCM_SHA256']],
    ...(kind === 'ec'
      ? []
      : ([
          ['a curve that is not on the list', ['-tls1_2', '-curves', 'P-521']],
          ['RSA key exchange', ['-tls1_2', '-cipher', 'AES128-GCM-SHA256:@SECLEVEL=0']],
          ['RSA key exchange with CBC', ['-tls1_2', '-cipher', 'AES256-SHA:@SECLEVEL=0']],
          ['finite-field Diffie-Hellman', ['-tls1_2', '-cipher', 'DHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0']],
        ] as [string, string[]][])),
  ])('refuses %s', async (what, options) => {
    const run = await connectWithOpenssl(ours.port, options);
    expect(run).toMatchObject({ isConnected: false });
    expect(run.output).toMatch(/alert (protocol version|handshake failure)/);
    // Node does not have CCM on by default even for a server that takes "all".
    if (what !== 'CCM') expect(await connectWithOpenssl(laxPort, options)).toMatchObject({ isConnected: true });
  });

  test('refuses renegotiation', async () => {
    const refused = await connectWithOpenssl(ours.port, ['-tls1_2'], RENEGOTIATE);
    expect(refused).toMatchObject({ isConnected: true, output: expect.stringContaining('no renegotiation') });
    const allowed = await connectWithOpenssl(laxPort, ['-tls1_2'], RENEGOTIATE);
    expect(allowed.output).toMatch(/RENEGOTIATING[\s\S]*verify return:1/);
  });

  test('gives no session ticket and resumes no session', async () => {
    const tickets = async (port: number): Promise<ClientRun> => connectWithOpenssl(port, ['-tls1_2']);
    expect((await tickets(ours.port)).output).not.toContain('TLS session ticket');
    expect((await tickets(laxPort)).output).toContain('TLS session ticket');
  });
});
