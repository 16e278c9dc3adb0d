import { CommandError } from '../command-error';
import { write } from '../output';
import { createLineRunner, type LineRunner } from './line-runner';
import type { LineResult } from './line-task';
import { chosenRules, type DetectOptions } from './options';
import { startProgress } from './progress';
import { readLines, sizeOfSources, sourceName } from './source';

interface Batch {
  readonly places: readonly string[];
  readonly results: Promise<readonly LineResult[]>;
}

/** `detect --jsonl`: JSON lines in, JSON lines out, in order. Memory is bounded by the batches in flight, not by the files. */
export async function detectJsonLines(sources: readonly string[], options: DetectOptions): Promise<void> {
  const totalBytes = sizeOfSources(sources);
  const runner = createLineRunner(chosenRules(options), options.workers ?? 1);
  const progress = startProgress(totalBytes);
  let bad = 0;
  try {
    for await (const batch of inFlight(sources, runner, progress.advance)) {
      bad += await printBatch(batch, options.keepGoing === true);
    }
  } finally {
    progress.stop();
    await runner.close();
  }
  if (bad > 0) throw new CommandError(`${bad} ${bad === 1 ? 'line was' : 'lines were'} left out, see above`);
}

/** Batches in the order of the input, while up to `runner.window` are being worked on. */
async function* inFlight(
  sources: readonly string[],
  runner: LineRunner,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Batch> {
  const waiting: Batch[] = [];
  for await (const { lines, places } of batchesOf(sources, runner.batchCharacters, onBytes)) {
    const results = runner.run(lines);
    // Awaited in its turn; until then a failure must not count as unhandled.
    results.catch(() => undefined);
    waiting.push({ places, results });
    const ready = waiting.length >= runner.window ? waiting.shift() : undefined;
    if (ready) yield ready;
  }
  yield* waiting;
}

async function* batchesOf(sources: readonly string[], batchCharacters: number, onBytes: (bytes: number) => void) {
  let lines: string[] = [];
  let places: string[] = [];
  let characters = 0;
  for (const source of sources) {
    let number = 0;
    for await (const line of readLines(source, onBytes)) {
      number += 1;
      if (line.trim() === '') continue;
      lines.push(line);
      places.push(`${sourceName(source)}:${number}`);
      characters += line.length;
      if (characters < batchCharacters) continue;
      yield { lines, places };
      [lines, places, characters] = [[], [], 0];
    }
  }
  if (lines.length > 0) yield { lines, places };
}

/** Prints what succeeded and reports what did not; gives the number of bad lines, or throws at the first. */
async function printBatch({ places, results }: Batch, keepGoing: boolean): Promise<number> {
  let bad = 0;
  for (const [index, result] of (await results).entries()) {
    if ('output' in result) {
      await write(process.stdout, result.output);
      continue;
    }
    const message = `${places[index] ?? ''}: ${result.problem}`;
    if (!keepGoing) throw new CommandError(`${message}\n(--keep-going reports such lines and goes on)`);
    process.stderr.write(`${message}\n`);
    bad += 1;
  }
  return bad;
}
