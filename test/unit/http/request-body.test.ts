import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Request } from 'express';
import { PhiProxyError } from '../../../src/errors';
import { readRequestText } from '../../../src/http/middleware/request-body';

const LIMIT = 100_000;
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => {
    readRequestText(request as Request, LIMIT).then(
      (text) => response.end(text),
      (error: unknown) => response.writeHead(400).end(error instanceof PhiProxyError ? error.code : 'other'),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

function post(body: Buffer | string, headers: Record<string, string> = {}): Promise<string> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      // A connection of its own: a kept one may be closed by the other side while this one is busy.
      { port, agent: false, method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve(text));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const TEXT = '{"a":"Zoë 😀"}';

test.each([
  ['plain', TEXT, {}],
  ['charset', TEXT, { 'content-type': 'Application/JSON; charset="UTF-8"' }],
  ['vendor type', TEXT, { 'content-type': 'application/vnd.api+json' }],
  ['identity', TEXT, { 'content-encoding': 'identity' }],
  ['no name of an encoding', TEXT, { 'content-encoding': '' }],
  ['gzip', gzipSync(TEXT), { 'content-encoding': 'gzip' }],
  ['deflate', deflateSync(TEXT), { 'content-encoding': 'deflate' }],
  ['br', brotliCompressSync(TEXT), { 'content-encoding': 'BR' }],
])('reads %s', async (_what, body, headers) => {
  expect(await post(body, headers)).toBe(TEXT);
});

test('a body that comes byte by byte takes the memory of its bytes', async () => {
  const count = 200_000;
  // A packet of its own for each byte, as of a client that sends slowly.
  const packets = function* (): Generator<Buffer> {
    for (let sent = 0; sent < count; sent += 1) yield Buffer.alloc(1024, 0x20).subarray(0, 1);
    // Memory of buffers is given back beside the program; a further collection waits until that of the one before is.
    for (let round = 0; round < 3; round += 1) collect();
    yield Buffer.from(String(process.memoryUsage().arrayBuffers - before));
  };
  const request = Object.assign(Readable.from(packets(), { objectMode: true }), {
    headers: { 'content-type': 'application/json' },
    complete: true,
  });
  const before = process.memoryUsage().arrayBuffers;
  expect(Number(await readRequestText(request as unknown as Request, 2 * count))).toBeLessThan(20_000_000);
});

const BOMB = gzipSync(Buffer.alloc(50_000_000));

test.each([
  ['text/plain', TEXT, { 'content-type': 'text/plain' }, 'unsupported_content_type'],
  ['multipart', TEXT, { 'content-type': 'multipart/form-data; boundary=x' }, 'unsupported_content_type'],
  ['no type', TEXT, { 'content-type': '' }, 'unsupported_content_type'],
  ['another charset', TEXT, { 'content-type': 'application/json; charset=utf-16' }, 'unsupported_content_type'],
  ['zstd', TEXT, { 'content-encoding': 'zstd' }, 'unsupported_content_encoding'],
  ['two encodings', TEXT, { 'content-encoding': 'gzip, gzip' }, 'unsupported_content_encoding'],
  ['too large', Buffer.alloc(LIMIT + 1), {}, 'request_too_large'],
  ['too large without a length', Buffer.alloc(3_000_000), { 'transfer-encoding': 'chunked' }, 'request_too_large'],
  ['a bomb', BOMB, { 'content-encoding': 'gzip' }, 'request_too_large'],
  ['cut off gzip', gzipSync(TEXT).subarray(0, 20), { 'content-encoding': 'gzip' }, 'invalid_json'],
  ['gzip that is none', TEXT, { 'content-encoding': 'gzip' }, 'invalid_json'],
  ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22]), {}, 'invalid_json'],
])('refuses %s', async (_what, body, headers, code) => {
  expect(await post(body, headers)).toBe(code);
});

test('exactly the limit passes', async () => {
  expect(await post(Buffer.alloc(LIMIT, 'a'))).toHaveLength(LIMIT);
});
