import { createInterface } from 'node:readline';
import { fromLine, toLine } from '../json-lines';

/** A text on which an engine builds what it builds once; not timed. */
const WARM_UP = 'Mary Smith, DOB 03/04/1961, was seen in Worcester; call 508-555-0142 or mary@example.org.';

const write = (value: unknown): boolean => process.stdout.write(toLine(value));

/**
 * The work of a Node child: texts come as lines `{text}` on standard input, what `find` makes of each goes out as `{output, cpuMs}` or
 * `{error}`. Errors are named by their class only, their messages may quote the text.
 */
export async function serveLines(find: (text: string) => unknown): Promise<void> {
  console.log = console.error;
  await find(WARM_UP);
  write({ ready: true });
  for await (const line of createInterface({ input: process.stdin })) {
    const before = process.cpuUsage();
    try {
      const output = await find(String(fromLine(line)?.['text']));
      const { user, system } = process.cpuUsage(before);
      write({ output, cpuMs: (user + system) / 1000 });
    } catch (error) {
      write({ error: error instanceof Error ? error.name : 'unknown error' });
    }
  }
}
