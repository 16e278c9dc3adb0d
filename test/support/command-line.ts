import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { compiledProgram } from './compiled-program';

const ROOT = join(__dirname, '..', '..');
/** Compiled when this file is loaded: no test's time runs then. */
const MAIN = join(compiledProgram(), 'main.js');

export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Environment = Readonly<Record<string, string>>;

/** Environment of this process without our own settings, so that a developer's configuration cannot decide a test. */
function cleanEnvironment(additions: Environment): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PHI_PROXY_'));
  return { ...Object.fromEntries(inherited), ...additions };
}

function start(args: readonly string[], env: Environment, cwd: string): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], {
    env: cleanEnvironment(env),
    cwd,
    stdio: 'pipe',
  });
}

/** Runs the command line to its end. */
export async function runCommand(
  args: readonly string[],
  options: { readonly input?: string; readonly env?: Environment; readonly cwd?: string } = {},
): Promise<Finished> {
  const child = start(args, options.env ?? {}, options.cwd ?? ROOT);
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (part: Buffer) => (output.stdout += part.toString('utf8')));
  child.stderr?.on('data', (part: Buffer) => (output.stderr += part.toString('utf8')));
  // A command that refuses its arguments may be gone before it has read its input.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(options.input ?? '');
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, ...output };
}

const running = new Set<ChildProcess>();

/** Ends what a failed test left behind; for `afterAll`. */
export function stopLeftovers(): void {
  for (const child of running) child.kill('SIGKILL');
}

export interface Started {
  /** Standard output up to and with the first match. */
  readonly printed: string;
  /** Standard error so far. */
  complaints(): string;
  /** Sends a signal that is not meant to end it. */
  send(signal: NodeJS.Signals): void;
  /** Sends a signal and waits for the end. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts a command that stays, and waits until it has printed `pattern`. */
export async function startCommand(
  args: readonly string[],
  pattern: RegExp,
  options: { env?: Environment; cwd?: string } = {},
): Promise<Started> {
  const child = start(args, options.env ?? {}, options.cwd ?? ROOT);
  running.add(child);
  child.once('close', () => running.delete(child));
  let printed = '';
  let complaints = '';
  child.stderr?.on('data', (part: Buffer) => (complaints += part.toString('utf8')));
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (part: Buffer) => {
      printed += part.toString('utf8');
      if (pattern.test(printed)) resolve();
    });
    child.once('close', () => reject(new Error(`ended early: ${complaints}`)));
  });
  return {
    printed,
    complaints: () => complaints,
    send: (signal) => void child.kill(signal),
    stop: async (signal) => {
      const closed = once(child, 'close') as Promise<[number | null]>;
      child.kill(signal);
      return (await closed)[0];
    },
  };
}
