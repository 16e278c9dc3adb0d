/** Milliseconds of the processor that this process has taken; on a busy machine it may wait longer for its turn than it takes. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
