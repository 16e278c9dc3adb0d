import { join } from 'node:path';
import { Piscina } from 'piscina';
import { mostShares } from '../../detect/pieces/shared-reading';
import type { DetectionResult } from '../../detect/types';
import { PhiProxyError } from '../../errors';
import { DEFAULT_POLICY, type RuleSet } from '../../rules/types';
import type { DetectionTask, WorkerReply, WorkerTask } from './detect-within';

/** Threads that detect, so that texts do not hold up those of others. They start on first use, and end when nobody has used them for long. */
export interface DetectorPool {
  /**
   * Detects in a thread. Several threads share the reading of a text of several pieces.
   *
   * @param signal aborted when nobody wants the result any more: what waits is dropped, and a thread that reads ends
   */
  detect(task: DetectionTask, signal?: AbortSignal): Promise<DetectionResult>;
  /** Whether a thread has started and has nothing to do, now. */
  hasFreeThread(): boolean;
  /** Starts all threads in the background, unless they run. */
  warmUp(): void;
  close(): Promise<void>;
}

type Pool = Piscina<WorkerTask, WorkerReply>;

/** A pool and who waits for its threads to read something. */
interface Threads {
  readonly pool: Pool;
  readonly waiting: Set<AbortController>;
}

/** Why a wait was ended. */
const NO_THREAD = new Error('no thread');

/** Requests that may wait or be read at once, for each thread. */
const MOST_REQUESTS = 16;

/** After which an idle thread ends, in milliseconds. */
const IDLE_MS = 60_000;

/** Has a thread load all it needs. */
const FIRST_TASK: DetectionTask = {
  segments: [{ text: 'Mr. Lee was seen on 3/4.' }],
  budgetMs: 60_000,
  policy: DEFAULT_POLICY,
};

/** @param threads how many, at least 1 */
export function createDetectorPool(ruleSet: RuleSet, threads: number): DetectorPool {
  const pool: Pool = new Piscina<WorkerTask, WorkerReply>({
    filename: join(__dirname, 'detect-worker.js'),
    workerData: ruleSet,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: IDLE_MS,
  });
  const own: Threads = { pool, waiting: new Set() };
  // A thread that could not start. Without another one nothing that waits would ever be read.
  pool.on('error', () => {
    if (pool.threads.length === 0) for (const wait of own.waiting) wait.abort(NO_THREAD);
  });
  let requests = 0;
  let isWarmingUp = false;
  return {
    hasFreeThread: () => !isWarmingUp && pool.queueSize === 0 && pool.idleThreads > 0,
    warmUp() {
      if (isWarmingUp || pool.threads.length >= threads) return;
      isWarmingUp = true;
      const tasks = Array.from({ length: threads }, () => runInPool(own, FIRST_TASK));
      // A thread that cannot start has nothing to say here: it is not free, and long texts are refused.
      void Promise.allSettled(tasks).then(() => {
        isWarmingUp = false;
      });
    },
    async detect(task, signal) {
      // Counted here and not by the pool: a request that is being read must not be refused for want of room for its last step.
      if (requests >= threads * MOST_REQUESTS) throw new PhiProxyError('overloaded', { retryAfter: 1 });
      requests += 1;
      try {
        const of = Math.min(threads, mostShares(task.segments));
        const { result } = await runInPool(own, of < 2 ? task : await readInShares(own, task, of, signal), signal);
        if (result === undefined) throw new PhiProxyError('deidentification_failed');
        return result;
      } finally {
        requests -= 1;
      }
    },
    async close() {
      await pool.destroy();
    },
  };
}

/** Has the pieces read; returns what is left to do, in the time that is left. */
async function readInShares(threads: Threads, task: DetectionTask, of: number, signal?: AbortSignal): Promise<WorkerTask> {
  const failed = new AbortController();
  const readShare = async (first: number): Promise<Required<Pick<WorkerReply, 'share' | 'tookMs'>>> => {
    const { share, tookMs = 0 } = await runInPool(threads, { ...task, share: { first, of } }, failed.signal, signal);
    if (share === undefined) throw new PhiProxyError('deidentification_failed');
    return { share, tookMs };
  };
  try {
    const read = await Promise.all(Array.from({ length: of }, (_, first) => readShare(first)));
    const budgetMs = Math.ceil(task.budgetMs - Math.max(...read.map(({ tookMs }) => tookMs)));
    if (budgetMs <= 0) throw new PhiProxyError('deidentification_timeout');
    return { ...task, budgetMs, shares: read.map(({ share }) => share) };
  } catch (error) {
    // What other threads still read or would read is of no use any more.
    failed.abort();
    throw error;
  }
}

async function runInPool(threads: Threads, task: WorkerTask, ...signals: (AbortSignal | undefined)[]): Promise<WorkerReply> {
  // The thread keeps its own time; the time-out is for the time that a request waits for a thread. A timer of our own: what
  // `AbortSignal.any` makes of `AbortSignal.timeout` is never aborted on Node 20 once garbage has been collected.
  const waited = new AbortController();
  const timer = setTimeout(() => waited.abort(), task.budgetMs * 2).unref();
  threads.waiting.add(waited);
  let reply: WorkerReply;
  try {
    reply = await threads.pool.run(task, {
      signal: AbortSignal.any([waited.signal, ...signals.filter((signal) => signal !== undefined)]),
    });
  } catch (error) {
    startThreadForWaiting(threads);
    const isLate = (error as Error | undefined)?.name === 'AbortError' && waited.signal.reason !== NO_THREAD;
    throw new PhiProxyError(isLate ? 'deidentification_timeout' : 'deidentification_failed');
  } finally {
    clearTimeout(timer);
    threads.waiting.delete(waited);
  }
  if (reply.code !== undefined) throw new PhiProxyError(reply.code);
  return reply;
}

/** When the last thread has ended with its task, the pool starts another at the next task only: those that wait would wait for that. */
function startThreadForWaiting(threads: Threads): void {
  const { pool } = threads;
  if (pool.threads.length === 0 && pool.queueSize > 0) runInPool(threads, FIRST_TASK).catch(() => undefined);
}
