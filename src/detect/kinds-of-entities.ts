import { ENTITIES, type Entity } from '../rules/types';

/** Entities whose values are words: only what stands around such a value tells it from ordinary text. */
export const OF_WORDS: ReadonlySet<Entity> = new Set<Entity>(['NAME', 'ADDRESS', 'ORG']);

/** No numbers either: parts of the calendar, and addresses in the net, which hold words. */
const OTHERS: ReadonlySet<Entity> = new Set<Entity>(['DATE', 'AGE', 'EMAIL', 'URL']);

/** Entities that are numbers or codes: what is said to be none of one kind is none of the others either, and parts of one run are one. */
export const KINDS_OF_NUMBERS: ReadonlySet<Entity> = new Set(
  ENTITIES.filter((entity) => !OF_WORDS.has(entity) && !OTHERS.has(entity)),
);
