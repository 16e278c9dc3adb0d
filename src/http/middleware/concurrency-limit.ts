import type { NextFunction, Request, Response } from 'express';
import { PhiProxyError } from '../../errors';

/** Answers 503 beyond `maximum` requests at the same time, so that memory stays bounded: each holds its body and its vault. */
export function limitConcurrency(maximum: number) {
  let running = 0;
  return function countRequest(_request: Request, response: Response, next: NextFunction): void {
    if (running >= maximum) throw new PhiProxyError('overloaded', { retryAfter: 1 });
    running += 1;
    response.once('close', () => {
      running -= 1;
    });
    next();
  };
}
