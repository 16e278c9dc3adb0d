import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Request } from 'express';
import { PhiProxyError } from '../../errors';

const JSON_TYPE = /^application\/([a-z0-9.-]+\+)?json$/;

/**
 * Reads a request's body as text. It is not a JSON parser: parsing has its own rules (no duplicate keys, exact numbers).
 * Throws `unsupported_content_type`, `unsupported_content_encoding`, `request_too_large` (also for what inflates to more than
 * `maxBytes`) and `invalid_json` for broken compression or invalid UTF-8.
 */
export async function readRequestText(request: Request, maxBytes: number): Promise<string> {
  checkContentType(request.headers['content-type']);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new PhiProxyError('request_too_large');
  const bytes = await readBytes(request, inflaterFor(request.headers['content-encoding']), maxBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new PhiProxyError('invalid_json');
  }
}

function checkContentType(header: string | undefined): void {
  const [mediaType = '', ...parameters] = (header ?? '').toLowerCase().split(';');
  if (!JSON_TYPE.test(mediaType.trim())) throw new PhiProxyError('unsupported_content_type');
  for (const parameter of parameters) {
    const [name = '', value = ''] = parameter.split('=');
    if (name.trim() === 'charset' && !/^"?utf-?8"?$/.test(value.trim())) throw new PhiProxyError('unsupported_content_type');
  }
}

type Inflater = ReturnType<typeof createGunzip> | ReturnType<typeof createBrotliDecompress> | undefined;

function inflaterFor(header: string | undefined): Inflater {
  switch (header?.trim().toLowerCase() ?? 'identity') {
    case 'identity':
    case '':
      return undefined;
    case 'gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new PhiProxyError('unsupported_content_encoding');
  }
}

/** So many pieces of a body are put together. */
const PIECES = 1024;

/**
 * Puts the last pieces together when they are many: each keeps the packet in which it came, which is hundreds of times its size where a
 * client sends byte by byte.
 */
function join(pieces: Buffer[], blocks: Buffer[]): void {
  if (pieces.length < PIECES) return;
  blocks.push(Buffer.concat(pieces));
  pieces.length = 0;
}

/**
 * Collects up to `maxBytes`. On a refusal the rest of the request is read and thrown away, not cut off: a client that is still
 * sending would see a broken connection instead of the answer.
 */
function readBytes(request: Request, inflater: Inflater, maxBytes: number): Promise<Buffer> {
  const source: Readable = inflater ?? request;
  return new Promise((resolve, reject) => {
    const blocks: Buffer[] = [];
    const pieces: Buffer[] = [];
    let size = 0;
    const refuse = (error: PhiProxyError): void => {
      source.removeAllListeners('data');
      if (inflater !== undefined) request.unpipe(inflater);
      inflater?.destroy();
      request.resume();
      reject(error);
    };
    source.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size > maxBytes) return refuse(new PhiProxyError('request_too_large'));
      pieces.push(piece);
      join(pieces, blocks);
    });
    source.once('end', () => resolve(Buffer.concat([...blocks, ...pieces], size)));
    inflater?.on('error', () => refuse(new PhiProxyError('invalid_json')));
    // The client has gone; nobody reads the answer, but the promise must settle.
    request.once('error', () => reject(new PhiProxyError('invalid_json')));
    request.once('close', () => {
      if (!request.complete) reject(new PhiProxyError('invalid_json'));
    });
    if (inflater !== undefined) request.pipe(inflater);
  });
}
