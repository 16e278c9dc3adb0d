/** Everything that the process writes while `run` is running: standard output and error, and process warnings. */
export async function captureOutput(run: () => Promise<void>): Promise<string> {
  const written: string[] = [];
  const original = { out: process.stdout.write, error: process.stderr.write };
  const keep = (text: string | Uint8Array): boolean => {
    written.push(typeof text === 'string' ? text : Buffer.from(text).toString());
    return true;
  };
  const onWarning = (warning: Error): void => void written.push(String(warning.stack));
  process.stdout.write = keep as typeof process.stdout.write;
  process.stderr.write = keep as typeof process.stderr.write;
  process.on('warning', onWarning);
  try {
    await run();
  } finally {
    process.stdout.write = original.out;
    process.stderr.write = original.error;
    process.off('warning', onWarning);
  }
  return written.join('\n');
}
