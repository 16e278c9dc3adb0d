import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  advance(bytes: number): void;
  stop(): void;
}

/** Below this a bar would be gone before it can be read. */
const WORTH_A_BAR = 4 * 1024 * 1024;

/** A bar on standard error for long work: only on a terminal, only when the size is known, never beside output on the same terminal. */
export function startProgress(totalBytes: number | undefined): Progress {
  const shown =
    totalBytes !== undefined && totalBytes >= WORTH_A_BAR && process.stderr.isTTY === true && process.stdout.isTTY !== true;
  if (!shown) return { advance: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    { format: '{bar} {percentage}%  {eta_formatted} left', clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(totalBytes, 0);
  return { advance: (bytes) => bar.increment(bytes), stop: () => bar.stop() };
}
