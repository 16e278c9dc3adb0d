import type { RequestHandler } from 'express';
import type { Accounts } from '../../access/accounts';
import { RequestMeter, type TagUser } from '../../access/request-meter';
import { settleMeter } from '../metering';
import { contextOf } from '../request-context';

/**
 * Takes a request from the allowance of its key, and counts its usage when it is over, however it ends. Comes after authentication:
 * who has no key is not counted. Throws `rate_limit_exceeded`.
 */
export function meterRequests(accounts: Accounts, tagUser: TagUser): RequestHandler {
  return async function meterRequest(_request, response, next) {
    const context = contextOf(response);
    const meter = new RequestMeter(accounts, context.key, tagUser);
    context.meter = meter;
    response.once('close', () => {
      // The request's line is in the log by now; counters that fail must not end the process.
      settleMeter(context).catch(() => undefined);
    });
    try {
      await meter.admit();
    } finally {
      response.set(meter.headers);
    }
    // Who left meanwhile left before there was an account to settle.
    if (context.signal.aborted) await settleMeter(context);
    next();
  };
}
