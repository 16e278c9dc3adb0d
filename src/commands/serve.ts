import type { Command } from 'commander';
import { type Flags, SETTINGS, type Setting } from '../config';

const HELP_AFTER = `
Every option can also be set in the environment, by the name in capitals;
options win. Prefer the environment for secrets: other users of the machine can
see a command line.

Without a key file one proxy key is made, printed once, and forgotten when the
proxy stops. To keep keys: phi-proxy keys new --help.

Examples:
  $ phi-proxy serve
  $ phi-proxy serve --port 9000 --keys-file /etc/phi-proxy/keys.yaml
  $ phi-proxy serve --host 0.0.0.0 --tls-cert chain.pem --tls-key key.pem
  $ PHI_PROXY_UPSTREAM_URL=http://127.0.0.1:4010/v1 phi-proxy serve

SIGTERM and SIGINT stop it: running requests may finish (--drain-ms); a second
signal cuts them off.

Exit status: 0 stopped by a signal, 1 could not start (port in use, bad rule or
key file), 2 wrong settings.`;

/** `phi-proxy serve`. Its options are the settings of the configuration, so that none can be forgotten. */
export function registerServe(program: Command): void {
  const command = program
    .command('serve')
    .description(
      'Run the proxy. Point your application at it: base URL http://HOST:PORT/v1 (https:// with --tls-cert), and the proxy key in x-compliantchatgpt-key.',
    )
    .addHelpText('after', HELP_AFTER);
  for (const setting of SETTINGS) command.option(...optionOf(setting));
  command.action(async (flags: Flags) => {
    const { serve } = require('./serve/run-serve') as typeof import('./serve/run-serve');
    await serve(flags);
  });
}

function optionOf({ flag, unit, meaning, env, default: fallback }: Setting): [string, string] {
  const given = fallback === '' || unit === undefined ? env : `${env}, default ${fallback}`;
  return [unit === undefined ? flag : `${flag} <${unit}>`, `${meaning} [${given}]`];
}
