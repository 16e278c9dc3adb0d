import type { NextFunction, Request, Response } from 'express';
import { PhiProxyError } from '../../errors';

/** The requests that are being answered, over all routes that need a key. */
export interface RequestLoad {
  running: number;
}

/** Answers 503 beyond `maximum` requests at the same time, so that memory stays bounded: each holds its body and its vault. */
export function limitConcurrency(maximum: number, load: RequestLoad) {
  return function countRequest(_request: Request, response: Response, next: NextFunction): void {
    if (load.running >= maximum) throw new PhiProxyError('overloaded', { retryAfter: 1 });
    load.running += 1;
    response.once('close', () => {
      load.running -= 1;
    });
    next();
  };
}
