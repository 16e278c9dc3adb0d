import { join } from 'node:path';
import { Piscina } from 'piscina';
import { detect } from '../detect/detect';
import { loadLibraries } from '../detect/load-libraries';
import type { DetectionResult, Segment } from '../detect/types';
import { type ErrorCode, PhiProxyError } from '../errors';
import { ruleSetFor } from '../rules/rule-set-for';
import { DEFAULT_POLICY, type RuleSet } from '../rules/types';
import { runWithDeadline } from './deadline';

/** The engine with its limits: size and time. It returns a result or throws; there is no "found nothing because it broke". */
export interface Detector {
  /**
   * @param policy by whose rules; the default one if not given
   * @throws PhiProxyError `request_too_large`, `deidentification_timeout`, `deidentification_failed` (also for an unknown policy)
   */
  detect(segments: readonly Segment[], policy?: string): Promise<DetectionResult>;
  close(): Promise<void>;
}

export interface DetectorOptions {
  readonly ruleSet: RuleSet;
  /** Time allowed for one request, in milliseconds. */
  readonly budgetMs: number;
  /** Most text of one request, in UTF-16 code units. */
  readonly maxCharacters: number;
  /** Threads for long texts, so that they do not hold up others; 0 does all work on the calling thread. */
  readonly threads: number;
}

/** Texts from this length on go to a thread, in UTF-16 code units. */
export const THREAD_THRESHOLD = 20_000;

export interface WorkerTask {
  readonly segments: readonly Segment[];
  readonly budgetMs: number;
  readonly policy: string;
}

export interface WorkerReply {
  readonly result?: DetectionResult;
  readonly code?: ErrorCode;
}

/** Detects within a time limit; anything unforeseen becomes `deidentification_failed`, without its message. */
export function detectWithin({ segments, budgetMs, policy }: WorkerTask, ruleSet: RuleSet): DetectionResult {
  const view = ruleSetFor(ruleSet, policy);
  if (view === undefined) throw new PhiProxyError('deidentification_failed');
  loadLibraries();
  try {
    return runWithDeadline(() => detect(segments, view), budgetMs);
  } catch (error) {
    throw error instanceof PhiProxyError ? error : new PhiProxyError('deidentification_failed');
  }
}

function createPool({ ruleSet, threads }: DetectorOptions): Piscina<WorkerTask, WorkerReply> {
  const pool = new Piscina<WorkerTask, WorkerReply>({
    filename: join(__dirname, 'detect-worker.js'),
    workerData: ruleSet,
    minThreads: 0,
    maxThreads: threads,
    maxQueue: threads * 16,
    idleTimeout: 60_000,
  });
  // A thread that cannot start fails its task, which refuses the request; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

async function runInPool(pool: ReturnType<typeof createPool>, task: WorkerTask): Promise<DetectionResult> {
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
  if (reply.result === undefined) throw new PhiProxyError(reply.code ?? 'deidentification_failed');
  return reply.result;
}

/** Makes a detector; its threads are started on first use. */
export function createDetector(options: DetectorOptions): Detector {
  const { ruleSet, budgetMs, maxCharacters, threads } = options;
  let pool: ReturnType<typeof createPool> | undefined;
  return {
    async detect(segments, policy = DEFAULT_POLICY) {
      const length = segments.reduce((sum, segment) => sum + segment.text.length, 0);
      if (length > maxCharacters) throw new PhiProxyError('request_too_large');
      const task = { segments, budgetMs, policy };
      if (threads === 0 || length < THREAD_THRESHOLD) return detectWithin(task, ruleSet);
      pool ??= createPool(options);
      return runInPool(pool, task);
    },
    async close() {
      await pool?.destroy();
    },
  };
}
