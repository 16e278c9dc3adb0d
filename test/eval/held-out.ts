import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { handOf } from '../../src/training/main';
import type { GoldDocument } from '../../src/training/marked-note';
import type { Prediction } from './score';

/**
 * What the engine finds in documents that its tagger has not seen. A round names what is held out: `fold:2` every fifth note from the third
 * on, `hand:g` all notes of one hand, `hand:g+ca` those of two. Training takes minutes, so each round runs in a process of its own, as many at once as there are cores.
 */

export const FOLDS = 5;

/** Rounds that hold out every note once. */
export const FOLD_ROUNDS: readonly string[] = Array.from({ length: FOLDS }, (_, fold) => `fold:${fold}`);

export interface HeldOutPrediction {
  readonly id: string;
  readonly withTagger: readonly Prediction[];
  readonly rulesAlone: readonly Prediction[];
  /** Rules, tagger and network; where there is a network that has not seen these notes. */
  readonly withNetwork?: readonly Prediction[];
}

/** The hands whose notes the network of `NETWORK_WITHOUT_HANDS` has not seen; a network is made on a GPU, so there is none for each round. */
const HANDS_WITHOUT_NETWORK = 'd+e+f+g+h+i+j+k+l';
/** A network made like the delivered one from the notes of all other hands; not part of the package. */
const NETWORK_WITHOUT_HANDS = join(__dirname, 'networks', 'without-d-to-l.bin');

/** The round that holds out all of these hands: everything that is delivered can be measured on it. */
export const HANDS_ROUND = `hand:${HANDS_WITHOUT_NETWORK}`;

/** The file of a network that has not seen the notes of a round. */
export function networkFor(round: string): string | undefined {
  const [kind, what = ''] = round.split(':');
  const unseen = HANDS_WITHOUT_NETWORK.split('+');
  return kind === 'hand' && what.split('+').every((hand) => unseen.includes(hand)) ? NETWORK_WITHOUT_HANDS : undefined;
}

/** Says of a note, by its id and its place among all notes in the order of their ids, whether the round holds it out. */
export function holdsOut(round: string): (id: string, index: number) => boolean {
  const [kind, what = ''] = round.split(':');
  if (kind === 'fold') return (_id, index) => index % FOLDS === Number(what);
  const hands = new Set(what.split('+'));
  if (kind === 'hand') return (id) => hands.has(handOf(id));
  throw new Error(`unknown round ${round}; fold:N or hand:X`);
}

const WORKER = join(__dirname, 'predict-held-out.ts');
const HOOK = join(__dirname, '../../scripts/typescript-hook.cjs');

function runRound(round: string, taggerFile: string | undefined): Promise<HeldOutPrediction[]> {
  return new Promise((resolve, reject) => {
    const what = taggerFile === undefined ? [round] : [round, taggerFile];
    const child = spawn(process.execPath, ['--max-old-space-size=10500', '-r', HOOK, WORKER, ...what], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const found: HeldOutPrediction[] = [];
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => found.push(JSON.parse(line) as HeldOutPrediction));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(found) : reject(new Error(`${round} ended with exit code ${code}`))));
  });
}

/**
 * Runs rounds; the result has one entry per note and round.
 *
 * @param taggerFile a tagger that has not seen what the rounds hold out; without it each round trains its own
 */
export async function predictHeldOut(
  rounds: readonly string[],
  taggerFile?: string,
): Promise<ReadonlyMap<string, HeldOutPrediction[]>> {
  const results = new Map<string, HeldOutPrediction[]>();
  const waiting = [...rounds];
  const work = async (): Promise<void> => {
    for (let round = waiting.shift(); round !== undefined; round = waiting.shift())
      results.set(round, await runRound(round, taggerFile));
  };
  await Promise.all(Array.from({ length: Math.min(rounds.length, availableParallelism()) }, work));
  return results;
}

/** The gold document of each prediction. */
export function goldOf(documents: readonly GoldDocument[]): (id: string) => GoldDocument {
  const byId = new Map(documents.map((document) => [document.id, document]));
  return (id) => {
    const document = byId.get(id);
    if (document === undefined) throw new Error(`no note ${id}`);
    return document;
  };
}
