import { replacingCallIds } from '../../../src/deid/call-ids';
import { readingSchema } from '../../../src/deid/leaves/json-schema';
import { readingJsonText } from '../../../src/deid/leaves/json-text';
import { readingTree } from '../../../src/deid/leaves/json-tree';
import { allowingTokensForNumbers } from '../../../src/deid/leaves/numbers-in-schemas';
import { replacingSpans } from '../../../src/deid/replace-leaves';
import { searchLeaks } from '../../../src/deid/tripwire';
import type { JsonObject, JsonValue } from '../../../src/dialects/json';
import { restoringText } from '../../../src/vault/restorer';
import { Vault } from '../../../src/vault/vault';

/** The steps of a request and its reply say where others may have their turn: the more there is to do, the more often. */

const vault = new Vault();
const token = vault.issue({ label: 'MRN', group: 1, form: 'full' }, '00482917');

function pausesOf(work: Generator<undefined, unknown>): number {
  let pauses = 0;
  while (work.next().done !== true) pauses += 1;
  return pauses;
}

const each = <T>(count: number, of: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => of(index));
const schema = (count: number): JsonObject => ({
  properties: Object.fromEntries(each(count, (index) => [`field_${index}`, { type: 'integer', maxLength: 3 }])),
});
const list = (count: number): JsonValue[] => each(count, (index) => ({ id: index }));
const ids = (count: number) => each(count, (index) => ({ parent: { id: `call_${index}` }, key: 'id' }));
const facts = { vault, isOrdinaryWord: () => true, toolNames: [] };
const nobody = (): boolean => false;
const counts = { restored: 0, unknown: 0, withheld: 0 };

test.each<[string, (count: number) => Generator<undefined, unknown>]>([
  ['a schema', (count) => readingSchema({ parent: { schema: schema(count) }, key: 'schema' }, 's', nobody)],
  [
    'a list of constants',
    (count) => readingSchema({ parent: { schema: { enum: each(count, String) } }, key: 'schema' }, 's', nobody),
  ],
  ['a schema of numbers', (count) => allowingTokensForNumbers([schema(count)], vault, () => ['MRN'])],
  ['a tree', (count) => readingTree({ place: { parent: { tree: list(count) }, key: 'tree' }, path: 't' }, undefined, nobody)],
  ['arguments', (count) => readingJsonText(JSON.stringify(list(count)), 'a', () => undefined)],
  ['keys', (count) => readingJsonText(JSON.stringify(schema(count)), 'a', () => undefined)],
  ['ids of calls', (count) => replacingCallIds(ids(count), facts)],
  [
    'spans',
    (count) =>
      replacingSpans(
        ' 00482917'.repeat(count),
        each(count, (at) => ({ start: at * 9 + 1, end: at * 9 + 9, token })),
        vault,
      ),
  ],
  ['what is sent', (count) => searchLeaks(JSON.stringify(list(count)), vault, () => true)],
  [
    'an answer',
    (count) => restoringText('[MRN_1] was seen. '.repeat(count), { vault, mode: 'text', urlHosts: new Set(), counts }),
  ],
])('%s', (_what, work) => {
  const [few, many] = [pausesOf(work(5000)), pausesOf(work(20_000))];
  expect(few).toBeGreaterThanOrEqual(5);
  expect(many).toBeGreaterThan(few * 2);
});
