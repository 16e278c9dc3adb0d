import { copyFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { followKeyPair } from '../../src/commands/serve/load-key-pair';
import { type RunningServer, startServer } from '../../src/http/server';
import { KeyPairError, readKeyPair } from '../../src/http/tls/key-pair';
import { watchKeyPair } from '../../src/http/tls/watch-key-pair';
import { createLogger } from '../../src/log';
import { runCommand, startCommand, stopLeftovers } from '../support/command-line';
import { eventually } from '../support/proxy-under-test';
import { certificateFolder, type MadeCertificate, replaceFiles } from '../support/test-certificate';

const certificates = certificateFolder();
const first = certificates.make('first');
const second = certificates.make('second');
afterAll(() => {
  stopLeftovers();
  certificates.remove();
});

/** The name in the certificate that a new connection is shown. */
function shownName(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.end();
    });
    socket.once('error', reject);
  });
}

function fetchOver(url: string, { pair }: MadeCertificate): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    get(url, { ca: pair.cert, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode, text }));
    }).once('error', reject);
  });
}

describe('a changed pair', () => {
  let server: RunningServer;
  let stop: () => void;
  const events: string[] = [];
  const live = certificates.make('live');
  beforeAll(async () => {
    server = await startServer((_request, response) => response.end('ok'), { host: '127.0.0.1', port: 0 }, live.pair);
    const handlers = {
      onChange: (pair: Parameters<RunningServer['useKeyPair']>[0]) => {
        server.useKeyPair(pair);
        events.push('changed');
      },
      onProblem: ({ problem }: KeyPairError) => void events.push(problem),
    };
    stop = watchKeyPair(live, live.pair, handlers, 20);
  });
  afterAll(async () => {
    stop();
    await server.close(0);
  });

  test('is used for new connections, also of the older protocol; running ones go on', async () => {
    events.length = 0;
    expect(await shownName(server.port)).not.toBe('second');
    const running = connect({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false });
    await new Promise((resolve) => running.once('secureConnect', resolve));
    replaceFiles(live, second);
    await eventually(() => events.includes('changed'));
    expect(await shownName(server.port)).toBe('second');
    const answered = new Promise<string>((resolve) => running.once('data', (part) => resolve(part.toString('utf8'))));
    running.write('GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
    expect(await answered).toMatch(/^HTTP\/1\.1 200/);
    running.destroy();
  });

  test('that is bad leaves the old one in force and says why, and the next good one is taken', async () => {
    events.length = 0;
    const inForce = await shownName(server.port);
    writeFileSync(live.certificate, 'no certificate');
    await eventually(() => events.includes('certificate_invalid'));
    copyFileSync(first.certificate, live.certificate);
    await eventually(() => events.includes('key_of_another_certificate'));
    expect(await shownName(server.port)).toBe(inForce);
    copyFileSync(first.key, live.key);
    await eventually(() => events.includes('changed'));
    expect(await shownName(server.port)).toBe('first');
  });
});

test('the policy holds for the new pair, too', async () => {
  const server = await startServer((_request, response) => response.end(), { host: '127.0.0.1', port: 0 }, first.pair);
  server.useKeyPair(second.pair);
  const refused = new Promise<string>((resolve) => {
    const old: ConnectionOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' };
    const socket = connect({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false, ...old });
    socket.once('error', ({ message }) => resolve(message));
  });
  expect(await refused).toMatch(/protocol version/);
  await server.close(0);
});

describe('a pair that cannot be used is refused at the start', () => {
  const broken = { certificate: `${certificates.folder}/broken.crt`, key: `${certificates.folder}/broken.key` };
  writeFileSync(broken.certificate, 'CANARY-CERTIFICATE');
  writeFileSync(broken.key, '-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----\n');
  const problemOf = (certificate: string, key: string, now?: () => number): unknown => {
    try {
      readKeyPair({ certificate, key }, now);
    } catch (error) {
      expect(String((error as Error).message)).not.toContain('CANARY');
      return error instanceof KeyPairError ? error.problem : error;
    }
    return 'none';
  };
  test.each([
    ['no file', '/no/such.crt', first.key, 'file_unreadable'],
    ['a device, which never ends', '/dev/zero', first.key, 'file_unreadable'],
    ['no certificate', broken.certificate, first.key, 'certificate_invalid'],
    ['no key', first.certificate, broken.key, 'key_invalid'],
    ['files the wrong way round', first.key, first.certificate, 'certificate_invalid'],
    ['key of another certificate', first.certificate, second.key, 'key_of_another_certificate'],
    ['good', first.certificate, first.key, 'none'],
  ])('%s', (_what, certificate, key, problem) => {
    expect(problemOf(certificate, key)).toBe(problem);
  });

  test('expired', () => {
    const inThreeDays = Date.now() + 3 * 24 * 3600 * 1000;
    expect(problemOf(first.certificate, first.key, () => inThreeDays)).toBe('certificate_expired');
  });

  test('an RSA key of 1024 bits', () => {
    const weak = certificates.make('weak', 'weak');
    expect(problemOf(weak.certificate, weak.key)).toBe('certificate_unusable');
  });

  test('by serve, which names the file', async () => {
    const args = ['serve', '--port', '0', '--tls-cert', first.certificate, '--tls-key', second.key];
    const finished = await runCommand(args, { cwd: certificates.folder });
    expect(finished).toMatchObject({ exitCode: 1, stdout: '' });
    expect(finished.stderr).toContain(`${second.key}: is not the key of the certificate`);
    expect(finished.stderr).not.toMatch(/^\s+at /m);
  });
});

test('the log says that a pair was taken, or what is wrong with it', async () => {
  const live = certificates.make('logged');
  const lines: string[] = [];
  const logger = createLogger('info', { write: (line) => void lines.push(line) });
  const stop = followKeyPair({ files: live, pair: live.pair }, () => undefined, logger, 20);
  writeFileSync(live.key, 'CANARY');
  await eventually(() => lines.length > 0);
  replaceFiles(live, second);
  await eventually(() => lines.some((line) => line.includes('tls_loaded')));
  stop();
  expect(lines[0]).toContain('"code":"key_invalid","msg":"tls_reload_failed"');
  expect(lines.join('')).not.toContain('CANARY');
});

test('serve speaks TLS, says so, and answers no plain HTTP', async () => {
  const args = ['serve', '--port', '0', '--tls-cert', first.certificate, '--tls-key', first.key];
  const served = await startCommand(args, /curl/, { cwd: certificates.folder });
  const [, url, port] = /listening on (https:\/\/127\.0\.0\.1:(\d+))\n/.exec(served.printed) ?? [];
  expect(served.printed).toContain(`curl ${url}/v1/chat/completions`);
  expect(await fetchOver(`${url}/healthz`, first)).toMatchObject({ status: 200, text: expect.stringContaining('"status":"ok"') });
  const plain = connectPlain(Number(port), '127.0.0.1');
  let answer = '';
  plain.on('data', (part) => {
    answer += part.toString('latin1');
  });
  plain.on('error', () => undefined);
  const closed = new Promise((resolve) => plain.once('close', resolve));
  plain.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await closed;
  expect(answer).not.toContain('HTTP/1.1 200');
  expect(await served.stop('SIGTERM')).toBe(0);
});
