import { thingReaderOf } from '../../../../src/detect/records/things';
import { projectRules } from '../../../support/project-rules';

test.each<[string, boolean]>([
  ['herbs', true],
  ['accent color', true],
  ['species', true],
  ['categories', true],
  ['categorie', true],
  ['syndromes', true],
  ['color scheme', false],
  ['patient', false],
  ['', false],
])('%s is a kind of thing: %s', (name, expected) => {
  expect(thingReaderOf(projectRules()).isKind(name)).toBe(expected);
});

test.each<[string, boolean]>([
  ['patient_status', true],
  ['relation', true],
  ['Patients', true],
  ['e_mail', true],
  ['home address', true],
  ['herb', false],
  ['agent', false],
])('%s speaks of people: %s', (name, expected) => {
  expect(thingReaderOf(projectRules()).isOfPeople(name)).toBe(expected);
});

test.each<[string, string[], string[], boolean]>([
  ['in a list of things', ['name', 'herb name', 'name herb'], ['name', 'water'], true],
  ['beside what things have', ['name'], ['name', 'price'], true],
  ['beside nothing', ['name'], ['name'], false],
  ['beside what people have', ['name', 'drug name', 'name drug'], ['name', 'dob'], false],
  ['in a list of what people have', ['name', 'score name', 'name score'], ['name', 'score'], false],
  ['in a list of people', ['name', 'client name', 'name client'], ['name', 'price'], false],
  ['of a patient', ['patient name'], ['patient name', 'sku'], false],
])('a name %s', (_where, names, beside, expected) => {
  expect(thingReaderOf(projectRules()).isNameOfThing({ names, beside })).toBe(expected);
});
