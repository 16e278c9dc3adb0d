import { NETWORK_COLUMNS, type NetworkModel } from '../../rules/learned/network-model';
import { ENTITIES } from '../../rules/types';
import type { TaggerTokens } from '../tagger/tokens';
import { Network } from './network';
import { cutWordPieces } from './word-pieces';

/** The first classes are no PHI: nothing, optional. */
export const HARMLESS_CLASSES = 2;
/** Classes that the network tells apart: the harmless ones, and every entity in the order of `ENTITIES`. */
export const OPINION_CLASSES = HARMLESS_CLASSES + ENTITIES.length;

/** Labels of an entity in the network's output: begun, continued, and both where the entity is optional. */
const LABELS_OF_ENTITY = 4;

/** Networks that are ready to run: derived from their models alone, and empty of text between two runs. */
const networks = new WeakMap<NetworkModel, Network>();

function networkOf(model: NetworkModel): Network {
  const known = networks.get(model) ?? new Network(model);
  networks.set(model, known);
  return known;
}

/** Empties what a network, if it ran at all, may hold of a text. */
export function forgetOpinion(model: NetworkModel): void {
  networks.get(model)?.clear();
}

/**
 * Whether a token, `index` among those that are asked for, is still in doubt once the network has thought this of it at first
 * (`OPINION_CLASSES` numbers from `begin` on, which are overwritten later).
 */
export type StillDoubtful = (index: number, opinion: Float32Array, begin: number) => boolean;

/**
 * What the network thinks of some tokens of a text, whose numbers rise: for each, the probability of each class (`OPINION_CLASSES` numbers).
 * It looks closer where what it thinks at first leaves doubt.
 */
export function networkOpinion(
  { text, tokens, model }: { text: string; tokens: TaggerTokens; model: NetworkModel },
  asked: readonly number[],
  isDoubtful: StillDoubtful,
): Float32Array {
  const opinion = new Float32Array(asked.length * OPINION_CLASSES);
  if (asked.length === 0) return opinion;
  const doubtful: number[] = [];
  const scores = networkOf(model).run(cutWordPieces(text, tokens, model), asked, (index, found) => {
    writeClasses(found, 0, opinion, index * OPINION_CLASSES);
    const looksCloser = isDoubtful(index, opinion, index * OPINION_CLASSES);
    if (looksCloser) doubtful.push(index);
    return looksCloser;
  });
  for (const index of doubtful) writeClasses(scores, index * NETWORK_COLUMNS, opinion, index * OPINION_CLASSES);
  return opinion;
}

const LABELS = 1 + LABELS_OF_ENTITY * ENTITIES.length;
const CLASS_OF_LABEL = Uint8Array.from({ length: LABELS }, (_, label) => classOf(label));

function classOf(label: number): number {
  if (label === 0) return 0;
  const place = (label - 1) % LABELS_OF_ENTITY;
  return place >= 2 ? 1 : HARMLESS_CLASSES + (label - 1 - place) / LABELS_OF_ENTITY;
}

/** A label that trails the best of its token by this much or more has a share below 10^-6. */
const LEFT_OUT = 14;

/** Adds up the shares (softmax) of the labels whose scores begin at `from`, by class. */
function writeClasses(scores: Float32Array, from: number, opinion: Float32Array, to: number): void {
  let most = scores[from] as number;
  for (let label = 1; label < LABELS; label += 1) {
    const score = scores[from + label] as number;
    if (score > most) most = score;
  }
  let total = 0;
  opinion.fill(0, to, to + OPINION_CLASSES);
  for (let label = 0; label < LABELS; label += 1) {
    const behind = (scores[from + label] as number) - most;
    if (behind < -LEFT_OUT) continue;
    const share = Math.exp(behind);
    total += share;
    const at = to + (CLASS_OF_LABEL[label] as number);
    opinion[at] = (opinion[at] as number) + share;
  }
  if (!(total > 0)) throw new Error('the network gives no probabilities');
  for (let at = to; at < to + OPINION_CLASSES; at += 1) opinion[at] = (opinion[at] as number) / total;
}
