import { wordsOfName } from '../detect/text/value-key';
import { atOnce } from '../turns';
import type { Vault } from '../vault/vault';
import { type Place, setAt, valueAt } from './leaves/json-tree';

/**
 * Ids of tool calls only tell which result belongs to which call, so that any other id serves as well. Those that servers make say
 * nothing (`call_D681PevKsq`); a client that makes its own may write into them whom they are about (`ssn-219-09-9999`, `ask_hannah`).
 */

/** Words of ids that servers make. */
const OF_SERVERS = new Set(['call', 'chatcmpl', 'function', 'functions', 'reasoning', 'tool', 'toolcall', 'toolu', 'tooluse']);
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
/** Digits in groups, as identifiers and dates are written: more than the number of a call has. */
const MOST_DIGITS = 5;
/** `E1234567`, `mrn00482917`: what is random has more letters between its digits. */
const LETTERED_NUMBER = /^[a-z]{0,6}\d{5,}[a-z]?$/i;
const SHORTEST_WORD = 3;

/** What an id is held against. */
export interface IdFacts {
  readonly vault: Vault;
  readonly isOrdinaryWord: (word: string) => boolean;
  /** Names of tools as they are sent: some servers make ids of them (`functions.lookup_mrn:0`). */
  readonly toolNames: Iterable<string>;
}

/** Runs of digits are told by `holdsNumber`. */
const wordsOf = (text: string): string[] =>
  Array.from(wordsOfName(text), ({ key }) => key).filter((word) => word.length >= SHORTEST_WORD && !/^\d/.test(word));

/** The words of ids: a part of letters and digits is random and has none, but for a number behind them (`hannah2`). */
function wordsOfId(id: string): string[] {
  const parts = id.split(/[^a-z\d]+/i).filter((part) => /^[a-z]+\d{0,4}$/i.test(part));
  return parts.flatMap(wordsOf);
}

function holdsNumber(id: string): boolean {
  const parts = id.replace(UUID, '').split(/[^a-z\d]+/i);
  return (
    parts.filter((part) => /^\d+$/.test(part)).join('').length > MOST_DIGITS || parts.some((part) => LETTERED_NUMBER.test(part))
  );
}

/**
 * Replaces the ids of a request that may tell of somebody, each by the same wherever it stands. It has nine letters and digits, which every
 * server takes, and its number is the id's place among all of them, so that a conversation that grows keeps those of its old part.
 *
 * @param places of all ids, in the order of the request
 */
export function replaceCallIds(places: readonly Place[], facts: IdFacts): void {
  atOnce(replacingCallIds(places, facts));
}

/** So many ids are looked at or replaced at a stretch. */
const STRETCH = 256;

/** The same, with pauses. */
export function* replacingCallIds(
  places: readonly Place[],
  { vault, isOrdinaryWord, toolNames }: IdFacts,
): Generator<undefined, void> {
  if (places.length === 0) return;
  const ids = new Set(places.map(valueAt).filter((id) => typeof id === 'string'));
  const known = new Set<string>();
  for (const { value } of vault.entries()) {
    yield;
    for (const word of wordsOf(value)) known.add(word);
  }
  const ofTools = new Set([...toolNames].flatMap(wordsOf));
  const wordTells = (word: string): boolean =>
    !OF_SERVERS.has(word) && (known.has(word) || !(ofTools.has(word) || isOrdinaryWord(word)));
  const mayTell = (id: string): boolean => holdsNumber(id) || wordsOfId(id).some(wordTells);
  const sent = new Map<string, string>();
  for (const id of ids) {
    if (sent.size % STRETCH === 0) yield;
    sent.set(id, mayTell(id) ? numbered(sent.size + 1, ids) : id);
  }
  for (const [index, place] of places.entries()) {
    if (index % STRETCH === 0) yield;
    const id = valueAt(place);
    if (typeof id === 'string') setAt(place, sent.get(id) ?? id);
  }
}

/** One that the client doesn't use itself. A loop, since a client may use as many of them as it has ids. */
function numbered(number: number, ids: ReadonlySet<string>): string {
  for (let next = number; ; next += ids.size) {
    const id = `call${String(next).padStart(5, '0')}`;
    if (!ids.has(id)) return id;
  }
}
