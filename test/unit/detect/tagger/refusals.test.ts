import { notExcluded, notRefused } from '../../../../src/detect/tagger/refusals';
import type { Candidate } from '../../../../src/detect/types';
import type { Entity } from '../../../../src/rules/types';

function candidate(entity: Entity, score: number, rest: Partial<Candidate> = {}): Candidate {
  const evidence = { base: score };
  return { start: 10, end: 18, entity, score, rule: 'r', pattern: 'p', priority: 50, evidence, ...rest };
}

const invalid = (entity: Entity): Candidate =>
  candidate(entity, 0.4, { evidence: { base: 0.4, validator: { name: 'luhn', valid: false } } });

test.each<[what: string, found: Candidate, byRules: Candidate, stays: boolean]>([
  ['a date that a rule says is none', candidate('DATE', 0.7), candidate('DATE', 0.1), false],
  ['a date of which the tagger is sure', candidate('DATE', 0.95), candidate('DATE', 0.1), true],
  ['a record number where an ID is refused: one kind of number for another', candidate('MRN', 0.7), candidate('ID', 0.1), false],
  ['a record number of which the tagger is sure', candidate('MRN', 0.95), candidate('ID', 0.1), true],
  ['a name where a number is refused', candidate('NAME', 0.6), candidate('ID', 0.1), true],
  ['a date where a number is refused', candidate('DATE', 0.6), candidate('ID', 0.1), true],
  ['an ID where a date is refused', candidate('ID', 0.6), candidate('DATE', 0.1), true],
  ['a number that a rule merely doubts', candidate('ID', 0.6), candidate('ID', 0.4), true],
  ['a longer one than what is refused', candidate('ID', 0.6, { end: 20 }), candidate('ID', 0.1), true],
  ['a number whose check digits fail, be the tagger sure', candidate('ACCOUNT', 0.95), invalid('ACCOUNT'), false],
  ['unless it is surer still: it may be of another standard', candidate('LICENSE', 0.97), invalid('LICENSE'), true],
  ['a number of another kind than that whose check digits fail', candidate('ID', 0.7), invalid('ACCOUNT'), true],
])('%s', (_what, found, byRules, stays) => {
  expect(notRefused([found], [byRules])).toEqual(stays ? [found] : []);
});

test.each<[what: string, found: Candidate, byRules: Candidate, stays: boolean]>([
  ['a date where a rule says for sure that there is none', candidate('DATE', 1), candidate('DATE', 0), false],
  ['a record number where an ID is none for sure', candidate('MRN', 1), candidate('ID', 0), false],
  ['a part of what is none', candidate('DATE', 0.9, { start: 12 }), candidate('DATE', 0), false],
  ['a longer one than what is none', candidate('DATE', 0.9, { end: 20 }), candidate('DATE', 0), true],
  ['one of another kind', candidate('NAME', 0.9), candidate('ID', 0), true],
  ['one of which a rule only says that it is hardly one', candidate('DATE', 0.9), candidate('DATE', 0.1), true],
])('%s', (_what, found, byRules, stays) => {
  const text = 'versions: 2024-3-9 21';
  expect(notExcluded(text, [found, byRules], [found, byRules])).toEqual(stays ? [found, byRules] : [byRules]);
});

test('two beside each other that are none for sure, found as one', () => {
  const none = [candidate('NAME', 0, { start: 16, end: 28 }), candidate('NAME', 0, { start: 0, end: 14 })];
  const found = candidate('NAME', 1, { start: 0, end: 28 });
  expect(notExcluded('Lotka-Volterra, Watson-Crick', [found], none)).toEqual([]);
  expect(notExcluded('Lotka-Volterra and Watson-Cr', [found], none)).toEqual([found]);
});
