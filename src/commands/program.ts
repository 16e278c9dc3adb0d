import { Command, CommanderError } from 'commander';
import { CommandError, describeError, EXIT, exitCodeOf } from './command-error';

interface CommandRow {
  readonly name: string;
  readonly summary: string;
  /** Loaded only when the command is named: `phi-proxy --help` must not wait for the detector. */
  readonly load: () => (program: Command) => void;
}

const COMMANDS: readonly CommandRow[] = [
  {
    name: 'serve',
    summary: 'run the proxy',
    load: () => (require('./serve') as typeof import('./serve')).registerServe,
  },
  {
    name: 'demo',
    summary: 'show a round trip on this machine, no OpenAI key needed',
    load: () => (require('./demo') as typeof import('./demo')).registerDemo,
  },
  {
    name: 'detect',
    summary: 'find and replace PHI in files or standard input',
    load: () => (require('./detect') as typeof import('./detect')).registerDetect,
  },
  {
    name: 'rules',
    summary: 'check, list and show the detection rules',
    load: () => (require('./rules') as typeof import('./rules')).registerRules,
  },
  {
    name: 'keys',
    summary: 'make and hash proxy keys',
    load: () => (require('./keys') as typeof import('./keys')).registerKeys,
  },
  {
    name: 'usage',
    summary: 'show what a proxy key has used',
    load: () => (require('./usage') as typeof import('./usage')).registerUsage,
  },
];

const HELP_AFTER = `
Examples:
  $ phi-proxy demo              see what it does, in seconds, on this machine
  $ phi-proxy serve             run it on http://127.0.0.1:8787
  $ phi-proxy detect note.txt   mark the PHI in a file
  $ phi-proxy rules check       prove the rules by their own examples

Exit status:
  0  fine
  1  a problem was found, or something failed
  2  the command line or the settings are wrong`;

/** The command line. `argv` decides which commands are loaded; the others appear in the help by their summary only. */
function createProgram(argv: readonly string[]): Command {
  const { version } = require('../../package.json') as { version: string };
  const program = new Command('phi-proxy')
    .description('Replaces protected health information in OpenAI requests by tokens, and restores it in the replies.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .addHelpText('after', HELP_AFTER)
    .showHelpAfterError('(add --help for what is possible)')
    .exitOverride();
  for (const { name, summary, load } of COMMANDS) {
    if (argv.includes(name)) load()(program);
    else program.command(name).description(summary).usage('');
    program.commands.at(-1)?.summary(summary);
  }
  for (const command of program.commands) overrideExit(command);
  return program;
}

/** Runs the command line and gives the exit status; never throws, never prints a stack trace. */
export async function runCommandLine(given: readonly string[]): Promise<number> {
  const program = createProgram(given);
  try {
    if (given.length === 0) program.help();
    await program.parseAsync(given[0] === 'help' ? asHelpOption(program, given.slice(1)) : given, { from: 'user' });
    return Number(process.exitCode ?? EXIT.fine);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
    if (!(error instanceof CommandError) || error.message !== '') process.stderr.write(`phi-proxy: ${describeError(error)}\n`);
    return exitCodeOf(error);
  }
}

/** `help rules check` as `rules check --help`: the library's own help knows no commands of commands, and of unknown ones it says nothing. */
function asHelpOption(program: Command, names: readonly string[]): readonly string[] {
  let command = program;
  for (const name of names) {
    if (name.startsWith('-')) break;
    const child = command.commands.find((one) => one.name() === name);
    command = child ?? command.error(`error: unknown command '${name}'`);
  }
  return [...names, '--help'];
}

function overrideExit(command: Command): void {
  command.exitOverride().showHelpAfterError('(add --help for what is possible)');
  for (const child of command.commands) overrideExit(child);
}
