import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { milliseconds } from './measure';

export interface RunningServer {
  readonly url: string;
  readonly process: ChildProcess;
  /** From `spawn` to the line that names the URL. */
  readonly startMs: number;
  /** All it printed until then. */
  readonly printed: string;
}

const ROOT = join(__dirname, '..', '..');

/** Starts a node process that prints `listening on URL`, and waits for it, 30 seconds at most. */
export async function startServer(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  const started = milliseconds();
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
  let printed = '';
  for await (const part of child.stdout) {
    printed += String(part);
    const url = /listening on (http:\S+)/.exec(printed)?.[1];
    // The key and the rest are printed in the same breath.
    if (url === undefined || !printed.endsWith('\n')) continue;
    clearTimeout(timer);
    return { url, process: child, startMs: milliseconds() - started, printed };
  }
  clearTimeout(timer);
  throw new Error(`${args.join(' ')} ended before it was listening`);
}

/** Arguments that run a TypeScript file of the bench. */
export const benchFile = (name: string): string[] => ['-r', join(ROOT, 'scripts', 'typescript-hook.cjs'), join(__dirname, name)];

export async function stopServer({ process: child }: RunningServer): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await once(child, 'exit');
  clearTimeout(timer);
}

/** Resident memory in MB now (`VmRSS`) or at its peak (`VmHWM`); NaN where there is no /proc. */
export function memoryOf({ process: child }: RunningServer, field: 'VmRSS' | 'VmHWM'): number {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
