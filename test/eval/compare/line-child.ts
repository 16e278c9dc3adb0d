import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fromLine, toLine } from './json-lines';

/** How to start a child. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What came of a question: the child's line, or why none came and the child is gone. */
export type Reply = { readonly line: Readonly<Record<string, unknown>> } | { readonly gone: string };

export interface LineChild {
  /** Sends a value, if any, and waits for one line. After `gone` the child is not to be used. */
  ask(value: unknown, timeoutMs: number): Promise<Reply>;
  close(): void;
  /** The last line on standard error. */
  lastWords(): string;
}

/** A process that answers each JSON line with one JSON line. Other lines it prints are passed over. */
export function startLineChild({ command, args, env = {} }: Launch): LineChild {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  let settle: (reply: Reply) => void = () => undefined;
  let lastWords = '';
  const gone = new Promise<Reply>((resolve) => {
    child.once('error', (error) => resolve({ gone: error.message }));
    child.once('close', (code, signal) => resolve({ gone: signal === null ? `ended with code ${code}` : `killed by ${signal}` }));
  });
  child.stdin.on('error', () => undefined);
  child.stderr.on('data', (part) => {
    lastWords = String(part).trimEnd().split('\n').at(-1) ?? '';
  });
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = fromLine(text);
    if (line) settle({ line });
  });
  return {
    lastWords: () => lastWords,
    close: () => void child.kill('SIGKILL'),
    ask: async (value, timeoutMs) => {
      const answered = new Promise<Reply>((resolve) => {
        settle = resolve;
      });
      if (value !== undefined) child.stdin.write(toLine(value));
      return withTimeout(Promise.race([answered, gone]), timeoutMs, child);
    },
  };
}

async function withTimeout(reply: Promise<Reply>, timeoutMs: number, child: ChildProcess): Promise<Reply> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Reply>((resolve) => {
    timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve({ gone: `no answer in ${(timeoutMs / 1000).toFixed(0)} s` });
    }, timeoutMs);
  });
  const first = await Promise.race([reply, late]);
  clearTimeout(timer);
  return first;
}
