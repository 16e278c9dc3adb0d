import { recognizeLists } from '../../../../src/detect/recognizers/lists';
import { createMatchText } from '../../../../src/detect/text/match-text';
import type { CompiledRule } from '../../../../src/rules/types';

const rule = (entity: CompiledRule['entity'], columns: string[]): CompiledRule =>
  ({ id: entity.toLowerCase(), entity, columns, priority: 50 }) as unknown as CompiledRule;
const rules = [
  rule('ID', ['claim', 'claim no', 'ref?']),
  rule('PLAN', ['member id', 'member', 'policy']),
  rule('NAME', ['patient', 'member?']),
  rule('MRN', ['mrn', 'patient id']),
];

test.each<[reason: string, text: string, found: string[]]>([
  ['the first of a list', 'Claims: 55123, 88231 and 77123', ['55123']],
  ['its number abbreviated', 'Claim nos. 55123; 88231', ['55123']],
  ['a verb between', 'the claims were 55123, 88231', ['55123']],
  ['a key of JSON', '{"memberIds":[551234,882310], "claims": ["55123", "88231"]}', ['551234', '55123']],
  ['points of a list', 'Policies\n- 55123\n- 88231\n\nPatient IDs:\n1. 44719\n2. 44729', ['55123', '44719']],
  ['the name of a column as it is', 'MRNs 55123,88231; mrn 44719, 44729', ['55123', '44719']],
  ['a column of JSON by rows', '{"claim":{"0":55123,"1":88231,"10000":44719}}', ['55123']],
  ['a label that may be one of words', 'members 55123, 88231', []],
  ['one number', 'Claims 55123', []],
  ['another label between', 'claims with CPT 99213, 99214', []],
  ['a doubtful name', 'refs: 55123, 88231', []],
  ['a column of words', 'patients: 55123, 88231', []],
  ['short numbers', 'claims 2023, 2024', []],
  ['codes of few digits', 'claims 2w1, 1w8, A12, B12', []],
  ['a label too far off', `claims ${' '.repeat(60)}55123, 88231`, []],
])('%s', (_reason, text, found) => {
  const candidates = recognizeLists(createMatchText(text), rules, () => undefined);
  expect(candidates.map(({ start, end }) => text.slice(start, end))).toEqual(found);
});
