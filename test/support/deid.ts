import { deidentifyRequest } from '../../src/deid/deidentify-request';
import { createDetector } from '../../src/deid/detector/detector';
import type { LeafFacts } from '../../src/deid/leaves/collect-leaves';
import type { Session } from '../../src/deid/session';
import { entitiesOfField } from '../../src/detect/recognizers/fields/heads';
import { thingReaderOf } from '../../src/detect/records/things';
import { chatDialect } from '../../src/dialects/chat';
import type { JsonObject, JsonValue } from '../../src/dialects/json';
import { parseJson } from '../../src/dialects/json';
import { createOrdinaryWordTest } from '../../src/rules/ordinary-word';
import type { RuleSet } from '../../src/rules/types';
import { projectRules } from './project-rules';
import { ruleSetOf, SIMPLE_RULES } from './rule-set';

/** De-identifies bodies with one rule set, all in this process. */
export function createDeidentifier(ruleSet: RuleSet = ruleSetOf(SIMPLE_RULES)): (body: JsonValue) => Promise<Session> {
  const detector = createDetector({ ruleSet, budgetMs: 20_000, maxCharacters: 10_000_000, threads: 0 });
  const isOrdinaryWord = createOrdinaryWordTest(ruleSet);
  const hashKey = Buffer.alloc(32, 7);
  // Read anew each time, since a body is changed in place.
  return (body) =>
    deidentifyRequest(parseJson(JSON.stringify(body)) as JsonObject, {
      dialect: chatDialect,
      detector,
      hashKey,
      isOrdinaryWord,
      entitiesOfField: (name) => entitiesOfField(ruleSet.rules, name),
      isOfPeople: (name) => thingReaderOf(ruleSet).isOfPeople(name),
      urlHosts: new Set(),
    });
}

/** What decides on the leaves of a request. */
export const factsWith = (hashKey: Buffer): LeafFacts => ({
  hashKey,
  isOfPeople: (name) => thingReaderOf(projectRules()).isOfPeople(name),
});

/** The body of a request with one message. */
export function chatBody(content: JsonValue, more: Readonly<Record<string, JsonValue>> = {}): JsonObject {
  return { model: 'gpt-4o', messages: [{ role: 'user', content }], ...more };
}

/** A whole reply with one choice. */
export function chatReply(message: JsonObject, more: Readonly<Record<string, JsonValue>> = {}): JsonObject {
  return { id: 'chatcmpl-1', object: 'chat.completion', choices: [{ index: 0, message, finish_reason: 'stop', ...more }] };
}
