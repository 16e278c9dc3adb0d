import { readRegionFile } from '../../access/region-file';
import { type Config, type Flags, readConfig } from '../../config';
import { detect } from '../../detect/detect';
import { createLogger } from '../../log';
import { loadRules } from '../../rules/load';
import { assertProven } from '../../rules/proving/prove';
import { policyNames } from '../../rules/rule-set-for';
import type { RuleSet } from '../../rules/types';
import { CommandError } from '../command-error';
import { coloursFor } from '../output';
import { curlExample } from './curl-example';
import { type LoadedKeys, loadKeys } from './load-keys';
import { type StartedProxy, startProxy } from './start-proxy';
import { warmUp } from './warm-up';

/** `serve`: runs until a signal comes. */
export async function serve(flags: Flags): Promise<void> {
  keepDebuggerShut();
  const config = readConfig(undefined, flags);
  const logger = createLogger(config.logLevel);
  const ruleSet = loadRules(config.rulesDir);
  // Seconds of silence would look like a server that hangs.
  if (ruleSet.isProven !== true) process.stderr.write(`proving the rules of ${config.rulesDir} by their examples\n`);
  assertProven(config.rulesDir, ruleSet, detect);
  const regions = config.regionsFile === undefined ? undefined : readRegionFile(config.regionsFile);
  const known = { policies: new Set(policyNames(ruleSet)), regions: new Set(regions?.keys()) };
  const loaded = loadKeys(config, known, logger);
  const { keys, stopWatching } = loaded;
  const proxy = await startProxy({ config, ruleSet, keys, logger, regions }).catch((error: unknown) => {
    stopWatching();
    throw explainListenError(error, config);
  });
  // Listening for signals comes first: who reads the banner may send one at once.
  const stopped = signalled();
  process.stdout.write(banner(proxy, { config, ruleSet, loaded }));
  const draining = new AbortController();
  const warmed = warmUp(ruleSet, draining.signal).catch((error: Error) => {
    // Requests will fail in the same way, and say so.
    logger.error('warm_up_failed', { errorClass: error.constructor.name });
  });
  await stopped;
  draining.abort();
  await warmed;
  logger.info('draining');
  await proxy.close();
  stopWatching();
  logger.info('stopped');
}

/**
 * Without a listener SIGUSR1 opens Node's debugger on loopback, to which any user of the machine can connect and read the requests in
 * memory; programs that rotate logs send that signal.
 */
function keepDebuggerShut(): void {
  process.on('SIGUSR1', () => {});
}

/** Resolves at SIGTERM or SIGINT; a second signal, whichever, ends the process at once. */
function signalled(): Promise<void> {
  let isStopping = false;
  return new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (isStopping) process.exit(1);
        isStopping = true;
        resolve();
      });
    }
  });
}

interface Facts {
  readonly config: Config;
  readonly ruleSet: RuleSet;
  readonly loaded: LoadedKeys;
}

/** One write, so that who waits for the first line has all of them. */
function banner({ url, metricsUrl }: StartedProxy, { config, ruleSet, loaded }: Facts): string {
  const { keys, file, made } = loaded;
  const { bold, dim } = coloursFor(process.stdout);
  // As many as `rules check` says: with those that are on in some policies only.
  const ruleCount = ruleSet.rules.length + (ruleSet.policyRules?.length ?? 0);
  const lines = [
    bold(`listening on ${url}`),
    `rules      sha256:${ruleSet.sha256} (${ruleCount} rules)`,
    `upstream   ${config.upstreamUrl}`,
  ];
  if (metricsUrl !== undefined) lines.push(`metrics    ${metricsUrl}/metrics`);
  if (made === undefined) lines.push(`keys       ${keys.size} from ${file}`);
  else
    lines.push(
      `proxy key: ${made}`,
      dim('           shown once and forgotten at the end; to keep keys see: phi-proxy keys new --help'),
      '',
    );
  if (made !== undefined) lines.push('Try it:', curlExample({ url, key: made, needsOpenaiKey: config.openaiKey === undefined }));
  return `${lines.join('\n')}\n`;
}

function explainListenError(error: unknown, { host, port: apiPort, metricsPort }: Config): unknown {
  // The metrics may have a port of their own.
  const port = (error as { readonly port?: number }).port ?? apiPort;
  const flag = port === metricsPort ? '--metrics-port' : '--port';
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') {
    return new CommandError(
      `port ${port} on ${host} is in use. Stop what listens there, or choose another with ${flag} (0 takes a free one).`,
    );
  }
  if (code === 'EACCES') return new CommandError(`port ${port} needs more rights. Choose one above 1023 with ${flag}.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new CommandError(`${host} is not an address of this machine. Check --host.`);
  return error;
}
