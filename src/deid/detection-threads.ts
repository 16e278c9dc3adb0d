import { join } from 'node:path';
import { Piscina } from 'piscina';
import type { DetectionResult, Segment } from '../detect/types';
import { type ErrorCode, PhiProxyError } from '../errors';
import { DEFAULT_POLICY, type RuleSet } from '../rules/types';

export interface WorkerTask {
  readonly segments: readonly Segment[];
  readonly budgetMs: number;
  readonly policy: string;
}

export interface WorkerReply {
  readonly result?: DetectionResult;
  readonly code?: ErrorCode;
}

/** Threads that read texts, so that the calling thread stays free. They are started on first use. */
export interface DetectionThreads {
  /** Whether a task given now is begun at once: threads take a second to start, and in a long queue none is quick. */
  isPrompt(): boolean;
  /** Starts the threads, in the background. */
  warm(): void;
  /** @throws PhiProxyError `deidentification_timeout`, `deidentification_failed`, `overloaded` */
  run(task: WorkerTask): Promise<DetectionResult>;
  close(): Promise<void>;
}

/** An idle thread ends after this, and frees its memory; in milliseconds. */
const IDLE_MS = 300_000;
/** Tasks for each thread that may wait before short ones are better read on the calling thread. */
const PROMPT_QUEUE = 4;

class PiscinaThreads implements DetectionThreads {
  private readonly ruleSet: RuleSet;
  private readonly threads: number;
  private pool: Piscina<WorkerTask, WorkerReply> | undefined;
  /** When the threads were last known to run, by the monotonic clock in milliseconds. */
  private lastAlive = Number.NEGATIVE_INFINITY;
  private warming = false;

  constructor(ruleSet: RuleSet, threads: number) {
    this.ruleSet = ruleSet;
    this.threads = threads;
  }

  isPrompt(): boolean {
    if (this.pool === undefined || performance.now() - this.lastAlive > IDLE_MS / 2) return false;
    return this.pool.queueSize < this.threads * PROMPT_QUEUE;
  }

  warm(): void {
    if (this.warming) return;
    this.warming = true;
    const task: WorkerTask = { segments: [{ text: 'Patient John Doe' }], budgetMs: 30_000, policy: DEFAULT_POLICY };
    // A thread that cannot start leaves the work where it was; the failure shows when a long text needs one.
    Promise.all(Array.from({ length: this.threads }, () => this.run(task)))
      .catch(() => undefined)
      .finally(() => {
        this.warming = false;
      });
  }

  async run(task: WorkerTask): Promise<DetectionResult> {
    this.pool ??= this.createPool();
    const reply = await runInPool(this.pool, task);
    this.lastAlive = performance.now();
    if (reply.result === undefined) throw new PhiProxyError(reply.code ?? 'deidentification_failed');
    return reply.result;
  }

  async close(): Promise<void> {
    await this.pool?.destroy();
  }

  private createPool(): Piscina<WorkerTask, WorkerReply> {
    const pool = new Piscina<WorkerTask, WorkerReply>({
      filename: join(__dirname, 'detect-worker.js'),
      workerData: this.ruleSet,
      minThreads: 0,
      maxThreads: this.threads,
      maxQueue: this.threads * 16,
      idleTimeout: IDLE_MS,
    });
    // A thread that cannot start fails its task, which refuses the request; without a listener it would end the process.
    pool.on('error', () => undefined);
    return pool;
  }
}

async function runInPool(pool: Piscina<WorkerTask, WorkerReply>, task: WorkerTask): Promise<WorkerReply> {
  try {
    // The thread keeps its own time; the signal is for the time that a request waits for a thread.
    return await pool.run(task, { signal: AbortSignal.timeout(task.budgetMs * 2) });
  } catch (error) {
    const name = (error as Error | undefined)?.name;
    if (name === 'AbortError' || name === 'TimeoutError') throw new PhiProxyError('deidentification_timeout');
    if ((error as Error | undefined)?.message === 'Task queue is at limit')
      throw new PhiProxyError('overloaded', { retryAfter: 1 });
    throw new PhiProxyError('deidentification_failed');
  }
}

/** Makes threads for a rule set; none is started yet. */
export function createDetectionThreads(ruleSet: RuleSet, threads: number): DetectionThreads {
  return new PiscinaThreads(ruleSet, threads);
}
