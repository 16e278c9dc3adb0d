import { ENTITIES, type Entity } from '../rules/types';

/** Those that are words, and addresses in the net that hold words. */
const WORDS: ReadonlySet<Entity> = new Set<Entity>(['NAME', 'ADDRESS', 'ORG', 'DATE', 'AGE', 'EMAIL', 'URL']);

/** Entities that are numbers or codes: what is said to be none of one kind is none of the others either, and parts of one run are one. */
export const KINDS_OF_NUMBERS: ReadonlySet<Entity> = new Set(ENTITIES.filter((entity) => !WORDS.has(entity)));
