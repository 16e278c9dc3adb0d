import { ENTITIES } from '../../rules/types';
import { HARMLESS_CLASSES, OPINION_CLASSES, type StillDoubtful } from '../network/opinion';
import { labelIndex, OPTIONAL, OUTSIDE, TAGGER_LABELS } from './labels';
import type { PrunedChain } from './pruned-chain';

/** What is thought of the tokens of a text. */
export interface Verdict {
  /** Per token, the probability that it is PHI. */
  readonly phi: Float32Array;
  /** Per token, the likeliest label among those of PHI. */
  readonly best: Uint8Array;
  /** The same probability by tagger and network alone, if there is a network; its is not a number where it was not asked. */
  readonly opinions?: { readonly tagger: Float32Array; readonly network: Float32Array };
}

const CLASS_OF_LABEL = Uint8Array.from(TAGGER_LABELS, ({ entity }, label) =>
  entity === undefined ? label : HARMLESS_CLASSES + ENTITIES.indexOf(entity),
);
const LABEL_OF_CLASS = Uint8Array.from({ length: OPINION_CLASSES }, (_, index) => {
  const entity = ENTITIES[index - HARMLESS_CLASSES];
  return entity === undefined ? index : labelIndex(entity, true);
});

/** The least that one of the two may say: certainty of one does not silence the other. */
const LEAST = 0.002;
/**
 * Weight of either in the sum of logarithms. One half each would be their mean; they err in different places, so that where they agree it is
 * surer than that. Measured on hands that neither knew (`d` to `l`).
 */
const WEIGHT = { tagger: 0.57, network: 0.7 };

/**
 * From this probability of a class on, or of no PHI at all, the tagger is sure of a token and the network is not asked. Of the tokens of nine
 * hands that neither knew 87 % are such; asked there too, its first look would have found none of 106,658 characters of PHI more, and 12 others.
 */
const SETTLED = 0.995;

/**
 * Once the network has looked at a token, it looks closer where the two together take it for PHI with a probability between these. Of the
 * tokens of hands that neither knew these are 5 in a hundred; looking closer at more found nothing more.
 */
const DOUBTFUL = { from: 0.01, to: 0.99 };

/** What the network thinks of the tokens with these numbers, which rise: `OPINION_CLASSES` numbers for each. */
export type AskNetwork = (tokens: readonly number[], isDoubtful: StillDoubtful) => Float32Array;

/**
 * Puts together what the tagger's chain and the network, if there is one, think: where the tagger is not sure, the product of their
 * probabilities, each to a power.
 */
export function verdictOf(chain: PrunedChain, count: number, ask?: AskNetwork): Verdict {
  const phi = new Float32Array(count);
  const best = new Uint8Array(count);
  const doubtful: number[] = [];
  const own = new Float32Array(OPINION_CLASSES);
  for (let token = 0; token < count; token += 1) {
    best[token] = chain.likeliest(token, OPTIONAL + 1);
    const harmless = chain.marginal(token, OUTSIDE) + chain.marginal(token, OPTIONAL);
    phi[token] = 1 - harmless;
    if (ask === undefined || harmless >= SETTLED) continue;
    own.fill(0);
    chain.addMarginals(token, CLASS_OF_LABEL, own);
    if ((own[likeliest(own)] as number) < SETTLED) doubtful.push(token);
  }
  if (ask === undefined) return { phi, best };
  /** Leaves in `own` what tagger and network together think of a doubtful token; returns the probability that it is PHI. */
  const weigh = (index: number, opinion: Float32Array, begin: number): number => {
    own.fill(0);
    chain.addMarginals(doubtful[index] as number, CLASS_OF_LABEL, own);
    multiply(own, opinion, begin);
    return 1 - ((own[OUTSIDE] as number) + (own[OPTIONAL] as number)) / total(own);
  };
  const opinion = ask(doubtful, (index, first, begin) => {
    const probability = weigh(index, first, begin);
    return probability > DOUBTFUL.from && probability < DOUBTFUL.to;
  });
  const tagger = phi.slice();
  const network = new Float32Array(count).fill(Number.NaN);
  for (const [index, token] of doubtful.entries()) {
    const begin = index * OPINION_CLASSES;
    phi[token] = weigh(index, opinion, begin);
    best[token] = LABEL_OF_CLASS[likeliest(own)] as number;
    network[token] = 1 - (opinion[begin + OUTSIDE] as number) - (opinion[begin + OPTIONAL] as number);
  }
  return { phi, best, opinions: { tagger, network } };
}

const LEAST_OF_TAGGER = LEAST ** WEIGHT.tagger;
const LEAST_OF_NETWORK = LEAST ** WEIGHT.network;

/** Leaves in `own` the weighted products of two opinions, the other of which begins at `begin`. */
function multiply(own: Float32Array, opinion: Float32Array, begin: number): void {
  for (let index = 0; index < OPINION_CLASSES; index += 1) {
    const ours = own[index] as number;
    const theirs = opinion[begin + index] as number;
    // Of most classes one thinks nothing, or neither.
    const byTagger = ours <= LEAST ? LEAST_OF_TAGGER : ours ** WEIGHT.tagger;
    own[index] = byTagger * (theirs <= LEAST ? LEAST_OF_NETWORK : theirs ** WEIGHT.network);
  }
}

function total(classes: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < OPINION_CLASSES; index += 1) sum += classes[index] as number;
  return sum;
}

/** The likeliest class of PHI. */
function likeliest(classes: Float32Array): number {
  let best = HARMLESS_CLASSES;
  for (let index = best + 1; index < OPINION_CLASSES; index += 1)
    if ((classes[index] as number) > (classes[best] as number)) best = index;
  return best;
}
