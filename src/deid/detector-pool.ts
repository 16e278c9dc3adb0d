import { join } from 'node:path';
import { Piscina } from 'piscina';
import { mostShares } from '../detect/shared-reading';
import type { DetectionResult } from '../detect/types';
import { PhiProxyError } from '../errors';
import type { RuleSet } from '../rules/types';
import type { DetectionTask, WorkerReply, WorkerTask } from './detect-within';

/** Threads that detect in long texts, so that these do not hold up others. They start on first use. */
export interface DetectorPool {
  /** Detects in a thread. Several threads share the reading of a text of several pieces. */
  detect(task: DetectionTask): Promise<DetectionResult>;
  close(): Promise<void>;
}

type Pool = Piscina<WorkerTask, WorkerReply>;

/** @param threads how many, at least 1 */
export function createDetectorPool(ruleSet: RuleSet, threads: number): DetectorPool {
  const pool: Pool = new Piscina<WorkerTask, WorkerReply>({
    filename: join(__dirname, 'detect-worker.js'),
    workerData: ruleSet,
    minThreads: 0,
    maxThreads: threads,
    maxQueue: threads * 16,
    idleTimeout: 60_000,
  });
  // A thread that cannot start fails its task, which refuses the request; without a listener it would end the process.
  pool.on('error', () => undefined);
  return {
    async detect(task) {
      const of = Math.min(threads, mostShares(task.segments));
      return resultOf(await runInPool(pool, of < 2 ? task : await readInShares(pool, task, of)));
    },
    async close() {
      await pool.destroy();
    },
  };
}

/** Has the pieces read; returns what is left to do, in the time that is left. */
async function readInShares(pool: Pool, task: DetectionTask, of: number): Promise<WorkerTask> {
  const started = performance.now();
  const shares = await Promise.all(
    Array.from({ length: of }, async (_, first) => {
      const { share } = await runInPool(pool, { ...task, share: { first, of } });
      if (share === undefined) throw new PhiProxyError('deidentification_failed');
      return share;
    }),
  );
  const budgetMs = Math.ceil(task.budgetMs - (performance.now() - started));
  if (budgetMs <= 0) throw new PhiProxyError('deidentification_timeout');
  return { ...task, budgetMs, shares };
}

function resultOf({ result }: WorkerReply): DetectionResult {
  if (result === undefined) throw new PhiProxyError('deidentification_failed');
  return result;
}

async function runInPool(pool: Pool, task: WorkerTask): Promise<WorkerReply> {
  let reply: WorkerReply;
  try {
    // The thread keeps its own time; the signal is for the time that a request waits for a thread.
    reply = await pool.run(task, { signal: AbortSignal.timeout(task.budgetMs * 2) });
  } catch (error) {
    const name = (error as Error | undefined)?.name;
    if (name === 'AbortError' || name === 'TimeoutError') throw new PhiProxyError('deidentification_timeout');
    if ((error as Error | undefined)?.message === 'Task queue is at limit')
      throw new PhiProxyError('overloaded', { retryAfter: 1 });
    throw new PhiProxyError('deidentification_failed');
  }
  if (reply.code !== undefined) throw new PhiProxyError(reply.code);
  return reply;
}
