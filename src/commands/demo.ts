import type { Command } from 'commander';

export interface DemoOptions {
  readonly keep?: boolean;
}

const HELP_AFTER = `
Starts a stand-in for OpenAI and the proxy on free ports of this machine, sends
a sentence and a clinical note through them, whole and streamed, and shows what
the application sent, what the model saw and what came back. It checks that the
model saw none of the values and that each came back byte for byte. Patients are
invented; nothing leaves this machine.

Examples:
  $ phi-proxy demo
  $ phi-proxy demo --keep      leave both running, to try requests with curl

Exit status: 0 every check held, 1 one did not, 2 wrong usage.`;

/** `phi-proxy demo`. */
export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description('Show a round trip on this machine, with a stand-in for OpenAI.')
    .option('--keep', 'leave the proxy and the stand-in running afterwards')
    .addHelpText('after', HELP_AFTER)
    .action(async (options: DemoOptions) => {
      const { runDemo } = require('./demo/run-demo') as typeof import('./demo/run-demo');
      await runDemo(options);
    });
}
