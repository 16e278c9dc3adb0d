import pino from 'pino';
import type { RequestRecord } from './request-record';

/**
 * Every field that may be logged. Numbers, closed words and checked shapes only: there is no field for text, so text of a request,
 * a reply or an error cannot be logged. The same list is enforced at run time, for callers that got around the types. Besides requests, `code`
 * says what is wrong with a TLS key pair.
 */
export interface LogFields extends Readonly<Partial<RequestRecord>> {
  readonly keys?: number;
  readonly problems?: number;
  readonly line?: number;
}

/** What a log line is about. */
export type LogEvent =
  | 'request'
  | 'keys_loaded'
  | 'keys_reload_failed'
  | 'tls_loaded'
  | 'tls_reload_failed'
  | 'redis_away'
  | 'redis_back'
  | 'warm_up_failed'
  | 'draining'
  | 'stopped';

export interface Logger {
  info(event: LogEvent, fields?: LogFields): void;
  warn(event: LogEvent, fields?: LogFields): void;
  error(event: LogEvent, fields?: LogFields): void;
}

export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'silent';

type Check = (value: unknown) => boolean;

const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isBoolean: Check = (value) => typeof value === 'boolean';
const shaped =
  (shape: RegExp): Check =>
  (value) =>
    typeof value === 'string' && shape.test(value);

const isCounts: Check = (value) =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).every(([entity, count]) => /^[A-Z_]{1,20}$/.test(entity) && isNumber(count));

const CHECKS: Readonly<Record<keyof LogFields, Check>> = {
  requestId: shaped(/^[0-9a-f-]{36}$/),
  method: shaped(/^[A-Z-]{1,20}$/),
  route: shaped(/^[A-Za-z0-9/_{}.;=]{1,60}$/),
  status: isNumber,
  code: shaped(/^[a-z0-9_]{1,60}$/),
  errorClass: shaped(/^[A-Za-z]{1,40}$/),
  keyLabel: shaped(/^[A-Za-z0-9._-]{1,64}$/),
  policy: shaped(/^[A-Za-z0-9._-]{1,64}$/),
  region: shaped(/^[A-Za-z0-9._-]{1,64}$/),
  streaming: isBoolean,
  aborted: isBoolean,
  durationMs: isNumber,
  deidentifyMs: isNumber,
  upstreamMs: isNumber,
  upstreamStatus: isNumber,
  entities: isCounts,
  tokensIssued: isNumber,
  tokensRestored: isNumber,
  tokensUnknown: isNumber,
  tokensWithheld: isNumber,
  rulesSha256: shaped(/^[0-9a-f]{64}$/),
  keys: isNumber,
  problems: isNumber,
  line: isNumber,
};

/** Keeps the listed fields whose values have the listed shape; everything else is dropped. */
function pickLoggable(fields: LogFields): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(CHECKS) as (keyof LogFields)[]) {
    const value = fields[name];
    if (value !== undefined && CHECKS[name](value)) kept[name] = value;
  }
  return kept;
}

/** Characters that wait for a reader of standard output who has stopped reading; further lines are lost. */
const MAX_WAITING = 8 * 1024 * 1024;
/** Attempts, a tenth of a second each, after which a reader counts as having stopped. */
const MAX_ATTEMPTS = 10;

/**
 * Standard output, for lines that may be lost: a full disk or a stopped reader must not end the server, nor keep it from ending. What could
 * not be written is tried again with the next line. Pino's own would throw, and at the end of the process try for ever.
 */
function standardOutput(): pino.DestinationStream {
  let failures = 0;
  const retryEAGAIN = (): boolean => failures++ < MAX_ATTEMPTS;
  const stream = pino.destination({ dest: process.stdout.fd, sync: false, maxLength: MAX_WAITING, retryEAGAIN });
  const flush = stream.flushSync.bind(stream);
  stream.on('write', () => {
    failures = 0;
  });
  stream.on('error', () => {
    failures += 1;
  });
  // Called when the process ends.
  stream.flushSync = () => {
    if (failures > 0) return;
    try {
      flush();
    } catch {
      // Nobody reads.
    }
  };
  return stream;
}

/** JSON lines on `destination` (standard output by default), without host name and process id. */
export function createLogger(level: LogLevel, destination: pino.DestinationStream = standardOutput()): Logger {
  const sink = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  const write =
    (severity: 'info' | 'warn' | 'error') =>
    (event: LogEvent, fields: LogFields = {}): void =>
      sink[severity](pickLoggable(fields), event);
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
