import type { z } from 'zod';
import {
  environmentSchema,
  hashKeySchema,
  hostListSchema,
  logLevelSchema,
  modelSchema,
  openaiKeySchema,
  optionalPort,
  optionalText,
  policySchema,
  redisUrlSchema,
  rulesDirectorySchema,
  type Secret,
  switchSchema,
  text,
  upstreamSchema,
  wholeNumber,
} from './config/value-schemas';

export type { Secret };

/** All problems of a configuration together. Messages name settings, never their values (a value may be a pasted key). */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

interface Row<T> {
  /** As it would be written in the environment; empty means "not set". */
  readonly fallback: string;
  readonly meaning: string;
  /** Unit or form of the value; undefined for a switch. */
  readonly unit: string | undefined;
  readonly schema: z.ZodType<T, string>;
}

function row<T>(fallback: string, unit: string | undefined, meaning: string, schema: z.ZodType<T, string>): Row<T> {
  return { fallback, unit, meaning, schema };
}

const MEBIBYTE = 1024 * 1024;

const TABLE = {
  host: row('127.0.0.1', 'address', 'Address to listen on.', text),
  port: row('8787', 'number', 'Port to listen on; 0 takes a free one.', wholeNumber(0, 65_535)),
  allowPlainHttp: row('0', undefined, 'Allow plain HTTP beyond this machine (TLS ends elsewhere).', switchSchema),
  tlsCert: row('', 'path', 'PEM file with the certificate chain; with it the proxy speaks TLS only.', optionalText),
  tlsKey: row('', 'path', 'PEM file with the private key of the certificate.', optionalText),
  upstreamUrl: row('https://api.openai.com/v1', 'url', 'Base URL of the OpenAI API.', upstreamSchema),
  openaiKey: row('', 'key', 'OpenAI key for clients that send none. Secret.', openaiKeySchema),
  model: row('gpt-4.1', 'model', 'Model for the BastionGPT APIs, whose clients name none.', modelSchema),
  environment: row('production', 'name', 'Environment that BastionGPT replies name.', environmentSchema),
  keysFile: row(
    '',
    'path',
    'File with the hashes of the proxy keys; `keys.yaml` if there is one and this is not set.',
    optionalText,
  ),
  policy: row('safe-harbor', 'name', 'Policy for proxy keys that name none.', policySchema),
  regionsFile: row('', 'path', 'File with the upstream of each region that proxy keys may name.', optionalText),
  metricsPort: row('', 'number', 'Port for /metrics, apart from the API; 0 takes a free one.', optionalPort),
  metricsKey: row('', 'key', 'Bearer key for /metrics, which is then served on the main port too. Secret.', openaiKeySchema),
  rulesDir: row('', 'path', 'Folder of rule files; the rules shipped with phi-proxy if not set.', rulesDirectorySchema),
  hashKey: row(
    'random',
    'hex',
    'Key for hashing stable identifiers (`user`); new at each start if random. Secret.',
    hashKeySchema,
  ),
  maxText: row(
    '8000000',
    'characters',
    'Most text in one request that is searched; each piece counts for 64 at least.',
    wholeNumber(1000, 100_000_000),
  ),
  maxBody: row(String(32 * MEBIBYTE), 'bytes', 'Largest request body, after inflating.', wholeNumber(1024, 512 * MEBIBYTE)),
  maxReply: row(String(64 * MEBIBYTE), 'bytes', 'Largest whole reply of the API.', wholeNumber(1024, 512 * MEBIBYTE)),
  detectTimeoutMs: row('240000', 'ms', 'Most time for de-identifying one request.', wholeNumber(10, 600_000)),
  detectThreads: row(
    '2',
    'number',
    'Threads for long texts, and for others while several requests are answered; about 200 MB each. 0 detects in the main thread.',
    wholeNumber(0, 64),
  ),
  upstreamTimeoutMs: row('600000', 'ms', 'Longest silence of the API, before and within a reply.', wholeNumber(10, 3_600_000)),
  replyTimeoutMs: row('3600000', 'ms', 'Longest time for a whole reply of the API.', wholeNumber(10, 86_400_000)),
  restoreUrlHosts: row('', 'hosts', 'Hosts in whose URLs values are restored, separated by commas.', hostListSchema),
  redisUrl: row(
    '',
    'url',
    'Redis in which several instances share quotas and usage; each counts in its memory if not set. Secret.',
    redisUrlSchema,
  ),
  maxConcurrency: row('64', 'number', 'Most requests at a time (3/4 for one key of several); else 503.', wholeNumber(1, 100_000)),
  maxConnections: row('4096', 'number', 'Most connections at the same time; more are closed.', wholeNumber(1, 1_000_000)),
  headersTimeoutMs: row('30000', 'ms', 'Time for a client to send its headers.', wholeNumber(100, 600_000)),
  requestTimeoutMs: row('120000', 'ms', 'Time for a client to send its whole request.', wholeNumber(100, 3_600_000)),
  stallTimeoutMs: row('60000', 'ms', 'Longest pause of a client in reading its reply.', wholeNumber(100, 3_600_000)),
  keepAliveMs: row('65000', 'ms', 'Time for which an idle connection is kept.', wholeNumber(100, 3_600_000)),
  drainMs: row('10000', 'ms', 'Time for running requests to finish at shutdown.', wholeNumber(0, 600_000)),
  logLevel: row('info', 'level', 'error, warn, info, debug or silent.', logLevelSchema),
} satisfies Record<string, Row<unknown>>;

type Table = typeof TABLE;

/** A setting's name in `Config`, and in the object of flags. */
export type SettingName = keyof Table;

/** Everything that can be set, read once at start and frozen. Units are in the names or in `SETTINGS`. */
export type Config = { readonly [Name in SettingName]: z.output<Table[Name]['schema']> };

/** One setting for people: the help text and the README's table are generated from these. */
export interface Setting {
  readonly name: SettingName;
  readonly env: string;
  readonly flag: string;
  /** Empty: not set. */
  readonly default: string;
  readonly meaning: string;
  /** Undefined for a switch that takes no value. */
  readonly unit: string | undefined;
}

const NAMES = Object.keys(TABLE) as SettingName[];
const withMark = (name: string, mark: string): string => name.replace(/[A-Z]/g, (letter) => mark + letter.toLowerCase());
const envName = (name: SettingName): string => `PHI_PROXY_${withMark(name, '_').toUpperCase()}`;
const flagName = (name: SettingName): string => `--${withMark(name, '-')}`;
/** What the person who set it called it. */
const givenName = (name: SettingName, flags: Flags): string => (flags[name] === undefined ? envName(name) : flagName(name));

/** All settings, in the order in which they are shown. */
export const SETTINGS: readonly Setting[] = NAMES.map((name) => ({
  name,
  env: envName(name),
  flag: flagName(name),
  default: TABLE[name].fallback,
  meaning: TABLE[name].meaning,
  unit: TABLE[name].unit,
}));

/** Flags win over the environment. Keys are setting names, which is how commander spells `--upstream-url`. */
export type Flags = Readonly<Partial<Record<SettingName, string | boolean>>>;

/**
 * Reads flags and environment into a frozen configuration.
 * @throws ConfigError with every problem at once, also for unknown `PHI_PROXY_*` variables.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env, flags: Flags = {}): Config {
  const problems = unknownVariables(env);
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const name of NAMES) {
    const given = readText(env, flags, name);
    const parsed = TABLE[name].schema.safeParse(given ?? TABLE[name].fallback);
    if (parsed.success) values[name] = parsed.data;
    else problems.push(`${givenName(name, flags)}: ${parsed.error.issues[0]?.message ?? 'is not valid'}`);
  }
  if (problems.length === 0) problems.push(...unusableTogether(values as Config));
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(values as Config);
}

/** The proxy key of a client, for commands that ask a running server; no setting of the server. */
const CLIENT_KEY_VARIABLE = 'PHI_PROXY_KEY';

/** Reads the proxy key with which a command asks a running server, from `PHI_PROXY_KEY`. */
export function readClientKey(): string | undefined {
  return process.env[CLIENT_KEY_VARIABLE]?.trim() || undefined;
}

/** Reads an OpenAI key from the environment variable that a key file names; undefined if it is not set or no key at all. */
export function readOpenaiKey(variable: string): Secret<string> | undefined {
  const parsed = openaiKeySchema.safeParse(process.env[variable]?.trim() ?? '');
  return parsed.success ? parsed.data : undefined;
}

/** An empty variable counts as not set: that is how Compose files and CI pass absent values. */
function readText(env: Readonly<Record<string, string | undefined>>, flags: Flags, name: SettingName): string | undefined {
  const flag = flags[name];
  if (typeof flag === 'string') return flag;
  if (flag !== undefined) return flag ? '1' : '0';
  const value = env[envName(name)]?.trim();
  return value === '' || isServiceLink(envName(name), value) ? undefined : value;
}

/** A misspelt variable would silently leave a default in force, so unknown names stop the start. */
function unknownVariables(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Set([...SETTINGS.map((setting) => setting.env), CLIENT_KEY_VARIABLE]);
  return Object.keys(env)
    .filter((name) => name.startsWith('PHI_PROXY_') && !known.has(name) && !isServiceLink(name, env[name]))
    .sort()
    .map((name) => `${name}: no such setting; "phi-proxy serve --help" shows them all`);
}

const SERVICE_LINK = /_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:ADDR|PORT|PROTO))?)$/;

/**
 * Kubernetes tells every container where the services around it are. Of services whose names begin with `phi-proxy` that looks like
 * settings: `PHI_PROXY_SERVICE_HOST`, and `PHI_PROXY_PORT=tcp://10.0.0.7:8787`.
 */
function isServiceLink(name: string, value = ''): boolean {
  return SERVICE_LINK.test(name) || (name.endsWith('_PORT') && /^(?:tcp|udp|sctp):\/\//.test(value));
}

function unusableTogether(config: Config): string[] {
  const { tlsCert, tlsKey } = config;
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    return [`${envName(tlsCert === undefined ? 'tlsCert' : 'tlsKey')}: TLS needs a certificate and its key`];
  }
  if (config.metricsPort === config.port && config.port !== 0) {
    return [
      `${envName('metricsPort')}: must be another port than ${envName('port')}; ${envName('metricsKey')} serves /metrics on that one`,
    ];
  }
  if (config.allowPlainHttp) return [];
  const upstream = new URL(config.upstreamUrl);
  const problems: string[] = [];
  if (tlsCert === undefined && !isLoopback(config.host)) {
    problems.push(
      `${envName('host')}: plain HTTP beyond this machine needs ${envName('tlsCert')}, or ${envName('allowPlainHttp')}=1`,
    );
  }
  if (upstream.protocol === 'http:' && !isLoopback(upstream.hostname)) {
    problems.push(`${envName('upstreamUrl')}: plain HTTP beyond this machine needs ${envName('allowPlainHttp')}=1`);
  }
  return problems;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
