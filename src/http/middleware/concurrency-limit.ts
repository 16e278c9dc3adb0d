import type { NextFunction, Request, Response } from 'express';
import type { KeyStore } from '../../access/key-store';
import { PhiProxyError } from '../../errors';
import { contextOf } from '../request-context';

/** The requests that are being answered, over all routes that need a key. */
export interface RequestLoad {
  running: number;
}

/** Where there are other keys, a key may take so many times the places that are left: three quarters, if it is the only one that is busy. */
const TIMES_OF_LEFT = 3;

/**
 * Answers 503 beyond `maximum` requests at the same time, so that memory stays bounded: each holds its body and its vault. It also keeps places
 * for keys that ask for few: the more a key has, the more must be left for another request of it. Comes after authentication.
 */
export function limitConcurrency(maximum: number, load: RequestLoad, keys: Pick<KeyStore, 'size'>) {
  const runningByKey = new Map<string, number>();
  const mayRun = (own: number): boolean => {
    const left = maximum - load.running;
    return left > 0 && (keys.size < 2 || own < TIMES_OF_LEFT * left);
  };
  return function countRequest(_request: Request, response: Response, next: NextFunction): void {
    const { label } = contextOf(response).key;
    const own = runningByKey.get(label) ?? 0;
    if (!mayRun(own)) throw new PhiProxyError('overloaded', { retryAfter: 1 });
    load.running += 1;
    runningByKey.set(label, own + 1);
    response.once('close', () => {
      load.running -= 1;
      const left = (runningByKey.get(label) ?? 1) - 1;
      if (left > 0) runningByKey.set(label, left);
      else runningByKey.delete(label);
    });
    next();
  };
}
