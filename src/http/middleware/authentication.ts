import type { IncomingHttpHeaders } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import type { KeyStore } from '../../access/key-store';
import { PhiProxyError } from '../../errors';
import { contextOf } from '../request-context';

const PROXY_KEY_HEADER = 'x-compliantchatgpt-key';
const OPENAI_KEY_HEADER = 'x-openai-key';
const PRINTABLE_KEY = /^[\x21-\x7e]{1,512}$/;

/**
 * Checks the proxy key and finds the OpenAI key.
 * Proxy key: `x-compliantchatgpt-key`, else the bearer. OpenAI key: `x-openai-key`, else the bearer if it is not the proxy key, else
 * `defaultOpenaiKey`.
 */
export function authenticate(keys: KeyStore, defaultOpenaiKey: string | undefined) {
  return function checkKeys(request: Request, response: Response, next: NextFunction): void {
    const context = contextOf(response);
    const bearer = bearerOf(request.headers);
    const proxyKey = textOf(request.headers[PROXY_KEY_HEADER]) ?? bearer;
    if (proxyKey === undefined) throw new PhiProxyError('missing_proxy_key');
    const grant = keys.check(proxyKey);
    if (grant === undefined) throw new PhiProxyError('invalid_proxy_key');
    context.record.keyLabel = grant.label;
    // A client may send its proxy key in both places: it must not travel to OpenAI as if it were an OpenAI key.
    const isForeign = (key: string): boolean => keys.check(key) === undefined && key !== proxyKey;
    const candidates = [textOf(request.headers[OPENAI_KEY_HEADER]), bearer, defaultOpenaiKey];
    const openaiKey = candidates.find((key) => key !== undefined && isForeign(key));
    if (openaiKey === undefined) throw new PhiProxyError('missing_openai_key');
    if (!PRINTABLE_KEY.test(openaiKey)) throw new PhiProxyError('invalid_value', { param: OPENAI_KEY_HEADER });
    context.openaiKey = openaiKey;
    next();
  };
}

function textOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && header !== '' ? header : undefined;
}

function bearerOf(headers: IncomingHttpHeaders): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
}
