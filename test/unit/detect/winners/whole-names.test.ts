import type { Candidate } from '../../../../src/detect/types';
import { wholeNames } from '../../../../src/detect/winners/whole-names';
import type { Entity } from '../../../../src/rules/types';
import { projectRules } from '../../../support/project-rules';

/** What is found in a text in which names are written as `[Silva]` and other entities as `[ORG Oak]`. */
function read(marked: string, more: Partial<Candidate> = {}): string[] {
  const candidates: Candidate[] = [];
  let text = '';
  for (const [, plain = '', entity = 'NAME', value] of marked.matchAll(/([^[]*)(?:\[(?:(ORG|ADDRESS) )?([^\]]*)\])?/g)) {
    text += plain;
    const start = text.length;
    text += value ?? '';
    if (value === undefined) continue;
    const base = { rule: 'r', pattern: 'p', priority: 1, score: 0.7, evidence: { base: 0.7 } };
    candidates.push({ ...base, start, end: text.length, entity: entity as Entity, ...more });
  }
  return wholeNames(text, candidates, projectRules()).map(({ start, end }) => text.slice(start, end));
}

test.each([
  ['de [Silva] to see GI', ['de Silva']],
  ['moved van den [Bosch] and ter [Horst]', ['van den Bosch', 'ter Horst']],
  ['wound care for de [los Santos]', ['de los Santos']],
  ['rm 14 di [Stefano] to CT', ['di Stefano']],
  ["called van 't [Hoff], d'[Agostino]'s eliquis", ["van 't Hoff", "d'Agostino"]],
  ['spoke with al-[Hashimi] and bin [Laith]', ['al-Hashimi', 'bin Laith']],
  ['[Ana] de [Silva]', ['Ana', 'de Silva']],
])('particles in front of a name belong to it: %s', (marked, expected) => {
  expect(read(marked)).toEqual(expected);
});

test.each([
  ['hijo de [Marisol]', ['Marisol'], 'a preposition in another language'],
  ['he drove the van [Marcus] bought, her bin [Laith] said', ['Marcus', 'Laith'], 'things'],
  ['what do [Marcus] and ten [Smiths] say', ['Marcus', 'Smiths'], 'a verb, a number'],
  ['the co-de [Marcus], pro-al-[Marcus]', ['Marcus', 'Marcus'], 'the end of another word'],
  ['near de [ORG Anza], de [maria]', ['Anza', 'maria'], 'an organisation, a name in small letters'],
  ['[ORG Casa de] [Silva]', ['Casa de', 'Silva'], 'the word of another finding'],
])('other words stay: %s', (marked, expected) => {
  expect(read(marked)).toEqual(expected);
});

test('what the policy keeps is left alone', () => {
  expect(read('moved de [Silva]', { stays: true })).toEqual(['Silva']);
});
