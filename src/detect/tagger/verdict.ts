import { ENTITIES } from '../../rules/types';
import { HARMLESS_CLASSES, OPINION_CLASSES } from '../network/opinion';
import { labelIndex, OPTIONAL, OUTSIDE, TAGGER_LABELS } from './labels';
import type { PrunedChain } from './pruned-chain';

/** What is thought of the tokens of a text. */
export interface Verdict {
  /** Per token, the probability that it is PHI. */
  readonly phi: Float32Array;
  /** Per token, the likeliest label among those of PHI. */
  readonly best: Uint8Array;
  /** The same probability by tagger and network alone, where both were asked. */
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
 * surer than that. Measured on five hands that neither knew (`d`, `f`, `h`, `j`, `l`).
 */
const WEIGHT = 0.7;

/** Puts together what the tagger's chain and the network, if there is one, think: the product of their probabilities, each to a power. */
export function verdictOf(chain: PrunedChain, count: number, opinion?: Float32Array): Verdict {
  const phi = new Float32Array(count);
  const best = new Uint8Array(count);
  for (let token = 0; token < count; token += 1)
    phi[token] = 1 - chain.marginal(token, OUTSIDE) - chain.marginal(token, OPTIONAL);
  if (opinion !== undefined) return { best, ...weigh(chain, phi, opinion, best) };
  for (let token = 0; token < count; token += 1) best[token] = chain.likeliest(token, OPTIONAL + 1);
  return { phi, best };
}

/** Weighs the tagger's probabilities against the network's; writes the likeliest labels into `best`. */
function weigh(
  chain: PrunedChain,
  tagger: Float32Array,
  opinion: Float32Array,
  best: Uint8Array,
): Pick<Verdict, 'phi' | 'opinions'> {
  const phi = new Float32Array(tagger.length);
  const network = new Float32Array(tagger.length);
  const own = new Float32Array(OPINION_CLASSES);
  for (let token = 0; token < tagger.length; token += 1) {
    const begin = token * OPINION_CLASSES;
    network[token] = 1 - (opinion[begin + OUTSIDE] as number) - (opinion[begin + OPTIONAL] as number);
    own.fill(0);
    chain.addMarginals(token, CLASS_OF_LABEL, own);
    multiply(own, opinion, begin);
    phi[token] = 1 - ((own[OUTSIDE] as number) + (own[OPTIONAL] as number)) / total(own);
    best[token] = LABEL_OF_CLASS[likeliest(own)] as number;
  }
  return { phi, opinions: { tagger, network } };
}

const LEAST_PRODUCT = (LEAST * LEAST) ** WEIGHT;

/** Leaves in `own` the weighted products of two opinions, the other of which begins at `begin`. */
function multiply(own: Float32Array, opinion: Float32Array, begin: number): void {
  for (let index = 0; index < OPINION_CLASSES; index += 1) {
    const ours = own[index] as number;
    const theirs = opinion[begin + index] as number;
    // Of most classes neither thinks anything.
    own[index] = ours <= LEAST && theirs <= LEAST ? LEAST_PRODUCT : (Math.max(LEAST, ours) * Math.max(LEAST, theirs)) ** WEIGHT;
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
