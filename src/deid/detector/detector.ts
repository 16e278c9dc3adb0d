import type { DetectionResult, Segment } from '../../detect/types';
import { PhiProxyError } from '../../errors';
import { DEFAULT_POLICY, type RuleSet } from '../../rules/types';
import { detectWithin } from './detect-within';
import { createDetectorPool, type DetectorPool } from './detector-pool';

/** The engine with its limits: size and time. It returns a result or throws; there is no "found nothing because it broke". */
export interface Detector {
  /**
   * @param policy by whose rules; the default one if not given
   * @param signal aborted when nobody wants the result any more; a long text is read no further then
   * @throws PhiProxyError `request_too_large`, `deidentification_timeout`, `deidentification_failed` (also for an unknown policy)
   */
  detect(segments: readonly Segment[], policy?: string, signal?: AbortSignal): Promise<DetectionResult>;
  close(): Promise<void>;
}

export interface DetectorOptions {
  readonly ruleSet: RuleSet;
  /** Time allowed for one request, in milliseconds. */
  readonly budgetMs: number;
  /** Most text of one request, in UTF-16 code units; each segment counts for 64 at least. */
  readonly maxCharacters: number;
  /** Threads for long texts, so that they do not hold up others; 0 does all work on the calling thread. */
  readonly threads: number;
  /** Whether other requests are being answered, if that can be: then threads that are free take shorter texts, too. */
  readonly hasOtherRequests?: () => boolean;
}

/** Texts from this length on go to a thread, in UTF-16 code units. */
export const THREAD_THRESHOLD = 20_000;

/** From this length on, which takes some milliseconds, when other requests are being answered. */
const THREAD_THRESHOLD_AMONG_OTHERS = 500;

/** The shortest segment takes as long to read as this much of a long text. */
const LEAST_LENGTH = 64;

/** How much there is to read, in UTF-16 code units. */
function lengthOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { text, label = '' }) => sum + Math.max(LEAST_LENGTH, label.length + text.length), 0);
}

/** Makes a detector; its threads are started on first use. */
export function createDetector(options: DetectorOptions): Detector {
  const { ruleSet, budgetMs, maxCharacters, threads, hasOtherRequests = () => false } = options;
  let pool: DetectorPool | undefined;
  /** The pool, if it is to read a text of this length. */
  const poolFor = (length: number): DetectorPool | undefined => {
    if (threads === 0 || length < THREAD_THRESHOLD_AMONG_OTHERS) return undefined;
    const isLong = length >= THREAD_THRESHOLD;
    if (!isLong && !hasOtherRequests()) return undefined;
    pool ??= createDetectorPool(ruleSet, threads);
    if (isLong || pool.hasFreeThread()) return pool;
    // Starting takes threads longer than reading a short text takes here.
    pool.warmUp();
    return undefined;
  };
  return {
    async detect(segments, policy = DEFAULT_POLICY, signal = undefined) {
      const length = lengthOf(segments);
      if (length > maxCharacters) throw new PhiProxyError('request_too_large');
      const task = { segments, budgetMs, policy };
      // A thread takes longer to start anew than to read a short text to its end.
      const given = length < THREAD_THRESHOLD ? undefined : signal;
      return poolFor(length)?.detect(task, given) ?? detectWithin(task, ruleSet);
    },
    async close() {
      await pool?.close();
    },
  };
}
