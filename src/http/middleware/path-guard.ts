import type { NextFunction, Request, Response } from 'express';
import { PhiProxyError } from '../../errors';
import { MAX_HEADERS } from '../connection-limits';

/** Plain segments only: no percent signs (but in the ids of models), empty or dot segments, no trailing slash, nothing absolute. */
const PLAIN_PATH = /^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9_.:;=-]+)+$/;

/** A model of a gateway, `openai/gpt-4o`: the slash of its id is the only sign that may be escaped, and some clients don't. */
const MODEL_PATH = /^(\/v1\/models\/)([A-Za-z0-9_:-][A-Za-z0-9_.:-]*(?:(?:\/|%2[Ff])[A-Za-z0-9_:-][A-Za-z0-9_.:-]*){1,2})$/;

/** The one path of `/v1` with a query string, which its route checks. */
const USAGE_PATH = '/v1/usage';

/**
 * Refuses what different servers read differently: paths with `//`, `%2e`, `..` or a trailing slash (404), and WebSockets, which Node
 * hands over as plain requests. Other upgrades are offers that a server may pass over: Java's client offers HTTP/2 (`h2c`) with every plain
 * request. Refuses too many headers (431).
 */
export function guardPath(request: Request, _response: Response, next: NextFunction): void {
  if (request.rawHeaders.length > 2 * MAX_HEADERS) throw new PhiProxyError('headers_too_large');
  if (/websocket/i.test(request.headers.upgrade ?? '')) throw new PhiProxyError('websocket_refused');
  const mark = request.url.indexOf('?');
  const path = mark < 0 ? request.url : request.url.slice(0, mark);
  const [, models = '', model = ''] = MODEL_PATH.exec(path) ?? [];
  if (model !== '') request.url = `${models}${model.replaceAll('/', '%2F')}${request.url.slice(path.length)}`;
  else if (!PLAIN_PATH.test(path)) throw new PhiProxyError('not_found');
  next();
}

/** Refuses a query string where nothing reads it. For paths that are served: of another the client shall hear that it is not (404). */
export function refuseQuery(request: Request, _response: Response, next: NextFunction): void {
  const isRead = !request.path.startsWith('/v1/') || request.path === USAGE_PATH;
  if (request.url.includes('?') && !isRead) throw new PhiProxyError('invalid_value', { param: 'query' });
  next();
}
