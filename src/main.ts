#!/usr/bin/env node
import { describeError } from './commands/command-error';
import { runCommandLine } from './commands/program';

// Node's own report of an uncaught error prints its message and stack, and those may quote a request.
function endWith(error: unknown): void {
  process.stderr.write(`phi-proxy: ${describeError(error)}\n`);
  process.exit(1);
}

process.on('uncaughtException', endWith);
process.on('unhandledRejection', endWith);
// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`phi-proxy: standard output: ${describeError(error)}\n`);
  process.exit(1);
});

void runCommandLine(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
