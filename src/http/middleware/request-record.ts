import type { NextFunction, Request, Response } from 'express';
import type { RequestRecord } from '../../request-record';
import { elapsedMs, startContext } from '../request-context';

/** Response header with our id of a request, the one in the log. `x-request-id` is OpenAI's where there is one. */
const REQUEST_ID_HEADER = 'x-phi-proxy-request-id';

/** Nginx's status for "client closed request": nobody sees it but the log. */
const CLIENT_CLOSED = 499;

/** First middleware: gives the request an id and reports its record once, when the response is over. */
export function recordRequests(onDone: (record: RequestRecord) => void) {
  return function recordRequest(request: Request, response: Response, next: NextFunction): void {
    const started = performance.now();
    const { record } = startContext(response, request.method);
    response.setHeader(REQUEST_ID_HEADER, record.requestId);
    response.setHeader('x-request-id', record.requestId);
    response.once('close', () => {
      record.status = response.headersSent ? response.statusCode : CLIENT_CLOSED;
      record.durationMs = elapsedMs(started);
      onDone(record);
    });
    next();
  };
}
