import { type IdFacts, replaceCallIds } from '../../../src/deid/call-ids';
import type { JsonValue } from '../../../src/dialects/json';
import { Vault } from '../../../src/vault/vault';

const ORDINARY = new Set(['call', 'tool', 'patient', 'visit', 'grace', 'run']);

/** What is sent for ids of a request in which Julia Grace and "Call Smith" are known. */
function sent(...ids: JsonValue[]): JsonValue[] {
  const vault = new Vault();
  vault.issue({ label: 'NAME', group: 1, form: 'full' }, 'Julia Grace');
  // "Call" may be taken along with a name.
  vault.issue({ label: 'NAME', group: 2, form: 'full' }, 'Call Smith');
  const facts: IdFacts = { vault, isOrdinaryWord: (word) => ORDINARY.has(word), toolNames: ['lookupMRN', 'ask_NAME_1'] };
  const all = [...ids];
  replaceCallIds(
    all.map((_, key) => ({ parent: all, key })),
    facts,
  );
  return all;
}

test.each([
  'call_D681PevKsqRz81QmYt77xAbC',
  'call_1',
  'run-12',
  'toolu_01A09q90qw90lq917835lq9',
  'chatcmpl-tool-0123456789abcdef0123456789abcdef',
  '3c9d2b1e-1111-4222-8333-444455556666',
  'call_00_3c9d2b1e-1111-4222-8333-444455556666',
  'functions.lookupMRN:0',
  'D681PevKs',
  'rs_0a1b2c3d4e5f60718293a4b5c6d7e8f9|fc_67ccd3ac',
  '',
])('%j says nothing and stays', (id) => {
  expect(sent(id)).toEqual([id]);
});

test.each([
  ['ssn-219-09-9999', 'a number'],
  ['mrn-00482917', 'a number'],
  ['mrn00482917', 'a number behind its label'],
  ['E1234567', 'a number with a letter'],
  ['visit-2024-03-14', 'a date'],
  ['call_julia', 'a name that is known'],
  ['callJulia2', 'one told by its capital'],
  ['patient_grace', 'one that is an ordinary word'],
  ['ask_hannah_osei', 'a name that is known nowhere else'],
])('%j holds %s and is sent as another', (id) => {
  expect(sent(id)).toEqual(['call00001']);
});

test('an id is the same wherever it stands, and keeps its own as the conversation grows', () => {
  expect(sent('call_1', 'ssn-219-09-9999', 'call_1', 'ssn-219-09-9999', 'mrn00482917')).toEqual([
    'call_1',
    'call00002',
    'call_1',
    'call00002',
    'call00003',
  ]);
});

test("none becomes one of the client's own", () => {
  const [id, own] = sent('ask_hannah', 'call00001');
  expect([id, own]).toEqual(['call00003', 'call00002']);
});

test('a client may use very many of the ids that would be sent', () => {
  const count = 20_000;
  const own = Array.from({ length: count }, (_, index) => `call${String(1 + index * count).padStart(5, '0')}`);
  expect(sent(...own)[0]).toBe(`call${1 + count * count}`);
});
