import type { GoldDocument } from '../../../src/training/marked-note';
import { createScorer, type Score } from '../score';
import type { Launch } from './line-child';
import { measureSpeed } from './measure-speed';
import { mergeOverlaps, type ReadOutput } from './peer-output';
import { type Children, createChildren } from './restarted-child';

/** Milliseconds. */
export interface Limits {
  readonly start: number;
  readonly document: number;
  readonly engine: number;
}

/** What an engine did on all documents it was given. */
export interface EngineRun {
  readonly score: Score;
  /** Bytes of UTF-8 a second of processor time, in millions, of the warmed-up child; NaN if it was not to be had. */
  readonly megabytesPerSecond: number;
  /** Documents without an answer, counted as if nothing had been found in them: reason, and how many. */
  readonly failures: ReadonlyMap<string, number>;
}

/** Labels are not compared: all that an engine finds is counted. */
const FOUND = { entity: 'ID', rule: 'found' } as const;

/**
 * Gives each document to a child. A document at which the child dies or is silent for too long counts as one in which nothing was found,
 * and a new child goes on with the next.
 *
 * @throws Error if the child cannot be started, or if the time for the engine is used up: figures over part of the text would not compare
 */
export async function runEngine(
  launch: Launch,
  readOutput: ReadOutput,
  documents: readonly GoldDocument[],
  limits: Limits,
): Promise<EngineRun> {
  const deadline = Date.now() + limits.engine;
  const scorer = createScorer();
  const failures = new Map<string, number>();
  const children = createChildren(launch, limits.start);
  try {
    for (const [index, document] of documents.entries()) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`time used up after ${index} of ${documents.length} documents`);
      const answer = await answerFor(document.text, readOutput, { children, timeout: Math.min(left, limits.document) });
      if ('failure' in answer) failures.set(answer.failure, (failures.get(answer.failure) ?? 0) + 1);
      const spans = 'failure' in answer ? [] : mergeOverlaps(answer.spans);
      scorer.add(
        document,
        spans.map((span) => ({ ...span, ...FOUND })),
      );
    }
    const megabytesPerSecond = await measureSpeed(documents, children, { deadline, document: limits.document });
    return { score: scorer.score(), megabytesPerSecond, failures };
  } finally {
    children.drop();
  }
}

type Answer = { readonly failure: string } | { readonly spans: ReturnType<ReadOutput> };

async function answerFor(
  text: string,
  readOutput: ReadOutput,
  { children, timeout }: { children: Children; timeout: number },
): Promise<Answer> {
  const child = await children.current();
  const reply = await child.ask({ text }, timeout);
  if ('gone' in reply) {
    children.drop();
    return { failure: reply.gone };
  }
  if ('error' in reply.line) return { failure: String(reply.line['error']) };
  try {
    return { spans: readOutput(reply.line['output'], text) };
  } catch (error) {
    return { failure: (error as Error).message };
  }
}
