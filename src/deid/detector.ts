import { detect } from '../detect/detect';
import type { DetectionResult, Segment } from '../detect/types';
import { PhiProxyError } from '../errors';
import { ruleSetFor } from '../rules/rule-set-for';
import { DEFAULT_POLICY, type RuleSet } from '../rules/types';
import { runWithDeadline } from './deadline';
import { createDetectionThreads, type DetectionThreads, type WorkerTask } from './detection-threads';
import { createTurns } from './turns';

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
  /** Threads for long texts, and for short ones when several come at once; 0 does all work on the calling thread. */
  readonly threads: number;
}

/** Texts from this length on go to a thread, in UTF-16 code units. */
export const THREAD_THRESHOLD = 20_000;

/** Detects within a time limit; anything unforeseen becomes `deidentification_failed`, without its message. */
export function detectWithin({ segments, budgetMs, policy }: WorkerTask, ruleSet: RuleSet): DetectionResult {
  const view = ruleSetFor(ruleSet, policy);
  if (view === undefined) throw new PhiProxyError('deidentification_failed');
  try {
    return runWithDeadline(() => detect(segments, view), budgetMs);
  } catch (error) {
    throw error instanceof PhiProxyError ? error : new PhiProxyError('deidentification_failed');
  }
}

/**
 * Makes a detector; its threads are started on first use. A text that comes alone is read on the calling thread, as handing it over costs
 * more than it saves; when several come at once, threads read them and the calling thread stays free for what streams.
 */
export function createDetector(
  { ruleSet, budgetMs, maxCharacters, threads }: DetectorOptions,
  pool: DetectionThreads = createDetectionThreads(ruleSet, threads),
): Detector {
  const turn = createTurns();
  const running = { long: 0, short: 0 };
  const handOver = async (task: WorkerTask, kind: keyof typeof running): Promise<DetectionResult> => {
    running[kind] += 1;
    try {
      return await pool.run(task);
    } finally {
      running[kind] -= 1;
    }
  };
  const detectShort = async (task: WorkerTask): Promise<DetectionResult> => {
    const isCrowded = (await turn()) > 1 || running.short > 0;
    // Behind long texts a short one would wait for seconds.
    if (isCrowded && running.long < threads && pool.isPrompt()) return handOver(task, 'short');
    if (isCrowded) pool.warm();
    return detectWithin(task, ruleSet);
  };
  return {
    async detect(segments, policy = DEFAULT_POLICY) {
      const length = segments.reduce((sum, segment) => sum + segment.text.length, 0);
      if (length > maxCharacters) throw new PhiProxyError('request_too_large');
      const task = { segments, budgetMs, policy };
      if (threads === 0) return detectWithin(task, ruleSet);
      return length < THREAD_THRESHOLD ? detectShort(task) : handOver(task, 'long');
    },
    async close() {
      await pool.close();
    },
  };
}
