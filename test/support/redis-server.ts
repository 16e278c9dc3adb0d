import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';

export interface RedisServer {
  readonly url: string;
  /** Ends the server; what it held is gone. */
  stop(): Promise<void>;
  /** Starts it again on the same port, empty. */
  start(): Promise<void>;
  /** It answers no more, but its connections stand. */
  pause(): void;
  resume(): void;
}

/** Whether this machine has `redis-server` (`apt-get install redis-server`). */
export function hasRedisServer(): boolean {
  return spawnSync('redis-server', ['--version'], { timeout: 60_000 }).status === 0;
}

/**
 * A port that the system gives to nobody by itself, as it does those above 32,768: while Redis is away no other server and no connection takes it,
 * not even that of a client of Redis, which would then be connected to itself.
 */
const somePort = (): number => randomInt(20_000, 32_000);

/** A Redis of its own on a free loopback port, which writes nothing to disk. */
export async function startRedisServer(): Promise<RedisServer> {
  for (let left = 20; ; left -= 1) {
    try {
      return await startAt(somePort());
    } catch (error) {
      // Somebody else has it.
      if (left === 0) throw error;
    }
  }
}

async function startAt(port: number): Promise<RedisServer> {
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const running = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child = running;
    await new Promise<void>((resolve, reject) => {
      running.stdout.on('data', (part: Buffer) => {
        if (part.includes('Ready to accept connections')) resolve();
      });
      running.once('close', () => reject(new Error('redis-server ended early')));
    });
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    stop: async () => {
      if (child === undefined || child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'close');
      child = undefined;
    },
  };
}
