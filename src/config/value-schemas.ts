import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';

/** What the values of settings may be, and what becomes of them. Messages never quote a value: it may be a pasted key. */

/** A value that prints as nothing: only `reveal` gives it out, so neither `util.inspect` nor JSON can show it. */
export interface Secret<T> {
  reveal(): T;
}

const secret = <T>(value: T): Secret<T> => Object.freeze({ reveal: () => value });

export function wholeNumber(low: number, high: number): z.ZodType<number, string> {
  const error = `must be a whole number from ${low} to ${high}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, error)
    .transform(Number)
    .pipe(z.number().min(low, error).max(high, error));
}

/** Anything but nothing. */
export const text = z.string().min(1, 'must not be empty');
const HOST_NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

export const switchSchema = z
  .enum(['0', '1', 'true', 'false'], 'must be 0 or 1')
  .transform((value) => value === '1' || value === 'true');

export const upstreamSchema = z
  .string()
  .refine(isPlainHttpUrl, 'must be an http or https URL without user name, query or fragment')
  .transform((value) => value.replace(/\/+$/, ''));

export const openaiKeySchema = z
  .string()
  .regex(/^[\x21-\x7e]{0,512}$/, 'must be printable ASCII without blanks')
  .transform((value) => (value === '' ? undefined : secret(value)));

export const modelSchema = z.string().regex(/^[A-Za-z0-9][\w.:/@-]{0,127}$/, 'must be the name of a model');
export const environmentSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'must be 1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit',
  );

export const redisUrlSchema = z
  .string()
  .refine((value) => value === '' || isRedisUrl(value), 'must be a redis or rediss URL, with % in a password written as %25')
  .transform((value) => (value === '' ? undefined : secret(value)));

export const hashKeySchema = z
  .string()
  .regex(/^(random|[0-9a-f]{64,256})$/i, 'must be 64 or more hexadecimal digits')
  .transform((value) => secret(value === 'random' ? randomBytes(32) : Buffer.from(value, 'hex')));

export const policySchema = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be the name of a policy, such as limited-data-set');
export const optionalText = z.string().transform((value) => (value === '' ? undefined : value));
export const optionalPort = z
  .string()
  .transform((value) => (value === '' ? undefined : value))
  .pipe(wholeNumber(0, 65_535).optional());

export const hostListSchema = z
  .string()
  .transform((value) => value.split(',').flatMap((host) => host.trim().toLowerCase() || []))
  .pipe(z.array(z.string().regex(HOST_NAME, 'must be host names separated by commas')))
  .transform((hosts): readonly string[] => Object.freeze(hosts));

export const rulesDirectorySchema = z.string().transform((value) => value || join(__dirname, '..', '..', 'rules'));
export const logLevelSchema = z.enum(['error', 'warn', 'info', 'debug', 'silent'], 'must be error, warn, info, debug or silent');

function isRedisUrl(value: string): boolean {
  try {
    const { protocol, hostname, username, password } = new URL(value);
    // The client decodes them, too, and its error would say nothing of the setting.
    decodeURIComponent(`${username} ${password}`);
    return /^rediss?:$/.test(protocol) && hostname !== '';
  } catch {
    return false;
  }
}

function isPlainHttpUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}
