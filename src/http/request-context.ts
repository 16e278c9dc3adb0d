import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Response } from 'express';
import type { KeyRecord } from '../access/key-store';
import type { RequestMeter } from '../access/request-meter';
import { type ErrorForm, openaiErrorForm } from '../dialects/error-form';
import type { RequestRecord } from '../request-record';

/** One request's state. It lives as long as the response object. */
export interface RequestContext {
  readonly record: RequestRecord;
  /** Aborted when the client has gone before the reply was complete. */
  readonly signal: AbortSignal;
  /** Set by authentication. */
  key: KeyRecord;
  /** Set by authentication. */
  openaiKey: string;
  /** Base URL of the upstream API for this request; the server's if not set. */
  upstreamUrl?: string;
  /** The account of the request, where requests are counted. */
  meter?: RequestMeter;
  /** The form in which this request's errors are shown; set by its endpoint. */
  errorForm: ErrorForm;
}

/** Stands until authentication has run; nothing is done in its name. */
const NO_KEY: KeyRecord = Object.freeze({ label: '' });

const CONTEXT = Symbol('request context');
type Locals = { [CONTEXT]?: RequestContext };

/** Starts the context of a response and watches for the client's leaving. */
export function startContext(response: Response, method: string): RequestContext {
  const controller = new AbortController();
  const record: RequestRecord = { requestId: randomUUID(), method, route: 'none' };
  const context: RequestContext = { record, signal: controller.signal, key: NO_KEY, openaiKey: '', errorForm: openaiErrorForm };
  (response.locals as Locals)[CONTEXT] = context;
  response.once('close', () => {
    if (response.writableFinished) return;
    record.aborted = true;
    controller.abort();
  });
  return context;
}

/** The context of a response; every response has one, because `startContext` is the first middleware. */
export function contextOf(response: Response): RequestContext {
  const context = startedContextOf(response);
  if (context === undefined) throw new TypeError('startContext has not run');
  return context;
}

/** The context of a response as Node knows it, which may not have reached the first middleware. */
export function startedContextOf(response: ServerResponse & { readonly locals?: Locals }): RequestContext | undefined {
  return response.locals?.[CONTEXT];
}

/** Keeps the class name of an unexpected error, for the log: its message may hold anything. */
export function noteUnexpected(record: RequestRecord, error: unknown): void {
  record.errorClass = error instanceof Error ? error.constructor.name : typeof error;
}

/** Milliseconds since `start` (of `performance.now()`), whole. */
export function elapsedMs(start: number): number {
  return Math.round(performance.now() - start);
}
