import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import type { KeyRecord, KeyStore } from '../../access/key-store';
import { PhiProxyError } from '../../errors';
import { contextOf } from '../request-context';

const PROXY_KEY_HEADER = 'x-compliantchatgpt-key';
const OPENAI_KEY_HEADER = 'x-openai-key';
const PRINTABLE_KEY = /^[\x21-\x7e]{1,512}$/;

/**
 * Checks the proxy key, which comes in `header` (lower case), else as the bearer, and puts the key's record into the context. Every
 * kind of bad key is answered alike.
 */
export function authenticate(keys: KeyStore, header: string = PROXY_KEY_HEADER) {
  return function checkKey(request: Request, response: Response, next: NextFunction): void {
    const context = contextOf(response);
    const proxyKey = proxyKeyOf(request, header);
    if (proxyKey === undefined) throw new PhiProxyError('missing_proxy_key');
    const record = keys.check(proxyKey);
    if (record === undefined) throw new PhiProxyError('invalid_proxy_key');
    context.key = record;
    context.record.keyLabel = record.label;
    next();
  };
}

/** The OpenAI key that the server holds for a proxy key. */
export type ServerOpenaiKey = (record: KeyRecord) => string | undefined;

/** Finds the OpenAI key that a client sends: `x-openai-key`, else the bearer if it is no proxy key, else the server's. */
export function findOpenaiKey(keys: KeyStore, serverKey: ServerOpenaiKey) {
  return function chooseOpenaiKey(request: Request, response: Response, next: NextFunction): void {
    const context = contextOf(response);
    const sent = [textOf(request.headers[OPENAI_KEY_HEADER]), onlyBearerOf(request)];
    // A client may send its proxy key in both places: it must not travel to OpenAI as if it were an OpenAI key.
    const own = sent.find((key) => key !== undefined && !keys.holds(key));
    // The same in quotation marks, or with a sign too many: no OpenAI key either.
    const proxyKey = proxyKeyOf(request);
    if (proxyKey !== undefined && own?.includes(proxyKey)) throw new PhiProxyError('invalid_value', { param: OPENAI_KEY_HEADER });
    const openaiKey = own ?? serverKey(context.key);
    if (openaiKey === undefined) throw new PhiProxyError('missing_openai_key');
    if (!PRINTABLE_KEY.test(openaiKey)) throw new PhiProxyError('invalid_value', { param: OPENAI_KEY_HEADER });
    context.openaiKey = openaiKey;
    next();
  };
}

/** Takes the OpenAI key that the server holds, for APIs whose clients send none. */
export function takeServerOpenaiKey(serverKey: ServerOpenaiKey) {
  return function takeOpenaiKey(_request: Request, response: Response, next: NextFunction): void {
    const context = contextOf(response);
    const openaiKey = serverKey(context.key);
    if (openaiKey === undefined) throw new PhiProxyError('missing_openai_key');
    context.openaiKey = openaiKey;
    next();
  };
}

function proxyKeyOf(request: IncomingMessage, header: string = PROXY_KEY_HEADER): string | undefined {
  return textOf(request.headers[header]) ?? onlyBearerOf(request);
}

/** The key of the only `Authorization`. Of several Node drops all but the first, where other headers come joined, and another key would pay than a client means. */
function onlyBearerOf({ headers, headersDistinct }: IncomingMessage): string | undefined {
  if ((headersDistinct['authorization']?.length ?? 0) > 1) throw new PhiProxyError('invalid_value', { param: 'authorization' });
  return bearerOf(headers);
}

function textOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && header !== '' ? header : undefined;
}

/** The key of `Authorization: Bearer`. */
export function bearerOf(headers: IncomingHttpHeaders): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
}
