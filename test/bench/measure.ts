import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Milliseconds of the monotonic clock; the same clock in all processes of this machine (Linux). */
export const milliseconds = (): number => Number(process.hrtime.bigint()) / 1e6;

/** Time that `work` takes, in milliseconds. */
export function timed(work: () => unknown): number {
  const started = milliseconds();
  work();
  return milliseconds() - started;
}

/** The value below which `share` of the sample lies. */
export function percentile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (sample: readonly number[]): number => percentile(sample, 0.5);

/** Collects garbage, so that what is measured next is in use. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
