import { deserialize, serialize } from 'node:v8';
import { detect } from '../../detect/detect';
import { forgetTexts } from '../../detect/forget-texts';
import { loadLibraries } from '../../detect/load-libraries';
import { createReader, type Reading } from '../../detect/pieces/read-piece';
import { joinShares, readShare, type Share } from '../../detect/pieces/shared-reading';
import type { DetectionResult, Segment } from '../../detect/types';
import { type ErrorCode, PhiProxyError } from '../../errors';
import { ruleSetFor } from '../../rules/rule-set-for';
import type { RuleSet } from '../../rules/types';
import { runWithDeadline } from './deadline';

/** What is to be detected, by whose rules, and how long it may take. */
export interface DetectionTask {
  readonly segments: readonly Segment[];
  /** Milliseconds. */
  readonly budgetMs: number;
  readonly policy: string;
}

/** A task for a thread: to read a share of the pieces, or to detect, by itself or with the shares that others have read. */
export interface WorkerTask extends DetectionTask {
  readonly share?: Share;
  readonly shares?: readonly Uint8Array[];
}

/** A share travels as bytes: the thread between need not take it apart. */
export interface WorkerReply {
  readonly result?: DetectionResult;
  readonly share?: Uint8Array;
  /** Time that reading the share took, without waiting for a thread. */
  readonly tookMs?: number;
  readonly code?: ErrorCode;
}

/** Runs within a time limit; anything unforeseen becomes `deidentification_failed`, without its message. */
function runWithin<T>({ budgetMs, policy }: DetectionTask, ruleSet: RuleSet, run: (view: RuleSet) => T): T {
  const view = ruleSetFor(ruleSet, policy);
  if (view === undefined) throw new PhiProxyError('deidentification_failed');
  loadLibraries();
  try {
    return runWithDeadline(() => run(view), budgetMs);
  } catch (error) {
    forgetTexts(view);
    throw error instanceof PhiProxyError ? error : new PhiProxyError('deidentification_failed');
  }
}

/**
 * Detects within a time limit.
 *
 * @throws PhiProxyError `deidentification_timeout`, `deidentification_failed`
 */
export function detectWithin(task: DetectionTask, ruleSet: RuleSet): DetectionResult {
  return runWithin(task, ruleSet, (view) => detect(task.segments, view));
}

/** Runs the task of a thread. Throws as `detectWithin` does. */
export function runWorkerTask(task: WorkerTask, ruleSet: RuleSet): WorkerReply {
  const { segments, share, shares } = task;
  if (share !== undefined) {
    const started = performance.now();
    const read = runWithin(task, ruleSet, (view) =>
      readShare(
        segments,
        share,
        createReader(view, () => undefined),
        view,
      ),
    );
    return { share: serialize(read), tookMs: performance.now() - started };
  }
  if (shares === undefined) return { result: detectWithin(task, ruleSet) };
  const read = joinShares(shares.map((bytes) => deserialize(bytes) as Reading[]));
  return { result: runWithin(task, ruleSet, (view) => detect(segments, view, { read })) };
}
