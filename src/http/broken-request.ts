import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { openaiErrorForm } from '../dialects/error-form';
import { ERRORS, errorBody } from '../errors';
import { startedContextOf } from './request-context';

const TYPE = 'application/json; charset=utf-8';
const HEADERS_TOO_LARGE = JSON.stringify(errorBody('headers_too_large'));
const REQUEST_TIMEOUT = JSON.stringify(errorBody('request_timeout'));

/**
 * Answers what never became a request: broken HTTP, headers beyond the limit, and senders that are too slow. The error holds raw bytes of
 * the request; only its code is looked at.
 */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket, open: readonly ServerResponse[]): void {
  const { code = '' } = error;
  const isHttp = code.startsWith('HPE_') || code === 'ERR_HTTP_REQUEST_TIMEOUT';
  // A failed TLS handshake has no one to answer; an answer under way must not be mixed with another.
  const last = open.at(-1);
  if (!isHttp || !socket.writable || open.some(({ headersSent }) => headersSent)) socket.destroy();
  else if (code === 'ERR_HTTP_REQUEST_TIMEOUT' && last !== undefined) refuseSlowBody(last);
  else socket.end(rawAnswer(code));
}

/** The request is known and waits for its body, so that its answer can be an ordinary one: in its endpoint's form, and with its code in the log. */
function refuseSlowBody(response: ServerResponse): void {
  const context = startedContextOf(response);
  if (context !== undefined) context.record.code = 'request_timeout';
  const body = JSON.stringify((context?.errorForm ?? openaiErrorForm).render('request_timeout', null));
  response.writeHead(ERRORS.request_timeout.status, {
    'content-type': TYPE,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  });
  response.end(body);
}

const ANSWERS: Readonly<Record<string, readonly [string, string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', HEADERS_TOO_LARGE],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', REQUEST_TIMEOUT],
};

function rawAnswer(code: string): string {
  const [status, body] = ANSWERS[code] ?? ['400 Bad Request', ''];
  const type = body === '' ? [] : [`content-type: ${TYPE}`];
  const head = [`HTTP/1.1 ${status}`, ...type, `content-length: ${body.length}`, 'connection: close'];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
