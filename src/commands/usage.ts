import type { Command } from 'commander';

export interface UsageOptions {
  readonly url: string;
  readonly json?: true;
  readonly csv?: true;
}

const HELP_AFTER = `
Asks a running proxy. The key that asks sees its own usage only; it is read from
PHI_PROXY_KEY, so that it appears in no list of processes. Counters only, never
text; a user tag that may name a person is shown as a keyed hash (~…).

Examples:
  $ PHI_PROXY_KEY=… phi-proxy usage
  $ PHI_PROXY_KEY=… phi-proxy usage --url https://proxy.example.org --csv

Exit status: 0 fine, 1 the proxy could not be asked or refused, 2 wrong usage.`;

/** `phi-proxy usage`. */
export function registerUsage(program: Command): void {
  program
    .command('usage')
    .description('Show requests, tokens, cost and replaced values of a proxy key, by day and user.')
    .option('--url <url>', 'where the proxy listens', 'http://127.0.0.1:8787')
    .option('--json', 'print JSON, as GET /v1/usage does')
    .option('--csv', 'print CSV')
    .addHelpText('after', HELP_AFTER)
    .action(async (options: UsageOptions, command: Command) => {
      if (options.json && options.csv) command.error('error: choose --json or --csv');
      const { showUsage } = require('./usage/show-usage') as typeof import('./usage/show-usage');
      await showUsage(options);
    });
}
