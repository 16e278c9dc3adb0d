import { workerData } from 'node:worker_threads';
import { PhiProxyError } from '../../errors';
import type { RuleSet } from '../../rules/types';
import { runWorkerTask, type WorkerReply, type WorkerTask } from './detect-within';

/** Runs in a thread of the detector's pool: receives the rule set once, then segments. Errors travel as codes. */
const ruleSet = (workerData as [unknown, RuleSet] | RuleSet | undefined) ?? undefined;

function ruleSetOf(data: typeof ruleSet): RuleSet {
  const found = Array.isArray(data) ? data[1] : data;
  if (found === undefined) throw new PhiProxyError('deidentification_failed');
  return found;
}

/** @returns the result, or the code of what went wrong */
export default function detectInThread(task: WorkerTask): WorkerReply {
  try {
    return runWorkerTask(task, ruleSetOf(ruleSet));
  } catch (error) {
    return { code: error instanceof PhiProxyError ? error.code : 'deidentification_failed' };
  }
}
