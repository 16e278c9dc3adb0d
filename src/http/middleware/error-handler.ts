import type { NextFunction, Request, Response } from 'express';
import { PhiProxyError } from '../../errors';
import { contextOf, noteUnexpected } from '../request-context';

/** Last middleware: renders catalogue errors in the form of the endpoint's dialect. Of anything else only the class name is kept, for the log. */
export function handleError(error: unknown, _request: Request, response: Response, _next: NextFunction): void {
  // Answered already, for example because the body did not come in time.
  if (response.writableEnded) return;
  const { record, errorForm } = contextOf(response);
  const known = error instanceof PhiProxyError ? error : new PhiProxyError('internal_error');
  record.code = known.code;
  if (known !== error) noteUnexpected(record, error);
  if (response.destroyed) return;
  // Part of a reply is out already: breaking off is the one way left to say that it is not whole.
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const status = errorForm.statusOf(known.code);
  const retryAfter = known.retryAfter ?? (status === 503 || status === 429 ? 1 : undefined);
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
  response.status(status).json(errorForm.render(known.code, known.param));
}
