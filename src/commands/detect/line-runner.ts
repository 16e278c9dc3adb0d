import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { loadChosenRules, type RuleChoice } from '../rule-choice';
import { deidentifyLine, type LineResult } from './line-task';

/** Works on batches of lines; results come in the order of the batch. */
export interface LineRunner {
  run(lines: readonly string[]): Promise<readonly LineResult[]>;
  /** Batches in flight at most. */
  readonly window: number;
  /** Characters that make a batch worth sending; 0 answers line by line, so that a program can talk to the command. */
  readonly batchCharacters: number;
  close(): Promise<void>;
}

/** `workers`: threads; 1 works in this thread, 0 takes one thread per core. The rules are checked before anything is read. */
export function createLineRunner(source: RuleChoice, workers: number): LineRunner {
  const ruleSet = loadChosenRules(source);
  if (workers === 1) {
    return {
      run: async (lines) => lines.map((line) => deidentifyLine(line, ruleSet)),
      window: 1,
      batchCharacters: 0,
      close: async () => undefined,
    };
  }
  return createPool(source, workers === 0 ? availableParallelism() : workers);
}

function createPool(source: RuleChoice, threads: number): LineRunner {
  const { Piscina } = require('piscina') as typeof import('piscina');
  const pool = new Piscina({
    // `.js` in the package, `.ts` where development runs the sources.
    filename: join(__dirname, `line-worker${extname(__filename)}`),
    name: 'runLines',
    minThreads: threads,
    maxThreads: threads,
    workerData: source,
  });
  return {
    run: (lines) => pool.run(lines) as Promise<LineResult[]>,
    window: threads * 3,
    batchCharacters: 64 * 1024,
    close: () => pool.destroy(),
  };
}
