import type { NextFunction, Request, Response } from 'express';
import { PhiProxyError } from '../../errors';
import { writeReceipt } from '../receipt';
import { contextOf } from '../request-context';

const POLICY_REQUEST_HEADER = 'x-phi-policy';

export interface PolicyFacts {
  /** The policies that the rules define. */
  readonly names: ReadonlySet<string>;
  /** For keys that name none. */
  readonly fallback: string;
  /** SHA-256 of the rules in force. */
  readonly rulesSha256: string;
}

/** Of a server that knows no policies. */
export const DEFAULT_POLICIES = { names: new Set(['safe-harbor']), fallback: 'safe-harbor' };

/**
 * Chooses the policy of a request: the key's, or the one that the client asks for by header, if the key's record allows it. What is
 * not allowed and what does not exist is refused alike.
 */
export function choosePolicy({ names, fallback, rulesSha256 }: PolicyFacts) {
  return function takePolicy(request: Request, response: Response, next: NextFunction): void {
    const { key, record } = contextOf(response);
    const own = key.policy ?? fallback;
    const asked = request.headers[POLICY_REQUEST_HEADER];
    const allowed = asked === undefined || asked === own || (typeof asked === 'string' && key.policies?.includes(asked) === true);
    const policy = typeof asked === 'string' ? asked : own;
    if (!allowed || !names.has(policy)) {
      // Without the header it is the key's record that names a policy which does not exist.
      throw new PhiProxyError('policy_not_allowed', { param: asked === undefined ? null : POLICY_REQUEST_HEADER });
    }
    record.policy = policy;
    record.rulesSha256 = rulesSha256;
    writeReceipt(response);
    next();
  };
}
