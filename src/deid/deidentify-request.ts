import type { Dialect } from '../dialects/field-table';
import { isJsonObject, type JsonObject, type JsonValue } from '../dialects/json';
import { writingJson } from '../dialects/json-writer';
import type { Policy } from '../rules/types';
import { createTurns, inTurns } from '../turns';
import { Vault } from '../vault/vault';
import { replacingCallIds } from './call-ids';
import type { Detector } from './detector/detector';
import { type AlsoFound, collectingLeaves, type LeafFacts } from './leaves/collect-leaves';
import { excludeRoles } from './leaves/exclude-roles';
import { allowingTokensForNumbers, type EntitiesOfField } from './leaves/numbers-in-schemas';
import type { TextLeaf } from './leaves/text-leaf';
import { planningReading, replacingLeaves } from './replace-leaves';
import { Session } from './session';
import { assertStopsKeepTokens } from './stops';
import { assertNoLeak } from './tripwire';

export interface DeidentifyOptions extends LeafFacts {
  readonly dialect: Dialect;
  readonly detector: Detector;
  /** Whether a word (lower case) is an ordinary one, which the tripwire exempts. */
  readonly isOrdinaryWord: (word: string) => boolean;
  /** Which entities the rules know fields by, for schemas of numbers. */
  readonly entitiesOfField: EntitiesOfField;
  /** Hosts in whose URLs values may be restored, lower case. */
  readonly urlHosts: ReadonlySet<string>;
  /** How strictly; the default policy if not given. */
  readonly policy?: Pick<Policy, 'id' | 'excludedRoles'> | undefined;
  /** Aborted when the client has gone. */
  readonly signal?: AbortSignal | undefined;
}

/** Keeps the numbers of token-like strings anywhere in the client's text free; says where others may have their turn. */
function* reservingTokens(value: JsonValue, vault: Vault): Generator<undefined, void> {
  if (typeof value === 'string') {
    yield* vault.reserving(value);
    yield;
  } else if (Array.isArray(value)) for (const item of value) yield* reservingTokens(item, vault);
  else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      yield* vault.reserving(key);
      yield* reservingTokens(item, vault);
    }
  }
}

/** What the client calls its tools. */
function namesOf(leaves: readonly TextLeaf[]): string[] {
  return leaves.filter(({ kind }) => kind === 'name').map(({ segment }) => segment.text);
}

/**
 * De-identifies a request: refuses what cannot be inspected, replaces every piece of PHI by a token, and lets the tripwire check the
 * outgoing text.
 *
 * @param body the parsed request; it is changed in place and must not be used afterwards
 * @returns the session, which holds what to send and restores the reply
 * @throws PhiProxyError whatever fails: nothing may be sent then (law 1)
 */
export async function deidentifyRequest(body: JsonObject, options: DeidentifyOptions): Promise<Session> {
  const { dialect, detector, isOrdinaryWord, policy } = options;
  const giveTurn = createTurns(options.signal);
  const vault = new Vault();
  await inTurns(reservingTokens(body, vault), giveTurn);
  await giveTurn();
  const found: AlsoFound = { schemas: [], callIds: [] };
  const collected = await inTurns(collectingLeaves(body, dialect.request, options, found), giveTurn);
  const leaves = excludeRoles(collected, body, policy?.excludedRoles);
  await giveTurn();
  const plan = await inTurns(planningReading(leaves), giveTurn);
  await giveTurn();
  const result = await detector.detect(plan.segments, policy?.id, options.signal);
  await giveTurn();
  const { entities, toolNames } = await inTurns(replacingLeaves(leaves, plan, result, vault), giveTurn);
  await giveTurn();
  const sentNames = namesOf(leaves).map((name) => toolNames.sentFor(name));
  await inTurns(replacingCallIds(found.callIds, { vault, isOrdinaryWord, toolNames: sentNames }), giveTurn);
  await inTurns(allowingTokensForNumbers(found.schemas, vault, options.entitiesOfField), giveTurn);
  assertStopsKeepTokens(body, vault);
  const forward = await inTurns(writingJson(body), giveTurn);
  await assertNoLeak(forward, vault, isOrdinaryWord, giveTurn);
  return new Session({ body, forward, vault, entities, toolNames, dialect, urlHosts: options.urlHosts });
}
