import { ENTITIES, type Entity } from '../../rules/types';

/**
 * What the tagger says of a token. Frequent entities with several words in a value tell its beginning from its inside; `optional`
 * marks what the annotation guideline leaves open (a year alone, an insurer), which is then not replaced.
 */

const BEGUN: readonly Entity[] = ['NAME', 'DATE', 'ADDRESS', 'ORG'];

export interface TaggerLabel {
  readonly name: string;
  readonly entity: Entity | undefined;
  /** Continues the value of the token before. */
  readonly inside: boolean;
}

function labelsOf(entity: Entity): TaggerLabel[] {
  const single = { name: entity, entity, inside: false };
  return BEGUN.includes(entity) ? [single, { name: `${entity}+`, entity, inside: true }] : [single];
}

/** Index 0 is "nothing", index 1 "optional". */
export const TAGGER_LABELS: readonly TaggerLabel[] = [
  { name: 'O', entity: undefined, inside: false },
  { name: 'optional', entity: undefined, inside: false },
  ...ENTITIES.flatMap(labelsOf),
];

export const OUTSIDE = 0;
export const OPTIONAL = 1;

/** Index of the label for a token of an entity. */
export function labelIndex(entity: Entity, first: boolean): number {
  const inside = TAGGER_LABELS.findIndex((label) => label.entity === entity && label.inside);
  return first || inside < 0 ? TAGGER_LABELS.findIndex((label) => label.entity === entity) : inside;
}
