import { createReader } from '../detect/pieces/read-piece';
import { TAGGER_LABELS } from '../detect/tagger/labels';
import { lexiconOf } from '../detect/tagger/word-facts';
import { encodeModel, type ModelRow, quantise } from '../rules/learned/tagger-model-file';
import type { RuleSet } from '../rules/types';
import { augmentNote, createValueSource } from './augment';
import type { GoldDocument } from './marked-note';
import { normaliseNote } from './normalise-note';
import { SeededRandom } from './random';
import { cutSequence, type HashedNote, hashNote } from './sequences';
import { TaggerTrainer, type TrainingSequence } from './tagger-trainer';

export interface TrainOptions {
  readonly epochs: number;
  /** Share of the notes of which a variation is learned beside them, 0 to 1. */
  readonly variations: number;
  readonly seed: number;
  readonly alpha: number;
  readonly l1: number;
  readonly l2: number;
  /**
   * Share of the rules' candidates that are hidden from the tagger in training. The rules were written with these notes at hand and
   * find more in them than in others (87 % against 75 %): a tagger that always sees them there would lean on them too much.
   */
  readonly markDropout: number;
  /** Share of words that are hidden in variations, so that the tagger learns to do with what lists and classes say of a word. */
  readonly wordDropout: number;
  /** Called after every epoch with its loss. */
  readonly onEpoch?: (epoch: number, loss: number) => void;
}

export const DEFAULT_TRAINING: TrainOptions = {
  epochs: 10,
  variations: 0.3,
  seed: 20_261_125,
  alpha: 0.1,
  l1: 4,
  l2: 2,
  markDropout: 0.6,
  wordDropout: 0.15,
};

/** Numbers features that occur at least twice, in order of first occurrence. */
function numberFeatures(notes: readonly HashedNote[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { features } of notes) for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const numbers = new Map<number, number>();
  for (const [feature, count] of counts) if (count > 1) numbers.set(feature, numbers.size);
  return numbers;
}

function toSequences(
  { tokens, features, offsets, labels }: HashedNote,
  numbers: ReadonlyMap<number, number>,
): TrainingSequence[] {
  return cutSequence(tokens).map(([from, to]) => {
    const kept: number[] = [];
    const ends = [0];
    for (let token = from; token < to; token += 1) {
      for (let at = offsets[token] ?? 0; at < (offsets[token + 1] ?? 0); at += 1) {
        const number = numbers.get(features[at] as number);
        if (number !== undefined) kept.push(number);
      }
      ends.push(kept.length);
    }
    return { features: Int32Array.from(kept), offsets: Int32Array.from(ends), labels: labels.slice(from, to) };
  });
}

function toRows(trainer: TaggerTrainer, numbers: ReadonlyMap<number, number>): ModelRow[] {
  const labels = TAGGER_LABELS.length;
  const rows: ModelRow[] = [];
  for (const [feature, number] of numbers) {
    const weights: { label: number; weight: number }[] = [];
    for (let label = 0; label < labels; label += 1) {
      const weight = trainer.weights[number * labels + label] as number;
      if (quantise(weight) !== 0) weights.push({ label, weight });
    }
    if (weights.length > 0) rows.push({ feature, weights });
  }
  return rows;
}

/**
 * Learns a tagger from marked notes.
 *
 * @param ruleSet its rules mark the text for the tagger, its lists are the lexicon; a model in it is not used
 * @returns the model as a file; the same bytes for the same input
 */
export function trainTagger(notes: readonly GoldDocument[], ruleSet: RuleSet, options: TrainOptions): Buffer {
  const { model: _, ...rulesOnly } = ruleSet;
  const read = createReader(rulesOnly, () => undefined);
  const lexicon = lexiconOf(ruleSet);
  const random = new SeededRandom(options.seed);
  const source = createValueSource(ruleSet);
  const varied = notes.flatMap((note) => (random.chance(options.variations) ? [augmentNote(note, source, random)] : []));
  const hashed = [...notes, ...varied].map(normaliseNote).map((note, index) => {
    const hidden = index < notes.length ? 0 : options.wordDropout;
    const { winners, rejected } = read({ text: note.text });
    const visible = winners.filter(() => !random.chance(options.markDropout));
    return hashNote(note, { winners, candidates: rejected, visible }, lexicon, () => random.chance(hidden));
  });
  const numbers = numberFeatures(hashed);
  const sequences = hashed.flatMap((note) => toSequences(note, numbers));
  const trainer = new TaggerTrainer({ ...options, labels: TAGGER_LABELS.length, features: numbers.size });
  for (let epoch = 0; epoch < options.epochs; epoch += 1) {
    const loss = random.shuffle(sequences).reduce((sum, sequence) => sum + trainer.learn(sequence), 0);
    options.onEpoch?.(epoch, loss);
  }
  return encodeModel(
    TAGGER_LABELS.map(({ name }) => name),
    trainer.transitions,
    toRows(trainer, numbers),
  );
}
