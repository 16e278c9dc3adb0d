import type { Command } from 'commander';

export interface NewKeyOptions {
  readonly label: string;
  readonly file?: string;
}

const HELP_AFTER = `
A key file holds hashes only; whoever reads it cannot call the proxy. The proxy
reads it again when it changes:

  keys:
    - hash: sha256:…
      label: billing-app

Examples:
  $ phi-proxy keys new --label billing-app --file keys.yaml
      makes a key and adds its hash to the file
  $ phi-proxy serve --keys-file keys.yaml
  $ printf %s "$KEY" | phi-proxy keys hash
      prints the hash of a key that you already have`;

/** `phi-proxy keys`. */
export function registerKeys(program: Command): void {
  const keys = program
    .command('keys')
    .description('Make and hash the keys that applications send to the proxy.')
    .addHelpText('after', HELP_AFTER);
  keys
    .command('new')
    .description('Make a key. It is printed once, on standard output, and kept nowhere.')
    .option('--label <label>', 'who the key is for; it appears in the log', 'app')
    .option('--file <file>', 'key file to add the entry to; made with mode 0600 when missing')
    .action((options: NewKeyOptions) => {
      const { makeKey } = require('./keys/make-key') as typeof import('./keys/make-key');
      makeKey(options);
    });
  keys
    .command('hash')
    .description('Print the hash of a key read from standard input, so that it appears in no shell history.')
    .action(async () => {
      const { hashFromInput } = require('./keys/hash-from-input') as typeof import('./keys/hash-from-input');
      await hashFromInput();
    });
}
